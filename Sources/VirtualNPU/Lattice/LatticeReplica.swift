import ByteFormats
import ChipPrograms
public import ExecutionRecords
import Foundation
import HardwareSpecs

/// One execution of a lattice program, step by step: it can be stopped between any two steps, kept as
/// bytes, and taken up again with the same result bit for bit.
///
/// A step is a part of an instruction that the program alone determines: about a million ticks or less.
public final class LatticeReplica {
  /// The machine.
  public let machine: LatticeMachine
  /// Number of the replica: names its random numbers.
  public let number: UInt32
  /// The reads of each `read` instruction by its place in the program: row after row, one state an
  /// agent that it names, or of all agents.
  public internal(set) var reads: [Int: [Int8]] = [:]
  /// Ticks and arrivals that were simulated.
  public internal(set) var events = EventTally()

  let agents: LatticeAgents
  var position = LatticePosition()
  var records: [InstructionRecord]
  var timeline: Timeline

  /// A replica at its start.
  /// - Parameters:
  ///   - machine: the machine.
  ///   - number: names its random numbers.
  public init(machine: LatticeMachine, number: UInt32) {
    self.machine = machine
    self.number = number
    agents = LatticeAgents(
      couplings: machine.couplings, die: machine.die, chip: machine.chip,
      seed: machine.settings.seed, replica: number)
    records = machine.program.instructions.enumerated().map {
      InstructionRecord(
        instruction: $0.offset, name: $0.element.name, layer: $0.element.layer)
    }
    timeline = Timeline(clock_Hz: machine.chip.timing.clock_Hz)
  }

  /// Goes on from a kept state.
  init(machine: LatticeMachine, number: UInt32, agents: LatticeAgents) {
    self.machine = machine
    self.number = number
    self.agents = agents
    records = []
    timeline = Timeline(clock_Hz: machine.chip.timing.clock_Hz)
  }

  /// Whether the program's end is reached.
  public var isFinished: Bool { position.instruction == machine.program.instructions.count }

  /// The share of the program's instructions that is done, about: for progress.
  public var share: Double {
    let count = machine.program.instructions.count
    return count == 0 ? 1 : Double(position.instruction) / Double(count)
  }

  /// What was counted, and the times of the instructions that are done.
  public var record: ExecutionRecord {
    ExecutionRecord(
      instructions: records, timeline: timeline,
      couplingBits: UInt64(machine.couplingBits),
      residentCouplingBits: UInt64(machine.couplingBits))
  }

  /// Does the next step; nothing at the end.
  public func step() {
    guard !isFinished else { return }
    let instruction = machine.program.instructions[position.instruction]
    let timing = machine.chip.timing
    switch instruction.operation {
    case let beta as Instruction.Beta: set(beta.setting)
    case let clamp as Instruction.ClampAgents:
      agents.hold(clamp.states.map { ($0.agent, $0.state) })
      settle()
      count(.clampWrite, clamp.states.count)
      finish(cycles: writeCycles(clamp.states.count))
    case let release as Instruction.Release:
      let named = release.agents
      let free = named.isEmpty ? agents.held.indices.filter { agents.held[$0] != 0 } : named
      agents.hold(free.map { ($0, 0) })
      count(.clampWrite, free.count)
      finish(cycles: writeCycles(free.count))
    case is Instruction.Barrier: finish(cycles: timing.synchroniserCycles)
    case let relax as Instruction.Relax:
      let time_s = relax.time.seconds(rate_Hz: timing.latticeRate_Hz)
      if advance(time_s, parts: 1, beta: { _ in position.beta }) {
        finish(cycles: machine.cycles(time_s))
      }
    case let read as Instruction.ReadAgents: self.read(read.every, read.times, read.agents)
    default: preconditionFailure("\(instruction.operation.mnemonic) is nothing that agents do")
    }
  }

  private func set(_ setting: Instruction.Beta.Setting) {
    let timing = machine.chip.timing
    switch setting {
    case .races: preconditionFailure("agents do not race")
    case .agents(let beta):
      position.beta = beta
      count(.dacSet, 1)
      finish(cycles: machine.cycles(timing.betaSettling_s))
    case .ramp(let from, let to, let time):
      let time_s = time.seconds(rate_Hz: timing.latticeRate_Hz)
      let steps = machine.rampSteps(time_s)
      let isOver = advance(time_s, parts: steps) { part in
        steps == 1 ? to : from + (to - from) * (Double(part) / Double(steps - 1))
      }
      if isOver {
        position.beta = to
        count(.dacSet, steps)
        finish(cycles: machine.cycles(time_s))
      }
    }
  }

  private func read(_ every: Instruction.Time, _ times: Int, _ named: [Int]) {
    let count = named.isEmpty ? machine.agents.count : named.count
    let interval_s = machine.readInterval_s(every: every, agents: named)
    guard machine.settings.fidelity != .expectation else {
      advance(interval_s * Double(times), parts: 1) { _ in position.beta }
      countReads(times * count)
      finish(cycles: machine.cycles(interval_s * Double(times)))
      return
    }
    // Short intervals share a step.
    var done = 0.0
    repeat {
      let part = position.part
      if advance(interval_s, parts: 1, beta: { _ in position.beta }) {
        position.part = part + 1
        let spins = agents.spins.buffer
        if named.isEmpty {
          reads[position.instruction, default: []] += spins
        } else {
          reads[position.instruction, default: []] += named.map { spins[$0] }
        }
        countReads(count)
      } else {
        position.part = part
      }
      done += interval_s * agents.choice.total_Hz + Double(count)
    } while done < Self.ticksOfAStep && position.part < times
    if position.part == times, position.chunk == 0 {
      finish(cycles: machine.cycles(interval_s * Double(times)))
    }
  }

  private func countReads(_ states: Int) {
    count(.agentRead, states)
    records[position.instruction].add(.hostTransferBit, .deterministic, on: .host, states)
  }

  /// Ticks of a step, about.
  static let ticksOfAStep = 1e6

  /// Lets agents draw for a part of a time that is divided into `parts` with a β each; returns whether
  /// the whole time is over. Long parts are done in chunks.
  @discardableResult
  private func advance(
    _ time_s: Double, parts: Int, beta: (Int) -> Double
  ) -> Bool {
    if machine.settings.fidelity == .expectation {
      for part in 0..<parts { expect(time_s / Double(parts), beta: beta(part)) }
      return true
    }
    let part_s = time_s / Double(parts)
    let ticks = part_s * max(agents.choice.total_Hz, 1)
    let chunks = max(1, Int((ticks / Self.ticksOfAStep).rounded(.up)))
    let isRead = parts == 1
    let start = agents.now
    agents.run(until: start + part_s / Double(chunks), beta: beta(isRead ? 0 : position.part))
    settle()
    position.chunk += 1
    guard position.chunk == chunks else { return false }
    position.chunk = 0
    if isRead { return true }
    position.part += 1
    return position.part == parts
  }

  private func settle() {
    let tally = agents.tally
    agents.tally = LatticeTally()
    events.draws += UInt64(tally.updates)
    events.messages += UInt64(tally.arrivals)
    add(tally)
  }

  func add(_ tally: LatticeTally) {
    let index = position.instruction
    let bits = machine.chip.geometry.couplingBits
    func add(_ action: Action, _ all: Int, relaxing: Int) {
      records[index].add(action, .relaxation, on: .latticeTiles, relaxing)
      records[index].add(action, .sampling, on: .latticeTiles, all - relaxing)
    }
    add(.agentUpdate, tally.updates, relaxing: tally.relaxingUpdates)
    add(
      .couplingEvaluation, bits * tally.evaluations, relaxing: bits * tally.relaxingEvaluations)
    add(.flipMessageHop, tally.hops, relaxing: tally.hops)
  }

  private func count(_ action: Action, _ count: Int) {
    records[position.instruction].add(action, .deterministic, on: .latticeTiles, count)
  }

  /// Writes of states over the periphery's lanes.
  private func writeCycles(_ count: Int) -> Int {
    let lanes = machine.chip.geometry.digitalLanes
    return ceilingDivide(count, lanes) + machine.chip.timing.synchroniserCycles
  }

  private func finish(cycles: Int) {
    timeline.place(instruction: position.instruction, cycles: UInt64(cycles))
    position = LatticePosition(instruction: position.instruction + 1, beta: position.beta)
  }
}

/// Where a replica is in its program.
struct LatticePosition: Equatable {
  var instruction = 0
  /// Steps of a ramp, or reads, that are done.
  var part = 0
  /// Chunks of the part that are done.
  var chunk = 0
  var beta = 1.0
}
