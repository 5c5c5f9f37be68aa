package import ChipPrograms
import DenseAlgebra
package import ExecutionRecords
import HardwareSpecs

/// `gate`, event by event: each gate agent's clock ticks, and at each tick its threshold decides.
///
/// Gate i of a row is agent i modulo the number of agents. A Poisson agent ticks S times, at
/// exponential intervals; an integrate-and-fire agent fires when its charge, which grows as the
/// probability, reaches one, within the time of S ticks. A round ends with its slowest agent.
package enum GateTile {
  /// One row of fields through the gates.
  ///
  /// - Parameters:
  ///   - threshold: What decides at a tick.
  ///   - fields: One row.
  ///   - context: The run.
  ///   - record: Receives the actions.
  ///   - events: Receives ticks.
  package static func fire(
    _ threshold: GateThreshold, _ fields: Matrix, in context: TileContext,
    record: inout InstructionRecord, events: inout EventTally
  ) -> (fields: Matrix, run: TileRun) {
    let chip = context.chip
    let width = fields.width
    let agents = GateAgents(threshold, width: width, in: context)
    let outcome = agents.fire(fields.elements)
    let samples = Float(outcome.decisions)
    let result = Matrix(rows: 1, width: width) { target in
      for index in 0..<width {
        target[index] = fields.elements[index] * (outcome.counts[index] * (1 / samples))
      }
    }
    var own = InstructionRecord(
      instruction: record.instruction, name: record.name, layer: record.layer)
    own.add(.dacSet, .deterministic, on: .gateTiles, width)
    own.add(.digitalOperation, .deterministic, on: .gateTiles, width)
    let steps = threshold == .zeroTemperature
    own.add(.agentUpdate, steps ? .deterministic : .sampling, on: .gateTiles, outcome.updates)
    if !steps { own.add(.counterStep, .sampling, on: .gateTiles, outcome.firings) }
    own.twin = TwinWork(component: .gateTiles, tableLookups: UInt64(width))
    record.merge(own)
    events.draws += UInt64(outcome.updates)

    let settling = Transfer.cycles(seconds: chip.timing.betaSettling_s, chip: chip)
    let cycles =
      steps
      ? outcome.slowest_s.count
      : outcome.slowest_s.reduce(0) {
        $0 + settling + Transfer.cycles(seconds: $1, chip: chip)
      }
    return (result, TileRun(latency: cycles, busy: cycles))
  }
}
