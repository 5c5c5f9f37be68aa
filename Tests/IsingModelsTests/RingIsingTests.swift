import Foundation
import IsingModels
import Testing

@Suite struct RingIsingTests {
  @Test(arguments: [3, 4, 5, 8, 9], [false, true])
  func ringsAreSumsOverStates(_ count: Int, _ turned: Bool) throws {
    let ring = try RingIsing(spinCount: count, hasTurnedBond: turned)
    for coupling in [-2.5, -0.7, 0.3, 1, 6] {
      let bonds = (0..<count).map {
        Bond($0, ($0 + 1) % count, $0 == count - 1 && turned ? -coupling : coupling)
      }
      let states = try Enumeration(IsingModel(spinCount: count, bonds: bonds))
      let logZ = states.logPartitionFunction(beta: 1)
      #expect(abs(try ring.logPartitionFunction(betaJ: coupling) - logZ) < 1e-12 * abs(logZ))
      let energy = try ring.energy(betaJ: coupling) * coupling
      #expect(abs(energy - states.meanEnergy(beta: 1)) < 1e-11 * abs(energy))
      for r in 0..<count {
        let expected = states.mean(beta: 1) { state in
          let spins = Enumeration.spins(of: state, count: count)
          return Double(spins[0] * spins[r])
        }
        #expect(abs(try ring.correlation(distance: r, betaJ: coupling) - expected) < 1e-12)
      }
    }
  }

  @Test func tableIsReproduced() throws {
    let rows = fixtureRows("ring_mobius.csv").filter { $0[0] == "ring" }
    #expect(rows.count >= 4)
    for row in rows {
      let ring = try RingIsing(spinCount: Int(row[1])!)
      let coupling = Double(row[3])!
      for (beta, column) in [(0.5, 8), (1.0, 10)] {
        let logZ = try ring.logPartitionFunction(betaJ: beta * coupling)
        #expect(abs(logZ - Double(row[column])!) < 1e-13 * logZ)
        let energy = coupling * (try ring.energy(betaJ: beta * coupling))
        #expect(abs(energy - Double(row[column + 1])!) < 1e-12)
      }
    }
  }

  /// At zero temperature the one kink of a turned ring is anywhere: ⟨s₀ s_r⟩ = 1 − 2r/n.
  @Test func coldTurnedRingHasOneKink() throws {
    let ring = try RingIsing(spinCount: 10, hasTurnedBond: true)
    for betaJ in [30, 400, 1e5] {
      for r in 0...10 {
        let correlation = try ring.correlation(distance: r, betaJ: betaJ)
        #expect(abs(correlation - (1 - Double(r) / 5)) < 1e-14)
      }
      let logZ = try ring.logPartitionFunction(betaJ: min(betaJ, 300))
      #expect(abs(logZ - (8 * min(betaJ, 300) + log(20))) < 1e-11)
    }
    #expect(try ring.correlation(distance: 4, betaJ: 0) == 0)
    #expect(try ring.correlation(distance: 10, betaJ: 0) == -1)
  }

  @Test func badInputIsNamed() throws {
    #expect(throws: ExactSolutionError.self) { try RingIsing(spinCount: 2) }
    let ring = try RingIsing(spinCount: 5)
    #expect(throws: ExactSolutionError.self) { try ring.correlation(distance: 6, betaJ: 1) }
    #expect(throws: ExactSolutionError.self) { try ring.logPartitionFunction(betaJ: .nan) }
  }
}
