import EnergyBudgets
import ExecutionRecords
import HardwareSpecs
import VirtualNPU

/// What a reader of the report must know before believing it.
enum RunWarnings {
  /// Devices that the description states and the fidelity leaves out.
  static func devices(of chip: ChipSpec, fidelity: Fidelity) -> [String] {
    guard fidelity != .event, !chip.devices.areIdeal else { return [] }
    return [
      "\(chip.name) has devices that are not ideal: fidelity \(fidelity.rawValue) does not follow "
        + "them, --fidelity event does"
    ]
  }

  static func warnings(
    budget: ChipBudget, chip: ChipSpec, record: ExecutionRecord
  ) -> [String] {
    var warnings: [String] = []
    if !budget.missingPrices.isEmpty {
      let names = budget.missingPrices.map(\.rawValue).joined(separator: ", ")
      warnings.append("\(chip.name) has no price for \(names): no energy is printed")
    }
    let assumed = budget.byAction.filter { chip.prices[$0.key]?.confidence == .assumption }
    if let total = budget.dynamic_J, total.nominal > 0 {
      let share = assumed.reduce(0.0) { $0 + ($1.energy_J?.nominal ?? 0) } / total.nominal
      if share > 0.1 {
        warnings.append(
          "\(Int((share * 100).rounded())) % of the dynamic energy of \(chip.name) "
            + "rests on assumed prices (spec show \(chip.name))")
      }
    }
    if budget.byClass.allSatisfy({ $0.key != .relaxation || $0.counts.total(of: $0.key) == 0 }) {
      warnings.append(
        "nothing relaxes here (R = 0): this mapping is bit-serial arithmetic with sampled "
          + "attention and gates, so the digital twin is its fair comparison")
    }
    if record.residentCouplingBits < record.couplingBits {
      warnings.append("the model does not fit the chip: couplings are reloaded for each text")
    }
    return warnings
  }
}
