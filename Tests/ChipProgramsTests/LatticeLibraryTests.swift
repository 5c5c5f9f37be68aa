import ChipPrograms
import Foundation
import IsingModels
import Testing

/// The built-in lattice programs against what they are meant to be, by all of their states.
@Suite("Built-in lattice programs")
struct LatticeLibraryTests {
  /// The law of a program's free agents while others are held.
  static func law(
    _ program: Program, beta: Double, held: [Instruction.ClampAgents.State] = []
  ) throws -> (states: [[Int8]], probabilities: [Double], energies: [Double]) {
    let agents = try #require(program.agents)
    var states = [Int8](repeating: 0, count: agents.count)
    for clamp in held { states[clamp.agent] = clamp.state }
    let law = try ConditionalModel(agents.model(), held: states)
    let enumeration = try Enumeration(#require(law.model))
    let all = enumeration.energies.indices.map { state -> [Int8] in
      var whole = states
      for (k, agent) in law.free.enumerated() { whole[agent] = state >> k & 1 == 1 ? 1 : -1 }
      return whole
    }
    return (
      all, enumeration.probabilities(beta: beta), enumeration.energies.map { $0 + law.offset }
    )
  }

  @Test("all of them print as text that reads back to themselves")
  func texts() throws {
    for entry in LatticeLibrary.entries {
      let program = try LatticeLibrary.program(entry.name)
      #expect(program.name == entry.name)
      #expect(try Listing.program(Listing.text(of: program), file: entry.name) == program)
      #expect(program.faults().isEmpty)
      _ = try #require(program.agents).model()
    }
  }

  @Test("wrong names, parameters and values are refused") func refusals() {
    func message(_ name: String, _ settings: [String: Double] = [:]) -> String {
      do {
        _ = try LatticeLibrary.program(name, settings)
        return "taken"
      } catch { return error.description }
    }
    #expect(message("gate").hasPrefix("found the program `gate`, expected a file or one of and-"))
    #expect(message("and-gate", ["size": 3]).contains("expected one of reads, beta"))
    #expect(message("torus", ["size": 2.5]).contains("size: found 2.5, expected a whole number"))
    #expect(message("mobius-ladder", ["size": 9]).contains("expected an even number"))
    #expect(message("factoriser", ["product": 64]).contains("at most 5 bits"))
  }

  @Test("states of lowest energy of the multiplier are its products, and no others")
  func multiplier() throws {
    for (m, n) in [(2, 2), (2, 3)] {
      let program = try LatticeLibrary.program(
        "factoriser", ["product": 1, "p-bits": Double(m), "q-bits": Double(n)])
      let outputs = try #require(program.instructions[0].operation as? Instruction.ClampAgents)
      let (states, _, energies) = try Self.law(program, beta: 1)
      let ground = try #require(energies.min())
      var found: Set<[Int]> = []
      for (state, energy) in zip(states, energies) where energy < ground + 1e-9 {
        func number(_ agents: [Int]) -> Int {
          agents.enumerated().reduce(0) { $0 + (state[$1.element] > 0 ? 1 << $1.offset : 0) }
        }
        let (p, q) = (number(Array(0..<m)), number(Array(m..<(m + n))))
        #expect(number(outputs.states.map(\.agent)) == p * q)
        found.insert([p, q])
      }
      #expect(found.count == 1 << (m + n))
      #expect(energies.filter { $0 > ground + 1e-9 }.min() ?? 0 >= ground + 4 - 1e-9)
    }
  }

  @Test("where one pattern agent is up, P(z | s) is softmax of β ξ·s") func softmax() throws {
    let program = try LatticeLibrary.program("associative-memory")
    let clamps = program.instructions.compactMap {
      ($0.operation as? Instruction.ClampAgents)?.states
    }
    let couplings = try #require(program.agents).couplings
    let probe = try #require(clamps.last)
    #expect(probe.count == 12)
    let (states, probabilities, _) = try Self.law(program, beta: 0.3, held: probe)
    let oneUp = zip(states, probabilities).filter { $0.0[12...].count { $0 > 0 } == 1 }
    let sum = oneUp.reduce(0) { $0 + $1.1 }
    #expect(sum > 0.5)
    // ξ_i is the sign of the coupling of s_i and z_μ.
    let scores = (0..<3).map { mu in
      couplings.filter { $0.second == 12 + mu && $0.first < 12 }
        .reduce(0.0) { $0 + 2 * $1.coupling * Double(probe[Int($1.first)].state) }
    }
    let weights = scores.map { exp(0.3 * $0) }
    for mu in 0..<3 {
      let found = oneUp.filter { $0.0[12 + mu] > 0 }.reduce(0) { $0 + $1.1 } / sum
      #expect(abs(found - weights[mu] / weights.reduce(0, +)) < 1e-12)
    }
  }

  @Test("decisions without couplings are sigmoids of their scores") func sigmoid() throws {
    let program = try LatticeLibrary.program("coupled-attention", ["coupling": 0])
    let free = try #require(program.agents)
    #expect(free.couplings.isEmpty)
    let coupled = try LatticeLibrary.program("coupled-attention")
    let (states, probabilities, _) = try Self.law(program, beta: 1)
    let (others, law, _) = try Self.law(coupled, beta: 1)
    var differences = 0.0
    for agent in 0..<8 {
      // P(n = 1) = σ(b) with b = 2 h.
      let score = 2 * (free.fields.first { $0.agent == agent }?.value ?? 0)
      let found = zip(states, probabilities).reduce(0) { $0 + ($1.0[agent] > 0 ? $1.1 : 0) }
      #expect(abs(found - 1 / (1 + exp(-score))) < 1e-12)
      let together = zip(others, law).reduce(0) { $0 + ($1.0[agent] > 0 ? $1.1 : 0) }
      differences += abs(together - found)
    }
    #expect(differences > 0.1)
  }

  @Test("the Boltzmann machine has learnt: bars and stripes take most of its law")
  func learning() throws {
    func share(_ steps: Double) throws -> Double {
      let program = try LatticeLibrary.program("rbm", ["steps": steps])
      guard case .share(let pictures) = program.agents?.observables[0].kind else { return 0 }
      #expect(pictures.count == 14)
      let known = Set(pictures)
      let (states, probabilities, _) = try Self.law(program, beta: 1)
      return zip(states, probabilities).reduce(0) {
        $0 + (known.contains(Array($1.0[..<9])) ? $1.1 : 0)
      }
    }
    #expect(try share(0) < 0.15)
    #expect(try share(600) > 0.6)
  }

  @Test("Möbius ladder: ground energy −20, cut 22; ring: the closed formula") func mobius() throws {
    let ladder = try Enumeration(#require(LatticeLibrary.program("mobius-ladder").agents).model())
    #expect(ladder.groundEnergy == -20)
    #expect(ladder.maximumCut == 22)
    #expect(ladder.groundDegeneracy == 16)
    let program = try LatticeLibrary.program("mobius-ring")
    let observables = try #require(program.agents).observables
    let (states, probabilities, _) = try Self.law(program, beta: 1)
    let t = tanh(1.0)
    for (r, observable) in observables.enumerated().map({ ($0.offset + 1, $0.element) }) {
      let found = zip(states, probabilities).reduce(0.0) { sum, entry in
        sum + entry.1 * observable.value { entry.0[$0] }
      }
      let exact = (pow(t, Double(r)) - pow(t, Double(12 - r))) / (1 - pow(t, 12))
      #expect(abs(found - exact) < 1e-12)
    }
  }
}
