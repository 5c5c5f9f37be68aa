import ChipPrograms
import ExecutionRecords
import HardwareSpecs

/// A text on its way through the machine at fidelity `event`: nothing is scheduled, it only executes.
///
/// Between two barriers the rows of all tokens are on their way at once, as `EventGroup` simulates;
/// at a barrier no event is in flight and the state is the values, the records and the time.
final class EventMachine {
  let machine: VirtualNPU
  let tokens: [Int]
  let settings: RunSettings
  /// Names the text in every stream's key.
  let textKey: UInt32
  let die: Die
  let network: MeshNetwork
  private let keepsValues: Bool

  /// Fields by value.
  var fields: [Int: Matrix] = [:]
  /// Codes by value, a row each.
  var codes: [Int: [CodedMatrix]] = [:]
  var output: [Float] = []
  var records: [InstructionRecord] = []
  var spans: [Timeline.Span] = []
  var twin: TwinClock
  var tally = EventTally()
  /// Flits of the part of the run before a checkpoint.
  var flitsBefore: UInt64 = 0
  /// Cycles since the start of the text.
  var time: UInt64 = 0
  /// The instruction after the last barrier.
  var next = 0
  /// The factor on query·key.
  var beta: Float
  /// When the last couplings were in their tiles.
  var lastLoad: UInt64 = 0

  var chip: ChipSpec { machine.chip }
  var program: Program { machine.program }

  init(machine: VirtualNPU, tokens: [Int], settings: RunSettings, keepsValues: Bool = false) {
    self.machine = machine
    self.tokens = tokens
    self.settings = settings
    self.keepsValues = keepsValues
    textKey = TextKey.hash(tokens)
    let chip = machine.chip
    die = Die(devices: chip.devices, seed: settings.seed, number: settings.fidelity.die)
    network = MeshNetwork(
      mesh: machine.mesh, hopCycles: chip.timing.hopCycles, credits: chip.timing.creditFlits)
    twin = TwinClock(clock_Hz: chip.timing.clock_Hz)
    beta = machine.beta
  }

  /// The rows of a value: one for each token, or one if pooled.
  func rows(of value: Int) -> Int { program.values[value].pooled ? 1 : tokens.count }

  /// Executes the program from `next` on, unless told to stop at a barrier.
  /// - Parameter onBarrier: Whether to go on; called when a barrier is reached that is not the end.
  /// - Returns: Whether the program ended.
  func run(onBarrier: (EventMachine) -> Bool = { _ in true }) -> Bool {
    let instructions = program.instructions
    while next < instructions.count {
      let start = next
      while next < instructions.count, !instructions[next].operation.isBarrier { next += 1 }
      let group = EventGroup(start..<next, of: self)
      group.run()
      close(group)
      guard next < instructions.count else { break }
      records.append(
        InstructionRecord(
          instruction: next, name: instructions[next].name, layer: instructions[next].layer))
      next += 1
      if next < instructions.count, !onBarrier(self) { return false }
    }
    return true
  }

  /// Takes over what a group did, and forgets the values that nobody reads any more.
  private func close(_ group: EventGroup) {
    time = group.end
    network.settle()
    tally.flits = flitsBefore + network.flitHops
    for station in group.stations {
      records.append(station.record)
      spans.append(
        Timeline.Span(
          instruction: station.instruction, startCycle: station.start ?? time,
          cycles: station.end - (station.start ?? station.end)))
    }
    twin.place(group, of: self)
    guard !keepsValues else { return }
    for station in group.stations {
      for value in machine.lastReads[station.instruction] {
        fields[value] = nil
        codes[value] = nil
      }
    }
  }

  /// What the run gives, after its end.
  func finished() -> VirtualNPU.Execution {
    var timeline = Timeline(clock_Hz: chip.timing.clock_Hz)
    timeline.spans = spans
    timeline.totalCycles = time
    return VirtualNPU.Execution(
      output: output,
      record: ExecutionRecord(
        instructions: records, timeline: timeline, twinTimeline: twin.timeline,
        couplingBits: UInt64(program.couplingBits),
        residentCouplingBits: UInt64(program.residentCouplingBits)),
      events: tally)
  }
}

extension Instruction.Operation {
  /// Whether every token must have passed everything before it.
  fileprivate var isBarrier: Bool {
    self is Instruction.Barrier
  }
}
