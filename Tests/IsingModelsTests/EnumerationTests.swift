import Foundation
import IsingModels
import RandomStreams
import Testing

@Suite struct EnumerationTests {
  @Test func twoSpins() throws {
    let model = try IsingModel(spinCount: 2, bonds: [Bond(0, 1, 0.7)], fields: [0.3, -0.2])
    let exact = try Enumeration(model)
    #expect(exact.energies.count == 4)
    for state in 0..<4 {
      let spins = Enumeration.spins(of: state, count: 2)
      #expect(abs(exact.energies[state] - model.energy(of: spins)) < 1e-12)
      #expect(Enumeration.state(of: spins) == state)
    }
    #expect(exact.maximumCut == nil)
  }

  @Test func oneSpin() throws {
    let exact = try Enumeration(IsingModel(spinCount: 1, bonds: [], fields: [0.5]))
    #expect(exact.energies == [0.5, -0.5])
    #expect(exact.groundStates == [1])
    #expect(exact.gap == 1)
    #expect(try Enumeration(IsingModel(spinCount: 3, bonds: [])).gap == nil)
  }

  /// The slow twin: each state's energy from its own sum.
  @Test(arguments: [1, 2, 7, 14]) func energiesAreThoseOfTheModel(spins count: Int) throws {
    let lattice =
      count == 1 ? nil : try Lattice(LatticeDescription(.complete, sizes: [count]))
    let model =
      try lattice?.model(
        couplings: .gaussian(mean: 0.2, deviation: 1), fields: .gaussian(mean: 0, deviation: 1),
        seed: 3) ?? IsingModel(spinCount: 1, bonds: [], fields: [-0.25])
    let exact = try Enumeration(model)
    let worst = exact.energies.indices.map { state in
      abs(exact.energies[state] - model.energy(of: Enumeration.spins(of: state, count: count)))
    }.max()
    #expect(exact.energies.count == 1 << count)
    #expect(try #require(worst) < 1e-12)
  }

  @Test func energiesOfTwentyTwoSpinsDoNotDrift() throws {
    let lattice = try Lattice(LatticeDescription(.complete, sizes: [22]))
    let model = try lattice.model(couplings: .gaussian(mean: 0, deviation: 1), seed: 1)
    let exact = try Enumeration(model)
    for state in stride(from: 0, to: exact.energies.count, by: 4099) {
      let direct = model.energy(of: Enumeration.spins(of: state, count: 22))
      #expect(abs(exact.energies[state] - direct) < 1e-11)
    }
  }

  @Test func tooManySpins() throws {
    let model = try IsingModel(spinCount: 25, bonds: [])
    #expect(throws: ModelError.spinCount(25)) { try Enumeration(model) }
  }

  @Test func levelsMergeWhatDiffersInTheLastBits() throws {
    // Fields 0.1, 0.2, 0.3: states with E = 0 in exact arithmetic differ by 5·10⁻¹⁷ here.
    let model = try IsingModel(spinCount: 3, bonds: [], fields: [0.1, 0.2, 0.3])
    let exact = try Enumeration(model)
    #expect(exact.levels().map(\.degeneracy) == [1, 1, 1, 2, 1, 1, 1])
    let many = try Lattice(LatticeDescription(.complete, sizes: [14]))
      .model(couplings: .gaussian(mean: 0, deviation: 1), seed: 5)
    let levels = try Enumeration(many).levels()
    #expect(levels.count == 1 << 13)
    #expect(levels.allSatisfy { $0.degeneracy == 2 })
    #expect(zip(levels, levels.dropFirst()).allSatisfy { $0.energy < $1.energy })
  }

  @Test func averagesAreMeansOverStates() throws {
    let model = try Lattice(LatticeDescription(.kagome, sizes: [2, 2])).model(
      couplings: .gaussian(mean: 0, deviation: 1), fields: .uniform(0.3), seed: 2)
    let exact = try Enumeration(model)
    func m(_ state: Int) -> Double { Double(2 * state.nonzeroBitCount - 12) / 12 }
    for beta in [-0.7, 0, 0.4, 40.0] {
      let averages = exact.averages(beta: beta)
      let energy = exact.meanEnergy(beta: beta)
      #expect(abs(averages.logPartitionFunction - exact.logPartitionFunction(beta: beta)) < 1e-10)
      #expect(abs(averages.energy - energy) < 1e-10)
      let variance = exact.mean(beta: beta) { pow(exact.energies[$0] - energy, 2) }
      #expect(abs(averages.energyVariance - variance) < 1e-9)
      #expect(abs(averages.magnetisation - exact.mean(beta: beta, m)) < 1e-12)
      #expect(abs(averages.absoluteMagnetisation - exact.mean(beta: beta) { abs(m($0)) }) < 1e-12)
      #expect(abs(averages.squaredMagnetisation - exact.mean(beta: beta) { pow(m($0), 2) }) < 1e-12)
      #expect(abs(averages.fourthMagnetisation - exact.mean(beta: beta) { pow(m($0), 4) }) < 1e-12)
      let entropy = exact.probabilities(beta: beta).reduce(0) { $0 - ($1 > 0 ? $1 * log($1) : 0) }
      #expect(abs(averages.entropy - entropy) < 1e-9)
      #expect(averages.heatCapacity == beta * beta * averages.energyVariance)
    }
  }
}
