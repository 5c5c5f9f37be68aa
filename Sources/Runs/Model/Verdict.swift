import EnergyBudgets
import ExecutionRecords
import HardwareSpecs
import Reports

/// Who needs less energy, and which number would have to change: sentences that never flatter.
enum Verdict {
  static func parts(of report: RunReport) -> [Part] {
    var sentences = [claim(report), twin(report)]
    for device in report.devices { sentences.append(comparison(report, device.saturated)) }
    return sentences.compactMap { $0.map { .sentence($0) } }
  }

  /// What the spins themselves gain or lose: the chip against its own digital twin.
  private static func twin(_ report: RunReport) -> String? {
    guard let chip = report.chip.budget.total_J, let twin = report.twin.budget.total_J,
      chip.nominal > 0, twin.nominal > 0
    else { return nil }
    let gain = twin.nominal / chip.nominal
    let words =
      gain >= 1
      ? "spins save energy: the digital twin needs \(Quantity.ratio(gain)) as much"
      : "spins cost energy: the digital twin needs \(Quantity.ratio(1 / gain)) less"
    return "At these prices \(words) on the same arrays. Any gain over a GPU below comes from "
      + "resident low-precision weights, not from spins."
  }

  /// The ratio to a device at its best, with the twin's beside it.
  private static func comparison(
    _ report: RunReport, _ device: RunReport.DeviceCost
  ) -> String? {
    guard let chip = report.chip.budget.total_J, let twin = report.twin.budget.total_J,
      chip.nominal > 0, twin.nominal > 0
    else { return nil }
    let ratio = device.energy_J.ratio(to: chip)
    let twinRatio = device.energy_J.ratio(to: twin)
    var text = "Against \(device.device) at batch \(device.batch): the chip needs "
    text +=
      ratio.nominal >= 1
      ? "\(Quantity.ratio(ratio.nominal)) less energy"
      : "\(Quantity.ratio(1 / ratio.nominal)) more energy"
    text += " (gain \(Quantity.ratio(ratio.low)) to \(Quantity.ratio(ratio.high)) over the bands);"
    text +=
      twinRatio.nominal >= 1
      ? " its digital twin \(Quantity.ratio(twinRatio.nominal)) less."
      : " its digital twin \(Quantity.ratio(1 / twinRatio.nominal)) more."
    return text + crossover(report, device)
  }

  /// What the largest action, or the static power, would have to cost for a tie.
  private static func crossover(_ report: RunReport, _ device: RunReport.DeviceCost) -> String {
    let budget = report.chip.budget
    guard let total = budget.total_J else { return "" }
    let dynamic = budget.byAction.compactMap { share in
      share.energy_J.map { (share.key, share.counts[share.key], $0.nominal) }
    }
    guard let largest = dynamic.max(by: { $0.2 < $1.2 }), largest.1 > 0 else { return "" }
    let others = total.nominal - largest.2
    let tie = (device.energy_J.nominal - others) / Double(largest.1)
    let price = largest.2 / Double(largest.1)
    let name = largest.0.rawValue.replacing("_", with: " ")
    if budget.static_J.nominal > largest.2 {
      let left = device.energy_J.nominal - (total.nominal - budget.static_J.nominal)
      let power = left / budget.duration_s
      return power > 0
        ? " They tie at a static power of \(Quantity.text(power, "W")) "
          + "(now \(Quantity.text(budget.static_J.nominal / budget.duration_s, "W")))."
        : " No static power makes them tie: the actions alone cost more."
    }
    return tie > 0
      ? " They tie at \(Quantity.text(tie, "J")) for each \(name) (now \(Quantity.text(price, "J")))."
      : " Even if each \(name) cost nothing, the chip would need more."
  }

  /// What a claimed power leaves for each action.
  private static func claim(_ report: RunReport) -> String? {
    guard let ceilings = report.ceilings, let each = ceilings.perAction_J else { return nil }
    let power = Quantity.text(ceilings.power_W.nominal, "W")
    guard !ceilings.staticsExceedClaim else {
      return "Claim of \(power): static power alone is more."
    }
    let average = report.chip.budget.averagePower_W
    var text = "Claim of \(power): it leaves at most \(Quantity.text(each.nominal, "J")) an action"
    if let total = report.chip.budget.dynamic_J {
      let count = report.chip.budget.byAction.reduce(0.0) { $0 + Double($1.counts[$1.key]) }
      text += " (assumed prices average \(Quantity.text(total.nominal / max(count, 1), "J")))"
    }
    if let average {
      text += "; the assumed prices draw \(Quantity.text(average.nominal, "W"))"
      text += " [\(Quantity.range(average, "W"))]"
    }
    return text + "."
  }
}
