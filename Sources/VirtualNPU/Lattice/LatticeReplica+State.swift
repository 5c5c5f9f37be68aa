import ByteFormats
import ChipPrograms
import ExecutionRecords
import HardwareSpecs

/// Bytes that are no state of a replica of this program on this chip.
public struct LatticeStateError: Error, CustomStringConvertible {
  /// One line.
  public var description: String {
    "found a damaged state of a replica, expected one that this program wrote"
  }
}

extension LatticeReplica {
  /// All that is needed to go on, for this machine alone.
  public var stateBytes: [UInt8] {
    var out = ByteWriter()
    let state = agents.state
    out.put(state.spins)
    out.put(state.held)
    out.put(state.seen)
    out.put(state.copies)
    out.put(state.pending)
    out.put(state.lineTimes)
    out.put(state.lineAgents)
    out.put(state.lastDraws)
    out.put(state.now)
    out.put(state.drawPosition)
    out.put(state.noisePosition)
    out.put(position.instruction)
    out.put(position.part)
    out.put(position.chunk)
    out.put(position.beta)
    out.put(events.draws)
    out.put(events.messages)
    for key in reads.keys.sorted() {
      out.put(key)
      out.put(reads[key] ?? [])
    }
    out.put(-1)
    for record in records {
      for (index, component) in ChipComponent.allCases.enumerated() {
        guard let counts = record.counts[component] else { continue }
        out.put(index)
        out.put(
          Action.allCases.flatMap { action in
            ActionClass.allCases.map { counts[action, $0] }
          })
      }
      out.put(-1)
    }
    out.put(timeline.spans.map(\.cycles))
    return out.bytes
  }

  /// A replica that goes on where another one stopped.
  /// - Parameters:
  ///   - machine: the machine of the other one.
  ///   - number: its number.
  ///   - bytes: its `stateBytes`.
  /// - Throws: `LatticeStateError` for bytes that are no such state.
  public convenience init(
    machine: LatticeMachine, number: UInt32, stateBytes bytes: [UInt8]
  ) throws(LatticeStateError) {
    do {
      try self.init(machine: machine, number: number, reader: ByteReader(bytes))
    } catch { throw LatticeStateError() }
  }

  private convenience init(
    machine: LatticeMachine, number: UInt32, reader: ByteReader
  ) throws(ByteReader.Damaged) {
    var reader = reader
    let state = try LatticeAgentState(
      spins: reader.list(), held: reader.list(), seen: reader.list(), copies: reader.list(),
      pending: reader.list(), lineTimes: reader.list(), lineAgents: reader.list(),
      lastDraws: reader.list(), now: reader.get(), drawPosition: reader.get(),
      noisePosition: reader.get())
    try Self.check(state, machine)
    self.init(
      machine: machine, number: number,
      agents: LatticeAgents(
        couplings: machine.couplings, die: machine.die, chip: machine.chip,
        seed: machine.settings.seed, replica: number, state: state))
    position = try LatticePosition(
      instruction: reader.get(), part: reader.get(), chunk: reader.get(), beta: reader.get())
    events.draws = try reader.get()
    events.messages = try reader.get()
    let instructions = machine.program.instructions
    guard (0...instructions.count).contains(position.instruction) else {
      throw ByteReader.Damaged()
    }
    var key: Int = try reader.get()
    while key >= 0 {
      reads[key] = try reader.list()
      key = try reader.get()
    }
    for (index, instruction) in instructions.enumerated() {
      var record = InstructionRecord(
        instruction: index, name: instruction.name, layer: instruction.layer)
      var component: Int = try reader.get()
      while component >= 0 {
        let cells: [UInt64] = try reader.list()
        guard component < ChipComponent.allCases.count,
          cells.count == Action.allCases.count * ActionClass.allCases.count
        else { throw ByteReader.Damaged() }
        var counts = ActionCounts()
        var next = 0
        for action in Action.allCases {
          for actionClass in ActionClass.allCases {
            counts[action, actionClass] = cells[next]
            next += 1
          }
        }
        record.counts[ChipComponent.allCases[component]] = counts
        component = try reader.get()
      }
      records.append(record)
    }
    let cycles: [UInt64] = try reader.list()
    for (index, cycles) in cycles.enumerated() {
      timeline.place(instruction: index, cycles: cycles)
    }
    guard reader.isAtEnd, cycles.count == position.instruction else { throw ByteReader.Damaged() }
  }

  /// Sizes and indices that loops rely on.
  private static func check(
    _ state: LatticeAgentState, _ machine: LatticeMachine
  ) throws(ByteReader.Damaged) {
    let (agents, die) = (machine.agents.count, machine.die)
    let links = machine.couplings.links.count
    let isFixed = die.delay_s > 0 && die.delayLaw == .fixed
    let isCopied = die.delay_s > 0 && die.delayLaw == .exponential
    func areStates(_ values: [Int8], _ count: Int, heldToo: Bool = false) -> Bool {
      values.count == count && values.allSatisfy { abs($0) == 1 || heldToo && $0 == 0 }
    }
    guard areStates(state.spins, agents), areStates(state.held, agents, heldToo: true),
      areStates(state.seen, isFixed ? agents : 0), areStates(state.copies, isCopied ? links : 0),
      state.pending.count <= links, state.pending.allSatisfy({ (0..<links).contains(Int($0)) }),
      Set(state.pending).count == state.pending.count,
      state.lineTimes.count == state.lineAgents.count,
      state.lineAgents.allSatisfy({ (0..<agents).contains(Int($0)) }),
      state.lastDraws.count == (die.law.hasMemory ? agents : 0), state.now.isFinite
    else { throw ByteReader.Damaged() }
  }
}
