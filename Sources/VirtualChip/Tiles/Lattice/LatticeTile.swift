package import ByteFormats
package import ChipPrograms
package import ExecutionRecords
import HardwareSpecs

/// Agents that are coupled, and draw side by side at their own times.
package struct LatticeTile: Tile {
  /// What enters.
  package enum Command {
    /// Agents are held at states, −1 or +1, or set free with 0.
    case hold([Instruction.ClampAgents.State])
    /// Free agents draw for a time at an inverse temperature, and this `times` times. After each the states
    /// of the agents in `reading` are read, of all where none is named; none where it is `nil`.
    case draw(seconds: Double, beta: Double, times: Int = 1, reading: [Int]? = nil)
  }

  private var agents: any AgentProcess

  /// The agents of a replica.
  init(_ agents: any AgentProcess) { self.agents = agents }

  package mutating func accept(
    _ command: Command, in context: TileContext, record: inout InstructionRecord,
    events: inout EventTally
  ) -> TileResult {
    let chip = context.chip
    var result = TileResult(
      fields: Matrix(rows: 0, width: agents.count, elements: []),
      run: TileRun(latency: 0, busy: 0))
    switch command {
    case .hold(let states):
      agents.hold(states.map { ($0.agent, $0.state) })
      record.addToAgents(.clampWrite, states.count)
      let cycles = chip.writeCycles(agents: states.count)
      result.run = TileRun(latency: cycles, busy: cycles)
    case .draw(let seconds, let beta, let times, let reading):
      if let reading {
        result.fields = draw(seconds, beta: beta, times: times, reading: reading)
        record.addReads(ofStates: result.fields.elements.count)
      } else {
        for _ in 0..<times { agents.draw(for: seconds, beta: beta) }
      }
      let cycles = chip.cycles(stated: seconds * Double(times))
      result.run = TileRun(latency: cycles, busy: cycles)
    }
    let tally = agents.tally
    agents.tally = LatticeTally()
    record.add(tally, couplingBits: chip.geometry.couplingBits)
    events.draws += UInt64(tally.updates)
    events.messages += UInt64(tally.arrivals)
    return result
  }

  /// Draws and reads: a row of states each time.
  private func draw(
    _ seconds: Double, beta: Double, times: Int, reading named: [Int]
  ) -> Matrix {
    let width = named.isEmpty ? agents.count : named.count
    var states: [Float] = []
    states.reserveCapacity(times * width)
    for _ in 0..<times {
      agents.draw(for: seconds, beta: beta)
      agents.append(statesOf: named, to: &states)
    }
    return Matrix(rows: times, width: width, elements: states)
  }

  package var stateBytes: [UInt8] { agents.stateBytes }

  package mutating func restore(_ bytes: [UInt8]) throws(ByteReader.Damaged) {
    agents = try agents.resumed(at: bytes)
  }
}
