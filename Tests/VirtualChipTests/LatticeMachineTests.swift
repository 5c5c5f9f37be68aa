import ChipPrograms
import ExecutionRecords
import Foundation
import HardwareSpecs
import IsingModels
import SampleStatistics
import IsingTestSupport
import Testing
import VirtualChip

/// Counts, times, limits and states of lattice machines.
@Suite("Lattice machine")
struct LatticeMachineTests {
  /// Four agents in a row of a 2 × 2 grid: 0–1 and 2–3 are one hop apart, 1–2 two.
  static func row(_ operations: [any Instruction.Operation]) -> Program {
    Program(
      name: "row",
      agents: .init(
        count: 4, couplings: [Bond(0, 1, 1), Bond(1, 2, -0.5), Bond(2, 3, 1)],
        fields: [.init(0, 0.25), .init(3, 0)]), operations)
  }

  @Test("set-up writes each coupling once, and a field converter where there is a field")
  func start() throws {
    let chip = try LatticeBench.chip {
      $0.geometry.couplingBits = 6
      $0.timing.couplingRowCycles = 7
      $0.memory.host_bitsPerSecond = 1e9
    }
    let record = try VirtualChip(program: Self.row([]), chip: chip).start()
    #expect(record.total[.couplingWrite, .deterministic] == 18)
    #expect(record.total[.hostTransferBit] == 18)
    #expect(record.total[.dacSet] == 1)
    // 18 bits at 1 bit a cycle take longer than two rows of 7 cycles.
    #expect(record.timeline.totalCycles == 18)
  }

  @Test("times: asynchronous durations are rounded up and synchronised") func times() throws {
    let chip = try LatticeBench.chip {
      $0.timing.betaSettling_s = 9.5e-9
      $0.geometry.digitalLanes = 2
    }
    let program = Self.row([
      .beta(1), .clamp([.init(0, 1), .init(1, 1), .init(2, 1)]), .relax(.init(20.5, .sweeps)),
      .release([]), .read(every: .init(2, .nanoseconds), times: 5, agents: [0]), .barrier,
      .ramp(from: 1, to: 2, over: .init(100, .nanoseconds)),
    ])
    let replica = try LatticeBench.run(program, on: chip)
    #expect(replica.execution.record.timeline.spans.map(\.cycles) == [12, 4, 23, 4, 12, 2, 102])
    let counts = replica.execution.record.instructions.map(\.total)
    #expect(counts[0][.dacSet] == 1)
    #expect(counts[1][.clampWrite] == 3)
    #expect(counts[3][.clampWrite] == 3)
    #expect(counts[4][.agentRead] == 5 && counts[4][.hostTransferBit] == 5)
    #expect(counts[6][.dacSet] == 10)
    #expect(replica.reads[4]?.count == 5)
    // Only agent 3 is free while three are held, and no neighbour of it is: class S.
    #expect(counts[2][.agentUpdate, .relaxation] == 0)
    #expect(counts[2][.agentUpdate, .sampling] > 0)
    #expect(counts[2][.flipMessageHop] == 0)
    let bits = UInt64(chip.geometry.couplingBits)
    #expect(counts[2][.couplingEvaluation] == counts[2][.agentUpdate] * bits)
    #expect(counts[4][.agentUpdate, .sampling] == 0)
  }

  /// Of what is under way only reads count, with the time of those that were made.
  @Test func aSessionThatEndsEarly() throws {
    let chip = try LatticeBench.chip()
    let program = Self.row([
      .relax(.init(10, .sweeps)), .read(every: .init(1e6, .sweeps), times: 5, agents: [0, 1]),
      .relax(.init(1e7, .sweeps)),
    ])
    let settings = RunSettings(fidelity: .event(die: 0), seed: 7)
    func session(after isReached: (Session) -> Bool) throws -> Session {
      let session = try VirtualChip(program: program, chip: chip).session(settings)
      while !isReached(session) { session.step() }
      session.end()
      #expect(session.isFinished)
      return session
    }
    let whole = try LatticeBench.run(program, on: chip).execution.record
    let reading = try session { ($0.reads[1]?.count ?? 0) == 4 }.execution.record
    #expect(reading.timeline.spans[0] == whole.timeline.spans[0])
    let cycles = reading.timeline.spans[1].cycles
    #expect(abs(Double(cycles) / Double(whole.timeline.spans[1].cycles) - 0.4) < 1e-3)
    #expect(reading.timeline.spans.count == 2)
    #expect(reading.instructions[1].total[.agentRead] == 4)
    // A second wait that was begun leaves nothing.
    var steps = 0
    let waiting = try session {
      if $0.next == 2 { steps += 1 }
      return steps == 3
    }.execution.record
    #expect(Array(waiting.timeline.spans) == Array(whole.timeline.spans.prefix(2)))
    #expect(waiting.instructions[2].total == ActionCounts())
  }

  /// At β = 0 half of all ticks flip, and each agent's flips go to its neighbours alone.
  @Test func hops() throws {
    let replica = try LatticeBench.run(
      Self.row([.beta(0), .relax(.init(100_000, .sweeps))]), on: LatticeBench.chip())
    let counts = replica.execution.record.total
    // Flips of agents 0 to 3 travel 1, 3, 3 and 1 hops; degrees are 1, 2, 2, 1.
    let updates = Double(counts[.agentUpdate, .relaxation])
    #expect(abs(updates - 4e5) < 5 * 4e5.squareRoot())
    #expect(abs(Double(counts[.flipMessageHop]) / updates - 1) < 0.02)
    #expect(abs(Double(counts[.couplingEvaluation]) / updates / 12 - 1.5) < 0.01)
    #expect(replica.events.draws == counts[.agentUpdate])
    #expect(abs(Double(replica.events.messages) / updates - 0.75) < 0.02)
  }

  @Test("what does not fit is refused with the limit") func limits() throws {
    func reason(
      _ program: Program, fidelity: Fidelity.Word = .event,
      _ change: (inout ChipSpec) -> Void
    ) throws -> String {
      let chip = try LatticeBench.chip(change)
      do {
        _ = try VirtualChip(program: program, chip: chip).session(
          RunSettings(fidelity: fidelity.fidelity()))
        return "taken"
      } catch { return error.description }
    }
    #expect(
      try reason(Self.row([])) { $0.geometry.latticeAgents = 3 }
        .contains("needs 4 lattice agents, ceas-ising-5w has 3 (geometry.lattice_agents)"))
    #expect(
      try reason(Self.row([])) { $0.geometry.maximumFanIn = 1 }
        .contains("agent 1 has 2 couplings, an agent of ceas-ising-5w at most 1"))
    let large = Program(
      name: "large", agents: .init(count: 21), [.relax(.init(1, .sweeps))])
    #expect(
      try reason(large, fidelity: .expectation) { _ in }.contains("21 free agents"))
    #expect(
      try reason(Self.row([]), fidelity: .expectation) { $0.devices.fieldBits = 4 }
        .contains("field converter"))
  }

  @Test(
    "expectation counts what draws count on average",
    arguments: [Fidelity.Word.event, .sampled])
  func expectation(fidelity: Fidelity.Word) throws {
    let program = Self.row([.beta(0.6), .relax(.init(200_000, .sweeps))])
    let mean = try LatticeBench.run(program, on: LatticeBench.chip(), fidelity: .expectation)
    let drawn = try LatticeBench.run(program, on: LatticeBench.chip(), fidelity: fidelity)
    #expect(mean.execution.record.timeline == drawn.execution.record.timeline)
    for action in [Action.agentUpdate, .couplingEvaluation, .flipMessageHop] {
      let (a, b) = (
        Double(mean.execution.record.total[action]), Double(drawn.execution.record.total[action])
      )
      #expect(abs(a / b - 1) < 0.01, "\(action): \(a), \(b)")
    }
  }

  /// A figure of each device key that differs from the default; that of the table is made by the test,
  /// with all blocks.
  static let devices = [
    "retention": "1 ns", "field_noise": "0.2", "offset_variation": "0.3", "rate_variation": "0.3",
    "coupling_variation": "0.1", "temperature_error": "0.2", "drift": "-9 kHz",
    "gain_variation": "0.2", "slope_variation": "0.1", "stuck_fraction": "0.1",
    "converter_noise": "1", "converter_full_scale": "64",
    "coupling_delay": "1 ns", "delay_law": "exponential", "field_bits": "4", "field_range": "2",
    "table": "", "table_gain": "0.7",
  ]

  static let measured = """
    field,probability
    -3,0.01
    0,0.45
    3,0.99
    field,retention_s
    -2,0
    2,2e-9
    time_s,offset
    0,0
    1e-7,0.3

    """

  @Test("every device key is tried") func everyKey() {
    #expect(
      ChipKey.all.filter { $0.section == "devices" }.map(\.name).sorted()
        == Self.devices.keys.sorted())
  }

  /// The default chip with one device key that differs.
  static func chip(with key: String) throws -> ChipSpec {
    try withTemporaryFolder { folder in
      let table = folder.appendingPathComponent("device.csv")
      try Data(Self.measured.utf8).write(to: table)
      let value = try key == "table" ? table.path : #require(Self.devices[key])
      let text = try SpecLibrary.newChip(
        name: "device", from: SpecLibrary.defaultChip,
        changes: ["devices.\(key)": #require(SpecChange(value))], file: "device.yaml")
      return try SpecLibrary.chip(yaml: Array(text.utf8), file: "device.yaml")
    }
  }

  @Test(
    "a replica with any device is taken up again after any step and ends with the same bits",
    arguments: devices.keys.sorted(), [Fidelity.Word.event, .sampled])
  func resumedDevice(_ key: String, fidelity: Fidelity.Word) throws {
    let chip = try Self.chip(with: key)
    #expect(chip.devices != ChipDevices())
    let torus = try Lattice.periodicSquare(rows: 4, columns: 4).model()
    var program = LatticeBench.copies(of: torus, count: 2)
    program.operations = [
      .ramp(from: 0.1, to: 0.4, over: .init(20, .sweeps)), .clamp([.init(3, 1)]),
      .relax(.init(200, .sweeps)), .read(every: .init(4, .sweeps), times: 20, agents: []),
    ]
    let machine = try VirtualChip(program: program, chip: chip)
    let settings = RunSettings(fidelity: fidelity.fidelity(), seed: 3)
    let whole = try machine.session(settings, replica: 2)
    while !whole.isFinished { whole.step() }
    var part = try machine.session(settings, replica: 2)
    while !part.isFinished {
      part.step()
      part = try machine.session(settings, resuming: part.stateBytes)
    }
    #expect(part.reads == whole.reads)
    #expect(part.execution.record == whole.execution.record)
    #expect(part.stateBytes == whole.stateBytes)
  }

  @Test(
    "a replica that is stopped after any step and taken up again ends with the same bits",
    arguments: ["ideal", "fixed", "exponential", "devices"], [Fidelity.Word.event, .sampled])
  func resumed(_ kind: String, fidelity: Fidelity.Word) throws {
    let chip = try LatticeBench.chip {
      switch kind {
      case "fixed": $0.devices.couplingDelay_s = 1e-9
      case "exponential":
        $0.devices.couplingDelay_s = 1e-9
        $0.devices.delayLaw = .exponential
      case "devices":
        $0.devices.retention_s = 1e-9
        $0.devices.fieldNoise = 0.2
        $0.devices.rateVariation = 0.3
      default: break
      }
    }
    let torus = try Lattice.periodicSquare(rows: 8, columns: 8).model()
    var program = LatticeBench.copies(of: torus, count: 4)
    program.operations = [
      .ramp(from: 0.1, to: 0.4, over: .init(50, .sweeps)), .clamp([.init(3, 1)]),
      .relax(.init(5000, .sweeps)), .read(every: .init(4, .sweeps), times: 800, agents: []),
      .release([3]), .read(every: .init(1, .sweeps), times: 10, agents: [3, 4]),
    ]
    let machine = try VirtualChip(program: program, chip: chip)
    let settings = RunSettings(fidelity: fidelity.fidelity(), seed: 3)
    let whole = try machine.session(settings, replica: 2)
    while !whole.isFinished { whole.step() }
    var part = try machine.session(settings, replica: 2)
    var steps = 0
    while !part.isFinished {
      part.step()
      steps += 1
      part = try machine.session(settings, resuming: part.stateBytes)
    }
    #expect(steps > 6)
    #expect(part.reads == whole.reads)
    #expect(part.execution.record == whole.execution.record)
    #expect(part.events == whole.events)
    #expect(part.stateBytes == whole.stateBytes)
    var damaged = part.stateBytes
    damaged.removeLast()
    #expect(throws: MachineError.unusableCheckpoint(reason: "found a damaged state")) {
      try machine.session(settings, resuming: damaged)
    }
  }

  /// Figures for the documentation.
  @Test(.enabled(if: SlowTests.areEnabled)) func speed() throws {
    let model = try Lattice.periodicSquare(rows: 256, columns: 256).model()
    for (name, delay, law) in [
      ("no delay", 0, ChipDevices.DelayLaw.fixed), ("fixed", 0.1, .fixed),
      ("exponential", 0.1, .exponential),
    ] {
      let chip = try LatticeBench.chip {
        $0.devices.couplingDelay_s = delay * 1e-9
        $0.devices.delayLaw = law
      }
      var program = LatticeBench.copies(of: model, count: 1)
      program.operations = [.beta(0.4), .relax(.init(1000, .sweeps))]
      // The processor's time: other processes do not count.
      let start = clock()
      let replica = try LatticeBench.run(program, on: chip)
      let seconds = Double(clock() - start) / 1e6
      let (events, ticks) = (replica.events.total, replica.events.draws)
      print(
        "\(name): \(Double(events) / seconds / 1e6) M events/s, \(Double(ticks) / seconds / 1e6) M ticks/s"
      )
      #expect(Double(events) / seconds > 5e6)
    }
  }
}
