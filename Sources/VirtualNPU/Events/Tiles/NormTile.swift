import ExecutionRecords
import HardwareSpecs

/// `normalise`, step by step: the potentials of a row settle by feedback, or in two passes.
enum NormTile {
  /// One row of fields through a norm unit.
  static func settle(
    _ fields: Matrix, epsilon: Float, in context: TileContext, record: inout InstructionRecord
  ) -> (fields: Matrix, run: TileRun) {
    let outcome = Normalising.body(fields, epsilon: epsilon, timing: context.chip.timing)
    let time = Normalising.account(outcome, chip: context.chip, record: &record)
    return (outcome.field, TileRun(latency: time.latency, busy: time.initiation(ofToken: 0)))
  }
}
