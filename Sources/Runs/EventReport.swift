import EnergyBudgets
import ExecutionRecords
import Foundation
import Reports
import VirtualChip

/// What a run at fidelity `event` says about itself.
enum EventReport {
  /// The chip's part of a report: with the events of all texts, if there were any.
  static func machine(
    _ executions: [VirtualChip.Execution], record: ExecutionRecord, budget: ChipBudget
  ) -> RunReport.Machine {
    var machine = RunReport.Machine(record: record, budget: budget)
    guard let events = total(executions) else { return machine }
    machine.timing = "executed, event by event"
    machine.events = [
      ("draws", events.draws), ("pulses", events.pulses), ("conversions", events.conversions),
      ("flits", events.flits), ("messages", events.messages),
    ]
    return machine
  }

  /// Writes the speed of the simulator to standard error: it differs from run to run and belongs in no
  /// result.
  static func showRate(_ executions: [VirtualChip.Execution], seconds: Double) {
    guard let events = total(executions), seconds > 0 else { return }
    let text = String(
      format: "simulated %.3g events in %.3g s: %.3g a second\n", Double(events.total), seconds,
      Double(events.total) / seconds)
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }

  private static func total(_ executions: [VirtualChip.Execution]) -> EventTally? {
    executions.reduce(nil) { sum, execution in
      guard let events = execution.events else { return sum }
      var sum = sum ?? EventTally()
      sum += events
      return sum
    }
  }
}
