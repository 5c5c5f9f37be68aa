import ChipPrograms
import ExecutionRecords
import HardwareSpecs

/// `gate`, event by event: each gate agent's clock ticks, and at each tick its threshold decides.
enum GateTile {
  /// One row of fields through the gates.
  static func fire(
    _ threshold: GateThreshold, _ fields: Matrix, in context: TileContext,
    record: inout InstructionRecord, events: inout EventTally
  ) -> (fields: Matrix, run: TileRun) {
    let outcome = Gating.body(
      threshold, fields, devices: context.chip.devices, streams: context.streams)
    let time = Gating.account(
      threshold, outcome: outcome, settings: context.settings, chip: context.chip,
      streams: context.streams, record: &record)
    return (outcome.field, TileRun(latency: time.latency, busy: time.initiation(ofToken: 0)))
  }
}
