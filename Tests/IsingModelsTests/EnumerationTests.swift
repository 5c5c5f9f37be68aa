import IsingModels
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
  }
}
