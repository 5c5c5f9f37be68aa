import EnergyBudgets
import ExecutionRecords
import HardwareSpecs

/// Time, energy and power of the chip, its digital twin and the reference devices.
enum HTMLCosts {
  /// One machine or device with its costs for all texts.
  private struct Entry {
    var name: String
    var colour: BarChart.Colour
    var time_s: Band
    var energy_J: Band?
    var power_W: Band?
    var missing: [Action]
    var isDevice = false
  }

  private static func timing(_ chip: RunReport.Machine) -> String {
    guard !chip.events.isEmpty else {
      return "Times of the chip and its twin are analytic rules, not a circuit simulation."
    }
    let kinds = chip.events.compactMap { kind -> String? in
      guard case .number(let count) = kind.value, count > 0 else { return nil }
      return "\(Quantity.count(count)) \(kind.key)"
    }
    return "Times of the chip were \(chip.timing) (\(kinds.joined(separator: ", "))); those of its "
      + "twin are analytic rules, not a circuit simulation."
  }

  static func section(_ report: RunReport) -> Markup {
    let entries = entries(report)
    return .section(
      "Time and energy",
      [
        .paragraph(
          "For all texts together, the same tokens everywhere. Small print: the lowest and the highest value that the sources allow, all figures "
            + "erring to the same side. " + timing(report.chip)),
        chart("Energy", "J", entries) { entry in entry.energy_J },
        chart("Time", "s", entries) { entry in entry.time_s },
        .note("Both scales are logarithmic: the length of a bar counts powers of ten."),
        table(entries, start: report.start, tokens: report.tokenCount), ratios(report, entries),
      ])
  }

  private static func entries(_ report: RunReport) -> [Entry] {
    var entries = [
      machine("chip", .chip, report.chip), machine("digital twin", .twin, report.twin),
    ]
    for device in report.devices {
      for cost in [device.single, device.saturated] {
        entries.append(
          Entry(
            name: "\(cost.device), \(cost.precision), batch \(cost.batch)", colour: .device,
            time_s: cost.time_s, energy_J: cost.energy_J, power_W: power(of: cost), missing: [],
            isDevice: true))
      }
    }
    return entries
  }

  private static func machine(
    _ name: String, _ colour: BarChart.Colour, _ machine: RunReport.Machine
  ) -> Entry {
    Entry(
      name: name, colour: colour, time_s: Band(exactly: machine.budget.duration_s),
      energy_J: machine.budget.total_J, power_W: machine.budget.averagePower_W,
      missing: machine.budget.missingPrices)
  }

  /// At nominal figures: time and energy of a device err together, so their ends make no band.
  private static func power(of cost: RunReport.DeviceCost) -> Band? {
    cost.time_s.nominal > 0
      ? Band(exactly: cost.energy_J.nominal / cost.time_s.nominal) : nil
  }

  private static func chart(
    _ caption: String, _ unit: String, _ entries: [Entry], _ value: (Entry) -> Band?
  ) -> Markup {
    let bars = entries.map { entry in
      BarChart.Bar(
        label: entry.name, band: value(entry),
        figure: value(entry).map { Figures.band($0, unit) } ?? Figures.unknown(entry.missing),
        colour: entry.colour)
    }
    return BarChart(
      caption: caption, unit: unit, scale: .decades(entries.compactMap(value)), bars: bars
    ).markup
  }

  private static func table(
    _ entries: [Entry], start: RunReport.Machine, tokens: Int
  ) -> Markup {
    var rows: [[Markup]] = entries.map { entry in
      return [
        .text(entry.name), Figures.band(entry.time_s, "s"),
        Figures.energy(entry.energy_J, missing: entry.missing),
        entry.power_W.map { Figures.band($0, "W") } ?? .text("–"),
        entry.energy_J.flatMap { tokens > 0 ? Figures.band($0 / Double(tokens), "J") : nil }
          ?? .text("–"),
      ]
    }
    let once = machine("start of the chip, once", .chip, start)
    rows.append([
      .text(once.name), Figures.band(once.time_s, "s"),
      Figures.energy(once.energy_J, missing: once.missing),
      once.power_W.map { Figures.band($0, "W") } ?? .text("–"), .text("–"),
    ])
    return .table(["", "#time", "#energy", "#mean power", "#energy of a token"], rows)
  }

  private static func ratios(_ report: RunReport, _ entries: [Entry]) -> Markup {
    let devices = entries.filter(\.isDevice)
    guard !devices.isEmpty else { return .note("No reference device took part.") }
    let heading = Markup.element("h3", [:], "Ratios")
    // What residency and the network give belongs to the twin too; alone, the chip's ratio misleads.
    guard let chip = report.chip.budget.total_J, let twin = report.twin.budget.total_J else {
      let missing = Action.allCases.filter {
        report.chip.budget.missingPrices.contains($0)
          || report.twin.budget.missingPrices.contains($0)
      }
      return .sequence([heading, .element("p", [:], [Figures.unknown(missing)])])
    }
    let chipTime = Band(exactly: report.chip.budget.duration_s)
    let twinTime = Band(exactly: report.twin.budget.duration_s)
    var rows: [[Markup]] = devices.compactMap { device in
      guard let energy = device.energy_J else { return nil }
      return [
        .text(device.name), Figures.ratio(energy, to: chip), Figures.ratio(energy, to: twin),
        Figures.ratio(device.time_s, to: chipTime), Figures.ratio(device.time_s, to: twinTime),
      ]
    }
    rows.append([
      .text("digital twin"), Figures.ratio(twin, to: chip), .text("×1"),
      Figures.ratio(twinTime, to: chipTime), .text("×1"),
    ])
    return .sequence([
      heading,
      .table(
        [
          "times as much as", "#energy: the chip", "#energy: the twin", "#time: the chip",
          "#time: the twin",
        ], rows),
      .note(
        "The digital twin has the chip's arrays, residency, network and static power, but adds and "
          + "multiplies instead of drawing. What it saves over a device it saves without spins; only "
          + "the ratio of the twin to the chip is due to their physics. Chip and twin share prices, "
          + "so the true band of that ratio is narrower than printed."),
    ])
  }
}
