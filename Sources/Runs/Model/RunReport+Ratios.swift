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
        .sentence("Accuracy too low to compare: the floor is \(floorCosine).", on: .page),
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
    var rows: [[Cell]] = []
    for device in devices {
      for mode in TextCosts.Mode.allCases {
        let cost = device.cost(mode)
        rows.append(
          [
            Cell("\(cost.device), \(cost.precision), batch \(cost.batch)"),
            .ratio(gain(over: device, mode)), .ratio(gain(over: device, mode, of: twin)),
          ]
            + [own, other].map { costs in
              mode == .latency
                ? .ratio(
                  cost.time_s / Double(max(1, outputs.count)), to: Band(exactly: costs.time_s))
                : .ratio(
                  cost.time_s / Double(max(1, outputs.count)),
                  to: Band(exactly: 1 / costs.texts_perSecond))
            })
      }
    }
    for mode in TextCosts.Mode.allCases {
      let times =
        mode == .latency
        ? other.time_s / own.time_s : own.texts_perSecond / other.texts_perSecond
      rows.append([
        Cell("digital twin, \(mode == .latency ? "one text at a time" : "texts that overlap")"),
        .ratio(ratioToTwin(mode).map { Drawn(1) / $0 }), "×1",
        Cell(Quantity.ratio(times)), "×1",
      ])
    }
    if let analog = analogTwin?.costs {
      for mode in TextCosts.Mode.allCases {
        let joules = analog.energy_J(mode)
        func ratio(to costs: TextCosts) -> Drawn? {
          guard let joules, let own = costs.energy_J(mode), own.nominal > 0 else { return nil }
          return joules / own
        }
        rows.append(
          [
            Cell("analog twin, \(mode == .latency ? "one text at a time" : "texts that overlap")"),
            .ratio(ratio(to: own)), .ratio(ratio(to: other)),
          ]
            + [own, other].map { costs in
              Cell(
                Quantity.ratio(
                  mode == .latency
                    ? analog.time_s / costs.time_s
                    : costs.texts_perSecond / analog.texts_perSecond))
            })
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

extension Cell {
  /// A ratio under draws that both sides share; a dash where it is not known.
  static func ratio(_ ratio: Drawn?) -> Cell {
    guard let ratio, ratio.nominal.isFinite else { return "–" }
    return .ratio(ratio.band, to: Band(exactly: 1))
  }
}
