package import ChipPrograms
import DenseAlgebra
package import ExecutionRecords
import HardwareSpecs

/// Each gate agent's clock ticks, and at each tick its threshold decides.
///
/// Gate i of a row is agent i modulo the number of agents. A Poisson agent ticks S times, at
/// exponential intervals; an integrate-and-fire agent fires when its charge, which grows as the
/// probability, reaches one, within the time of S ticks. A round ends with its slowest agent.
package struct GateTile: Tile {
  /// A row of fields for gates of a threshold.
  package struct Row {
    /// What decides at a tick.
    package let threshold: GateThreshold
    /// One row.
    package let fields: Matrix
    /// Whether a second field multiplies what the gates let through.
    package let isDouble: Bool

    /// A row for gates.
    package init(threshold: GateThreshold, fields: Matrix, isDouble: Bool = false) {
      self.isDouble = isDouble
      self.threshold = threshold
      self.fields = fields
    }
  }

  /// A tile.
  package init() {}

  package mutating func accept(
    _ row: Row, in context: TileContext, record: inout InstructionRecord,
    events: inout EventTally
  ) -> TileResult {
    let fields = row.fields
    let agents = GateAgents(row.threshold, width: fields.width, in: context)
    let (counts, outcome) = agents.fire(fields.elements)
    let decisions = Float(row.threshold == .zeroTemperature ? 1 : context.settings.samples)
    let gated = Matrix(rows: 1, width: fields.width) { target in
      for index in 0..<fields.width {
        target[index] = fields.elements[index] * (counts[index] * (1 / decisions))
      }
    }
    let rules = GateRules(
      row.threshold, width: fields.width, isDouble: row.isDouble, on: context.chip)
    rules.count(outcome, in: &record)
    events.draws += UInt64(outcome.updates)
    return TileResult(fields: gated, run: rules.run(outcome))
  }
}
