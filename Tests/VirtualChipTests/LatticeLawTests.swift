import ChipPrograms
import HardwareSpecs
import IsingModels
import IsingTestSupport
import RandomStreams
import SampleStatistics
import Testing
import VirtualChip

/// What lattice agents draw, against all states.
@Suite("Law of lattice agents")
struct LatticeLawTests {
  /// A frustrated graph of ten spins with fields.
  static func model() throws -> IsingModel {
    var stream = RandomStream(StreamKey(seed: 11, purpose: .testInput), site: 0)
    var bonds: [Bond] = []
    for i in 0..<10 {
      for step in [1, 3, 4] where i + step < 10 || step == 1 {
        bonds.append(Bond(i, (i + step) % 10, Double(Int(stream.integer(below: 7)) - 3) / 4))
      }
    }
    return try IsingModel(
      spinCount: 10, bonds: bonds, fields: (0..<10).map { 0.1 * Double($0 % 3) - 0.1 })
  }

  /// χ² of all states over many copies, each read once after a long relaxation.
  static func verdict(
    _ model: IsingModel, beta: Double, exact: IsingModel? = nil, fidelity: Fidelity.Word = .event,
    chip: ChipSpec, prefix: [any Instruction.Operation] = []
  ) throws -> Verdict {
    let copies = 3000
    var program = LatticeBench.copies(of: model, count: copies)
    program.operations =
      prefix + [
        .beta(beta), .relax(.init(60, .sweeps)),
        .read(every: .init(20, .sweeps), times: 8, agents: []),
      ]
    let replica = try LatticeBench.run(program, on: chip, fidelity: fidelity)
    let spins = try #require(replica.reads[program.instructions.count - 1])
    let size = model.spinCount
    var counts = [Int](repeating: 0, count: 1 << size)
    for start in stride(from: 0, to: spins.count, by: size) {
      counts[Enumeration.state(of: Array(spins[start..<(start + size)]))] += 1
    }
    return try GoodnessOfFit(
      counts: counts, probabilities: try Enumeration(exact ?? model).probabilities(beta: beta)
    ).verdict()
  }

  @Test(arguments: [Fidelity.Word.event, .sampled])
  func boltzmann(fidelity: Fidelity.Word) throws {
    let verdict = try Self.verdict(
      Self.model(), beta: 0.7, fidelity: fidelity, chip: LatticeBench.chip())
    #expect(verdict.passed, "\(verdict)")
  }

  @Test("clocks of different rates keep the law") func rates() throws {
    let chip = try LatticeBench.chip { $0.devices.rateVariation = 0.8 }
    let verdict = try Self.verdict(Self.model(), beta: 0.7, chip: chip)
    #expect(verdict.passed, "\(verdict)")
  }

  @Test(
    "few bits of couplings: the law is that of the stored codes",
    arguments: [Fidelity.Word.event, .sampled])
  func quantised(fidelity: Fidelity.Word) throws {
    let chip = try LatticeBench.chip { $0.geometry.couplingBits = 2 }
    let model = try Self.model()
    let machine = try VirtualChip(
      program: LatticeBench.copies(of: model, count: 1), chip: chip)
    let stored = try #require(machine.storedModel)
    #expect(!machine.storesExactly)
    #expect(Set(stored.bonds.map { abs($0.coupling) }).subtracting([0]).count == 1)
    let verdict = try Self.verdict(
      model, beta: 0.7, exact: stored, fidelity: fidelity, chip: chip)
    #expect(verdict.passed, "\(verdict)")
    let wrong = try Self.verdict(model, beta: 0.7, fidelity: fidelity, chip: chip)
    #expect(!wrong.passed)
  }

  @Test("couplings that vary: the law is that of this die's couplings") func variation() throws {
    let chip = try LatticeBench.chip { $0.devices.couplingVariation = 0.3 }
    let model = try Self.model()
    // One copy: each cell of a die has its own factor. Both ends of a bond see the same.
    var program = LatticeBench.copies(of: model, count: 1)
    program.operations = [
      .beta(0.7), .relax(.init(60, .sweeps)),
      .read(every: .init(15, .sweeps), times: 20_000, agents: []),
    ]
    for die in [UInt32(0), 3] {
      let replica = try LatticeBench.run(program, on: chip, die: die)
      let spins = try #require(replica.reads[2])
      var counts = [Int](repeating: 0, count: 1 << 10)
      for start in stride(from: 0, to: spins.count, by: 10) {
        counts[Enumeration.state(of: Array(spins[start..<(start + 10)]))] += 1
      }
      let factors = Die(devices: chip.devices, seed: 7, number: die)
        .couplings(ofArray: 0, count: model.bonds.count)
      #expect(Set(factors).count == model.bonds.count)
      let varied = try IsingModel(
        spinCount: 10,
        bonds: zip(model.bonds, factors).map {
          Bond(Int($0.first), Int($0.second), $0.coupling * Double($1))
        }, fields: model.fields)
      func verdict(_ model: IsingModel) throws -> Verdict {
        try GoodnessOfFit(
          counts: counts, probabilities: try Enumeration(model).probabilities(beta: 0.7)
        ).verdict()
      }
      let found = try verdict(varied)
      #expect(found.passed, "\(found)")
      #expect(try !verdict(model).passed)
    }
  }

  @Test("retention slows the process and keeps its law") func retention() throws {
    let chip = try LatticeBench.chip { $0.devices.retention_s = 2e-9 }
    let verdict = try Self.verdict(Self.model(), beta: 0.5, chip: chip)
    #expect(verdict.passed, "\(verdict)")
  }

  /// A draw is new where a clock of rate 1/τ rang since the last tick. With τ = 2 sweeps the time between
  /// new draws is the sum of two exponential times of means 2 and 1, and the chance that a sweep has none
  /// is ⅓ ∫₁ (2 e^{−u/2} − e^{−u}) du = (4 e^{−½} − e^{−1})/3.
  @Test func retentionRate() throws {
    let chip = try LatticeBench.chip { $0.devices.retention_s = 2e-9 }
    var program = Program(name: "free", agents: .init(count: 20_000))
    program.operations = [
      .relax(.init(30, .sweeps)), .read(every: .init(1, .sweeps), times: 41, agents: []),
    ]
    let replica = try LatticeBench.run(program, on: chip)
    let spins = try #require(replica.reads[1])
    let products = (0..<20_000).map { agent in
      (0..<40).reduce(0.0) { sum, time in
        let (a, b) = (spins[20_000 * time + agent], spins[20_000 * (time + 1) + agent])
        return sum + Double(a * b) / 40
      }
    }
    let found = try SampleSummary(products)
    let exact = (4 * DeterministicFunctions.exp(-0.5) - DeterministicFunctions.exp(-1)) / 3
    let verdict = compare(found.mean, with: exact, standardError: found.standardError, within: 4)
    #expect(verdict.passed, "\(verdict)")
  }

  @Test("offsets, temperature, noise, drift, converter and stuck agents act as stated")
  func devices() throws {
    // One agent a copy: P(+1) = σ(2x) is the whole law.
    func mean(
      _ fidelity: Fidelity.Word = .event, _ change: (inout ChipDevices) -> Void
    ) throws -> SampleSummary {
      var program = LatticeBench.copies(
        of: try IsingModel(spinCount: 1, bonds: [], fields: [0.5]), count: 20_000)
      program.operations = [
        .beta(1), .relax(.init(20, .sweeps)),
        .read(every: .init(10, .sweeps), times: 10, agents: []),
      ]
      let chip = try LatticeBench.chip { change(&$0.devices) }
      return try LatticeBench.means(
        LatticeBench.run(program, on: chip, fidelity: fidelity), size: 1
      ) { $0 == 1 ? 1 : -1 }
    }
    func tanh(_ x: Double) -> Double {
      let e = DeterministicFunctions.exp(2 * x)
      return (e - 1) / (e + 1)
    }
    /// E tanh(0.5 + σ ξ) by the trapezoidal rule.
    func blurred(_ sigma: Double) -> Double {
      let steps = (-400...400).map { Double($0) / 50 }
      let weights = steps.map { DeterministicFunctions.exp(-$0 * $0 / 2) }
      return zip(steps, weights).reduce(0) { $0 + $1.1 * tanh(0.5 + sigma * $1.0) }
        / weights.reduce(0, +)
    }
    func check(_ found: SampleSummary, _ value: Double, _ what: String) {
      let verdict = compare(
        found.mean, with: value, standardError: found.standardError, within: 4)
      #expect(verdict.passed, "\(what): \(verdict)")
    }
    check(try mean { _ in }, tanh(0.5), "ideal")
    check(try mean { $0.offsetVariation = 0.7 }, blurred(0.7), "offsets")
    check(try mean { $0.fieldNoise = 0.7 }, blurred(0.7), "noise")
    check(try mean { $0.stuckFraction = 0.3 }, 0.7 * tanh(0.5), "stuck")
    // Codes of three bits reach from −3 to 3: of a range of 2.4, 0.5 becomes 1 · 0.8.
    for fidelity in [Fidelity.Word.event, .sampled] {
      check(
        try mean(fidelity) {
          $0.fieldBits = 3
          $0.fieldRange = 2.4
        }, tanh(0.8), "converter, \(fidelity)")
    }
    // β grows by a hundredth each ns; a state read is a sweep of 1 ns old.
    check(
      try mean { $0.drift_perSecond = 1e7 },
      (1...10).reduce(0) { $0 + tanh(0.5 * (1 + 0.01 * (20 + 10 * Double($1) - 1))) } / 10, "drift")
    let machine = Die(
      devices: {
        var devices = ChipDevices()
        devices.temperatureError = 0.2
        return devices
      }(), seed: 7, number: 0)
    check(
      try mean { $0.temperatureError = 0.2 }, tanh(0.5 * machine.temperatureFactor), "temperature")
    #expect(abs(machine.temperatureFactor - 1) > 0.01)
  }

  @Test(
    "held agents act as fields, and free ones relax again",
    arguments: [Fidelity.Word.event, .sampled])
  func clamps(fidelity: Fidelity.Word) throws {
    let model = try Self.model()
    var program = LatticeBench.copies(of: model, count: 2000)
    program.operations = [
      .beta(0.7),
      .clamp((0..<2000).flatMap { [.init(10 * $0, 1), .init(10 * $0 + 3, -1)] }),
      .relax(.init(60, .sweeps)), .read(every: .init(20, .sweeps), times: 10, agents: []),
    ]
    let replica = try LatticeBench.run(program, on: LatticeBench.chip(), fidelity: fidelity)
    var held = [Int8](repeating: 0, count: 10)
    (held[0], held[3]) = (1, -1)
    let law = try ConditionalModel(model, held: held)
    let free = try #require(law.model)
    let probabilities = try Enumeration(free).probabilities(beta: 0.7)
    for (k, agent) in law.free.enumerated() {
      let exact = probabilities.indices.reduce(0.0) {
        $0 + probabilities[$1] * ($1 >> k & 1 == 1 ? 1 : -1)
      }
      let found = try LatticeBench.means(replica, size: 10) { $0 >> agent & 1 == 1 ? 1 : -1 }
      let verdict = compare(found.mean, with: exact, standardError: found.standardError, within: 4)
      #expect(verdict.passed, "agent \(agent): \(verdict)")
    }
    let at0 = try LatticeBench.means(replica, size: 10) { $0 & 1 == 1 ? 1 : -1 }
    #expect(at0.mean == 1)
  }
}
