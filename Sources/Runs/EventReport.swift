import EnergyBudgets
import ExecutionRecords
import Foundation
import Reports
import VirtualChip

/// What a run at fidelity `event` says about itself.
enum EventReport {
  /// The chip's part of a report: with the events of all texts, if there were any.
  static func machine(
    _ texts: FoldedTexts, record: ExecutionRecord, budget: ChipBudget
  ) -> RunReport.Machine {
    var machine = RunReport.Machine(record: record, budget: budget, spans: texts.record.spans)
    guard let events = texts.events else { return machine }
    machine.timing = "executed, event by event"
    machine.events = [
      ("draws", events.draws), ("pulses", events.pulses), ("conversions", events.conversions),
      ("flits", events.flits), ("messages", events.messages),
    ]
    return machine
  }

  /// Writes the speed of the simulator to standard error: it differs from run to run and belongs in no
  /// result.
  static func showRate(_ events: EventTally?, seconds: Double) {
    guard let events, seconds > 0 else { return }
    let text = String(
      format: "simulated %.3g events in %.3g s: %.3g a second\n", Double(events.total), seconds,
      Double(events.total) / seconds)
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}
