import ChipPrograms
package import ExecutionRecords
import HardwareSpecs

/// What a program does with rows that nobody has: actions and times of a batch of texts, by the instructions' own rules
/// and the schedule's, in the mean as at fidelity `expectation`.
///
/// Layers that stand for others count as often (`repeats`). Each stretch of the program between two loads of couplings
/// is passed by all texts of the batch, one after the other, before the next load, so that a load serves the batch.
package struct Foresight: Sendable {
  /// Actions and times of the batch. Timelines have lengths and no spans; the record has an instruction for each of
  /// the program.
  package private(set) var record: ExecutionRecord
  /// Cycles of them in which nothing but a load of couplings is under way, on the chip.
  package private(set) var loadingCycles: UInt64 = 0
  /// Cycles that loads take, hidden ones too.
  package private(set) var loadCycles: UInt64 = 0
  /// The way of one text through the program, by which throughputs are found.
  package private(set) var passage: TextPassage

  private let machine: VirtualChip
  private let settings: RunSettings
  private let assumptions: RowAssumptions
  private let repeats: [Int: Int]
  private let batch: Int
  private var clock: ChipClock
  private var twinClock: ChipClock

  /// Nothing yet.
  ///
  /// - Parameters:
  ///   - machine: a program with weights or without.
  ///   - settings: the fidelity is taken to be `expectation`.
  ///   - assumptions: what rows do whose values nobody has.
  ///   - batch: texts, one at least.
  ///   - repeats: for how many layers a layer stands.
  /// - Throws: `MachineError` for settings whose law the machine has only at fidelity `event`.
  package init(
    on machine: VirtualChip, settings: RunSettings, assumptions: RowAssumptions = .init(),
    batch: Int = 1, repeats: [Int: Int] = [:]
  ) throws(MachineError) {
    var settings = settings
    settings.fidelity = .expectation
    try machine.check(settings)
    self.machine = machine
    self.settings = settings
    self.assumptions = assumptions
    self.batch = batch
    self.repeats = repeats
    clock = ChipClock(clock_Hz: machine.chip.timing.clock_Hz)
    twinClock = clock
    passage = TextPassage(tokens: 0, stages: [])
    record = ExecutionRecord(
      instructions: machine.program.instructions.enumerated().map {
        InstructionRecord(instruction: $0, name: $1.name, layer: $1.layer)
      }, timeline: clock.timeline, couplingBits: UInt64(machine.couplingBits),
      residentCouplingBits: UInt64(machine.residentCouplingBits))
  }

  /// Takes the tokens of a part of each text through the program.
  ///
  /// - Parameters:
  ///   - tokens: places in the text; a program that is not causal takes all at once, from 0 on.
  ///   - times: how often such a part is taken, one after another.
  /// - Throws: `MachineError` for more tokens than the program has places, and for counts that leave 64 bits.
  package mutating func take(_ tokens: Range<Int>, times: Int = 1) throws(MachineError) {
    try machine.checkPlaces(of: tokens)
    try checkSizes(tokens, times: times)
    let session = Session(machine: machine, settings: settings, assumptions: assumptions)
    session.take(tokens)
    var groups: [ForeseenGroup] = []
    var stages: [Stage] = []
    for (index, step) in machine.steps.enumerated() {
      if case .rows(let instruction) = step {
        stages.append(Stage(index, instruction, of: session))
      } else if !stages.isEmpty {
        groups.append(group(stages, tokens: tokens.count, times: times))
        stages = []
      }
    }
    if !stages.isEmpty { groups.append(group(stages, tokens: tokens.count, times: times)) }
    passage = TextPassage(tokens: tokens.count, stages: groups.flatMap(\.passages))
    // Behind a pass that hides its loads like the one before it all are alike.
    for _ in 0..<min(times, 2) { place(groups) }
    if times > 2 { repeatLast(groups, times: times - 2) }
    record.timeline = clock.timeline
    record.twinTimeline = twinClock.timeline
  }

  /// Passes the instructions between two barriers, and counts them.
  private mutating func group(
    _ stages: [Stage], tokens: Int, times: Int
  ) -> ForeseenGroup {
    for stage in stages {
      stage.foresee()
      var own = stage.record
      let texts = stage.instruction is any SetupInstruction ? 1 : batch
      own.multiply(by: UInt64(times * texts * (own.layer.flatMap { repeats[$0] } ?? 1)))
      record.instructions[stage.index].merge(own)
    }
    return ForeseenGroup(
      stages, tokens: tokens, linkCycles: machine.linkCycles[stages[0].index],
      layer: stages[0].record.layer)
  }

  /// Lays groups in time, those of layers that stand for others as often.
  private mutating func place(_ groups: [ForeseenGroup]) {
    var index = 0
    while index < groups.count {
      let layer = groups[index].layer
      let block = groups[index...].prefix { $0.layer == layer }
      for _ in 0..<(layer.flatMap { repeats[$0] } ?? 1) {
        for group in block { place(group) }
      }
      index = block.endIndex
    }
  }

  /// Lays a pass in time so many times as it takes once more.
  private mutating func repeatLast(_ groups: [ForeseenGroup], times: Int) {
    let (start, twinStart) = (clock.now, twinClock.now)
    let (loading, loads) = (loadingCycles, loadCycles)
    place(groups)
    let further = UInt64(times - 1)
    clock.skip((clock.now - start) * further)
    twinClock.skip((twinClock.now - twinStart) * further)
    loadingCycles += (loadingCycles - loading) * further
    loadCycles += (loadCycles - loads) * further
  }

  private mutating func place(_ group: ForeseenGroup) {
    let texts = group.isLoad ? 1 : UInt64(batch)
    let before = clock.now
    loadCycles += UInt64(group.load)
    let visible = group.isShadowed ? clock.visible(group.load, at: clock.now) : group.load
    clock.timeline.advance(UInt64(visible) + texts * UInt64(group.cycles))
    if group.isLoad { loadingCycles += clock.now - before }
    let twinVisible =
      group.isShadowed ? twinClock.visible(group.load, at: twinClock.now) : group.load
    twinClock.timeline.advance(UInt64(twinVisible) + texts * UInt64(group.twinCycles))
  }

  /// Counts are whole numbers of 64 bits.
  private func checkSizes(_ tokens: Range<Int>, times: Int) throws(MachineError) {
    let (rows, keys) = (Double(tokens.count), Double(tokens.upperBound))
    let bits = Double(machine.program.precision?.activationBits ?? 0)
    var products = 0.0
    for instruction in machine.program.instructions {
      let layers = Double(instruction.layer.flatMap { repeats[$0] } ?? 1)
      switch instruction.operation {
      case let read as Instruction.Read:
        products += Double(machine.program.arrays[read.array].couplingBits) * bits * rows * layers
      case let race as Instruction.Race:
        products +=
          2 * Double(race.shape.heads * race.shape.headSize) * Double(race.shape.bits)
          * Double(race.shape.bits) * rows * keys * layers
      default: continue
      }
    }
    guard products * Double(batch) * Double(times) < 4e18 else {
      throw .unusableTokens(
        reason: "found \(batch) texts of \(tokens.upperBound) tokens with "
          + "\(products) products of two bits each, expected fewer than 4e18 in all")
    }
  }
}

/// The instructions between two barriers with their times.
private struct ForeseenGroup {
  /// The layer of the first instruction.
  let layer: Int?
  /// Whether couplings are loaded, once for all texts.
  let isLoad: Bool
  /// Whether the load goes on behind the computation before it.
  let isShadowed: Bool
  /// Cycles of the load.
  let load: Int
  /// Cycles of all else, on the chip and on its twin.
  let cycles: Int
  let twinCycles: Int
  let passages: [StagePassage]

  init(_ stages: [Stage], tokens: Int, linkCycles: Int, layer: Int?) {
    self.layer = layer
    let loads = stages.filter { $0.instruction is Instruction.Load }
    isLoad = stages.allSatisfy { $0.instruction is any SetupInstruction }
    isShadowed = loads.contains { $0.isShadowed }
    load = loads.reduce(0) { $0 + $1.time.latency }
    var group = PipelineGroup(linkCycles: linkCycles)
    for stage in stages {
      let time = stage.instruction is Instruction.Load ? .once(0) : stage.time
      group.append(stage.index, time, lanes: stage.laneCycles, on: stage.laneTiles)
    }
    cycles = group.duration(tokens: tokens)
    twinCycles = group.twin.duration(tokens: tokens)
    passages = stages.enumerated().map { $0.element.passed(isFirst: $0.offset == 0) }
  }
}
