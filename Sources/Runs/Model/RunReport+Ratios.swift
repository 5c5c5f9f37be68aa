import EnergyBudgets
import ExecutionRecords
import HardwareSpecs
import Reports

/// Ratios of devices to the chip, each with its twin's beside it.
extension RunReport {
  /// The table of the page.
  var ratioParts: [Part] {
    guard isComparable else {
      return [
        .heading("Ratios"),
        .sentence(Verdict.belowFloor(self) ?? "", on: .page),
      ]
    }
    guard !devices.isEmpty else { return [.note("No reference device took part.")] }
    // What residency and the network give belongs to the twin too; alone, the chip's ratio misleads.
    guard let own = chip.costs, let other = twin.costs, own.energy_J(.latency) != nil,
      other.energy_J(.latency) != nil
    else {
      let missing = Action.allCases.filter {
        chip.budget.missingPrices.contains($0) || twin.budget.missingPrices.contains($0)
      }
      return [.heading("Ratios"), .sentence(Quantity.unknown(missing), on: .page)]
    }
    let texts = Double(max(1, outputs.count))
    var rows: [[Cell]] = []
    for device in devices {
      for mode in TextCosts.Mode.allCases {
        let cost = device.cost(mode)
        let time = cost.time_s / texts
        let energies = [
          gain(over: device, mode)?.band, gain(over: device, mode, of: twin)?.band,
        ]
        let times = [own, other].map { costs in
          Cell.ratio(time, to: Band(exactly: costs.textTime_s(mode)))
        }
        rows.append(
          [Cell("\(cost.device), \(cost.precision), batch \(cost.batch)")]
            + energies.map { Cell.ratio($0) } + times)
      }
    }
    for mode in TextCosts.Mode.allCases {
      let name = "digital twin, \(mode == .latency ? "one text at a time" : "texts that overlap")"
      rows.append([
        Cell(name), Cell.ratio(ratioToTwin(mode).map { Drawn(1) / $0 }?.band), "×1",
        Cell(Quantity.ratio(other.textTime_s(mode) / own.textTime_s(mode))), "×1",
      ])
    }
    if let analog = analogTwin?.costs {
      for mode in TextCosts.Mode.allCases {
        let joules = analog.energy_J(mode)
        func ratio(to costs: TextCosts) -> Band? {
          guard let joules, let own = costs.energy_J(mode), own.nominal > 0 else { return nil }
          return (joules / own).band
        }
        let name = "analog twin, \(mode == .latency ? "one text at a time" : "texts that overlap")"
        let times = [own, other].map { costs in
          Cell(Quantity.ratio(analog.textTime_s(mode) / costs.textTime_s(mode)))
        }
        rows.append([Cell(name), Cell.ratio(ratio(to: own)), Cell.ratio(ratio(to: other))] + times)
      }
    }
    return [
      .heading("Ratios"),
      .table(
        Table(
          "",
          [
            .words("times as much as"), .figures("energy: the chip"), .figures("energy: the twin"),
            .figures("time: the chip"), .figures("time: the twin"),
          ], rows), on: .page),
      .note(
        "Batch 1 stands against one text at a time, large batches against texts that overlap. The digital twin "
          + "has the chip's arrays, residency, network and static power, but adds and multiplies instead "
          + "of drawing; only the ratio of the twin to the chip is due to the spins. Both share the "
          + "draws of their constants, devices have their own. The analog twin is the same with its "
          + "products on charge-domain crossbars: capacitors, charged where both bits are 1, and a "
          + "converter for each sum of a column."),
    ]
  }
}
