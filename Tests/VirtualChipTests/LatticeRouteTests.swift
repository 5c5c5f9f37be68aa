import ChipPrograms
import ExecutionRecords
import HardwareSpecs
import IsingModels
import IsingTestSupport
import RandomStreams
import SampleStatistics
import Testing
import VirtualChip

/// Two ways to one law: agents with clocks at `event`, counts of ticks at `sampled`. Each is compared with the
/// process itself, and both with each other.
@Suite("Two routes of lattice agents")
struct LatticeRouteTests {
  static let copies = 20_000

  /// Four frustrated spins in fields.
  static func model() throws -> IsingModel {
    try IsingModel(
      spinCount: 4,
      bonds: [
        Bond(0, 1, 1), Bond(1, 2, 0.75), Bond(2, 3, -1), Bond(0, 3, 0.5), Bond(0, 2, -0.25),
      ], fields: [0.3, -0.2, 0, 0.1])
  }

  /// The states of all copies at each `read`, by its place.
  private static func states(_ replica: Session) -> [Int: [Int]] {
    replica.reads.mapValues { spins in
      #expect(spins.count == 4 * copies)
      return stride(from: 0, to: spins.count, by: 4).map { start in
        (0..<4).reduce(0) { $0 | (spins[start + $1] > 0 ? 1 << $1 : 0) }
      }
    }
  }

  private static func verdict(_ states: [Int], _ law: [Double]) throws -> Verdict {
    var counts = [Int](repeating: 0, count: law.count)
    for state in states { counts[state] += 1 }
    return try GoodnessOfFit(counts: counts, probabilities: law).verdict()
  }

  /// All copies start in one state, relax for a while, have β lowered in steps, and relax again: each law on
  /// the way is e^{Qt} of the one before. A clock that is a tenth too slow would be seen.
  @Test("relaxation follows the master equation", arguments: [Fidelity.Word.event, .sampled])
  func dynamics(fidelity: Fidelity.Word) throws {
    let model = try Self.model()
    let start = 0b0110
    // A ramp of one sweep has four steps of β.
    let chip = try LatticeBench.chip { $0.timing.betaSettling_s = 0.24e-9 }
    var program = LatticeBench.copies(of: model, count: Self.copies)
    let held = (0..<(4 * Self.copies)).map { agent in
      Instruction.ClampAgents.State(agent, start >> (agent % 4) & 1 == 1 ? 1 : -1)
    }
    program.operations = [
      .beta(0.9), .clamp(held),
      .release([]), .read(every: .init(0.3, .sweeps), times: 1, agents: []),
      .read(every: .init(0.9, .sweeps), times: 1, agents: []),
      .ramp(from: 0.9, to: 0.1, over: .init(1, .sweeps)),
      .read(every: .init(0.2, .sweeps), times: 1, agents: []),
    ]
    let found = Self.states(try LatticeBench.run(program, on: chip, fidelity: fidelity))
    let cold = try LatticeGenerator(model, beta: 0.9)
    var law = [Double](repeating: 0, count: 16)
    law[start] = 1
    let first = cold.law(from: law, after: 0.3)
    let second = cold.law(from: first, after: 0.9)
    law = second
    for step in 0..<4 {
      law = try LatticeGenerator(model, beta: 0.9 - 0.8 * Double(step) / 3).law(
        from: law, after: 0.25)
    }
    let third = try LatticeGenerator(model, beta: 0.1).law(from: law, after: 0.2)
    for (place, law) in [(3, first), (4, second), (6, third)] {
      let verdict = try Self.verdict(#require(found[place]), law)
      #expect(verdict.passed, "read \(place): \(verdict)")
    }
    let slow = try Self.verdict(#require(found[3]), cold.law(from: Self.at(start), after: 0.27))
    #expect(!slow.passed)
    let ahead = try Self.verdict(
      #require(found[6]), cold.law(from: second, after: 1.2))
    #expect(!ahead.passed)
    // States at two times, of one copy: the second is drawn from e^{Qt} of the first.
    let pairs = zip(try #require(found[3]), try #require(found[4])).map { 16 * $0 + $1 }
    let joint = (0..<16).flatMap { state in
      cold.law(from: Self.at(state), after: 0.9).map { $0 * first[state] }
    }
    let verdict = try Self.verdict(pairs, joint)
    #expect(verdict.passed, "two times: \(verdict)")
  }

  private static func at(_ state: Int) -> [Double] { (0..<16).map { $0 == state ? 1 : 0 } }

  /// Ticks of a time are a Poisson count: Σ (K − m)²/m over 400 of them is χ² of 400 degrees, whose standard
  /// deviation is √800. Flips come at the rate of the stationary law, and each sends its messages; their error
  /// is that of 20 parts of 10 sweeps, which hardly know of each other: five of it are as rare as four of a
  /// normal law (Student's law of 19 degrees).
  @Test("ticks and flips have their laws", arguments: [Fidelity.Word.event, .sampled])
  func counts(fidelity: Fidelity.Word) throws {
    let model = try Self.model()
    var program = LatticeBench.copies(of: model, count: 50)
    program.operations =
      [.beta(0.9), .relax(.init(60, .sweeps))]
      + (0..<400).map { _ in .relax(.init(0.5, .sweeps)) }
    let replica = try LatticeBench.run(program, on: LatticeBench.chip(), fidelity: fidelity)
    let parts = replica.execution.record.instructions.dropFirst(2).map(\.total)
    let mean = 4 * 50 * 0.5
    let spread = parts.reduce(0) { sum, part in
      let excess = Double(part[.agentUpdate, .relaxation]) - mean
      return sum + excess * excess / mean
    }
    #expect(parts.count == 400 && abs(spread - 400) < 4 * 800.0.squareRoot(), "\(spread)")
    let updates = try SampleSummary(parts.map { Double($0[.agentUpdate]) })
    let asStated = compare(
      updates.mean, with: mean, standardError: (mean / 400).squareRoot(), within: 4)
    #expect(asStated.passed, "\(asStated)")
    // Each tick evaluates the couplings of its agent: degrees are 3, 2, 3, 2.
    let bits = Double(try LatticeBench.chip().geometry.couplingBits)
    let evaluations = try SampleSummary(parts.map { Double($0[.couplingEvaluation]) / bits })
    let evaluated = compare(
      evaluations.mean, with: 2.5 * mean, standardError: evaluations.standardError, within: 4)
    #expect(evaluated.passed, "\(evaluated)")
    let stationary = try Enumeration(model).probabilities(beta: 0.9)
    let hops = stride(from: 0, to: 400, by: 20).map { start in
      parts[(parts.startIndex + start)..<(parts.startIndex + start + 20)].reduce(0.0) {
        $0 + Double($1[.flipMessageHop])
      }
    }
    let found = try SampleSummary(hops)
    let expected = try Self.expectedHops(program, model: model, law: stationary) * 10
    let verdict = compare(
      found.mean, with: expected, standardError: found.standardError, within: 5)
    #expect(verdict.passed, "\(verdict)")
  }

  /// Hops a sweep of all copies: each flip of an agent goes to all of its neighbours.
  private static func expectedHops(
    _ program: Program, model: IsingModel, law: [Double]
  ) throws -> Double {
    let agents = try #require(program.agents)
    var distance = [Double](repeating: 0, count: agents.count)
    for bond in agents.couplings {
      let (a, b) = (Int(bond.first), Int(bond.second))
      let hops = Double(
        abs(a / agents.gridColumns - b / agents.gridColumns)
          + abs(a % agents.gridColumns - b % agents.gridColumns))
      distance[a] += hops
      distance[b] += hops
    }
    return (0..<agents.count).reduce(0.0) { sum, agent in
      let spin = agent % 4
      let rate = law.indices.reduce(0.0) {
        let partner = law[$1 ^ 1 << spin]
        return $0 + law[$1] * partner / (law[$1] + partner)
      }
      return sum + rate * distance[agent]
    }
  }

  /// Of one seed, in one program: laws agree, states do not. At β = 0 the states of an agent at the two
  /// fidelities are two fair coins, from the start on.
  @Test("sampled and event agree in law and share no random number") func agreement() throws {
    var coins = Program(name: "coins", agents: .init(count: 40_000))
    coins.operations = [
      .beta(0), .read(every: .init(1e-9, .sweeps), times: 1, agents: []),
      .read(every: .init(5, .sweeps), times: 1, agents: []),
    ]
    let chip = try LatticeBench.chip()
    let (event, sampled) = (
      try LatticeBench.run(coins, on: chip),
      try LatticeBench.run(coins, on: chip, fidelity: .sampled)
    )
    for read in [1, 2] {
      let equal = zip(try #require(event.reads[read]), try #require(sampled.reads[read]))
        .count { $0 == $1 }
      #expect(abs(Double(equal) - 20_000) < 4 * 100, "read \(read): \(equal) of 40000 are equal")
    }

    let part = try Lattice.periodicSquare(rows: 6, columns: 6).model()
    var tori = LatticeBench.copies(of: part, count: 400)
    tori.operations = [
      .beta(0.4), .relax(.init(100, .sweeps)),
      .read(every: .init(10, .sweeps), times: 20, agents: []),
    ]
    func energies(_ fidelity: Fidelity.Word) throws -> SampleSummary {
      let replica = try LatticeBench.run(tori, on: chip, fidelity: fidelity)
      let spins = try #require(replica.reads[2])
      var energies = [Double](repeating: 0, count: 400)
      for start in stride(from: 0, to: spins.count, by: 36) {
        energies[start / 36 % 400] += part.energy(of: Array(spins[start..<(start + 36)])) / 20
      }
      return try SampleSummary(energies)
    }
    let (a, b) = (try energies(.event), try energies(.sampled))
    #expect(a.mean != b.mean)
    let error = (a.standardError * a.standardError + b.standardError * b.standardError)
      .squareRoot()
    let verdict = compare(a.mean, with: b.mean, standardError: error, within: 4)
    #expect(verdict.passed, "\(verdict)")
  }

  @Test("bounds decide as the logistic function itself") func bounds() {
    let bounds = LogisticBounds()
    var stream = RandomStream(StreamKey(seed: 3, purpose: .testInput), site: 0)
    for _ in 0..<200_000 {
      let x = 80 * (stream.uniform() - 0.5)
      let exact = LogisticBounds.logistic(x)
      for u in [stream.uniform(), exact * (1 - 1e-13), exact, min(1, exact * (1 + 1e-13))] {
        #expect(bounds.isBelow(u, at: x) == (u < exact), "\(x), \(u)")
      }
    }
    for x in [-Double.infinity, -1e300, -32, 0, 32, 1e300, .infinity] {
      #expect(bounds.isBelow(0.6, at: x) == (x > 0), "\(x)")
      #expect(bounds.isBelow(0.4, at: x) == (x >= 0), "\(x)")
    }
    #expect(!bounds.isBelow(1e-300, at: .nan))
  }
}
