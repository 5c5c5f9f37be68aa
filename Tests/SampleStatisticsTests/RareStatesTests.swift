import Foundation
import IsingTestSupport
import SampleStatistics
import Testing

@Suite struct RareStatesTests {
  /// A ladder of rare states: |m| = 1/15 nearly always, 3/15 in one of a thousand, 5/15 in one of 10⁵.
  /// The fourth moment is carried by what 300 values mostly do not see.
  @Test func aLadderOfRareStatesIsFound() {
    let common = [Double](repeating: 1.0 / 15, count: 300)
    let one = common.dropLast() + [3.0 / 15]
    for values in [common, Array(one)] {
      #expect(RareStates(independent: 300).carriesFourthMoment(of: values, spinCount: 15))
    }
  }

  /// Where the farthest state that exists was seen often, nothing lies beyond it.
  @Test func aMomentWhoseStatesWereAllSeenIsTrusted() {
    let values = [Double](repeating: 1.0 / 15, count: 3000) + [Double](repeating: 1, count: 3000)
    #expect(!RareStates(independent: 6000).carriesFourthMoment(of: values, spinCount: 15))
  }

  /// Normal values: x_max⁴ of n values is at most (2 ln n + 4)² or so, times 1/n, against √(96/n) of the
  /// error. At n = 100 and above that is never reached by the draws of these seeds.
  @Test(arguments: [100, 1000, 10_000]) func aNormalLawIsTrusted(count: Int) {
    var numbers = Numbers64(seed: 5)
    let normal = (0..<count).map { _ in
      0.01 * numbers.normal()
    }
    let states = RareStates(independent: Double(count))
    #expect(!states.carriesFourthMoment(of: normal, spinCount: 1 << 20))
    #expect(!states.carriesVariance(of: normal))
  }

  /// k excitations of one energy above a ground state: the next one at twice that energy moves the
  /// variance by 4/k, its error is 1/√k; so from 16 on it is trusted.
  @Test(arguments: [1, 4, 15, 17, 40]) func aVarianceOfFewExcitations(excitations: Int) {
    let values =
      [Double](repeating: -2, count: 100_000) + [Double](repeating: -1.9, count: excitations)
    let carries = RareStates(independent: Double(values.count)).carriesVariance(of: values)
    #expect(carries == (excitations < 16))
  }

  @Test func aFrozenSeriesIsNotTrusted() {
    #expect(RareStates(independent: 1000).carriesVariance(of: [Double](repeating: 1, count: 1000)))
  }

  /// Sixty sweeps are too few for any moment, whatever they were.
  @Test func fewValuesAreNotTrusted() throws {
    var numbers = Numbers64(seed: 6)
    func thermal(_ count: Int) throws -> ThermalObservables {
      let m = (0..<count).map { _ in (numbers.uniform() + numbers.uniform() - 1) / 2 }
      return try ThermalObservables(
        energies: [m.map { $0 * $0 - 1 }], magnetisations: [m], spinCount: 10_000, beta: 0.3)
    }
    #expect(try thermal(60).untrusted == Set(ThermalObservables.Moment.allCases))
    #expect(try thermal(2000).untrusted == [])
  }
}
