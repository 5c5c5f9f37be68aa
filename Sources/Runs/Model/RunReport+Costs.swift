import HardwareSpecs
import EnergyBudgets
import ExecutionRecords
import Reports

/// Time, energy and power of the chip, its twins and the reference devices.
extension RunReport {
  /// One machine or device with its costs for all texts.
  private struct Entry {
    var name: String
    var short: String
    var colour: BarChart.Colour
    var time_s: Band
    var energy_J: Band?
    var power_W: Band?
    var missing: [Action] = []
    var isDevice = false

    init(_ name: String, short: String, _ colour: BarChart.Colour, _ budget: ChipBudget) {
      self.name = name
      self.short = short
      self.colour = colour
      time_s = Band(exactly: budget.duration_s)
      energy_J = budget.total_J
      power_W = budget.averagePower_W
      missing = budget.missingPrices
    }

    init(_ cost: DeviceCost) {
      name = "\(cost.device), \(cost.precision), batch \(cost.batch)"
      short = "\(cost.device) \(cost.precision), batch \(cost.batch)"
      colour = .device
      time_s = cost.time_s
      energy_J = cost.energy_J
      power_W = cost.power_W.map { Band(exactly: $0) }
      isDevice = true
    }

    func bar(_ value: Band?, _ unit: String) -> BarChart.Bar {
      BarChart.Bar(name, value, figure: .band(value, unit, missing: missing), colour: colour)
    }
  }

  /// Charts, a table, and ratios with the twin's beside the chip's.
  var costParts: [Part] {
    let entries =
      [
        Entry("chip", short: hardware.name, .chip, chip.budget),
        Entry("digital twin", short: "its digital twin", .twin, twin.budget),
      ]
      + [
        analogTwin.map { Entry("analog twin", short: "its analog twin", .analog, $0.budget) }
      ].compactMap(\.self) + devices.flatMap { [Entry($0.single), Entry($0.saturated)] }
    return [
      .table(averages(entries)), .line(timeLine),
    ] + [activeLine.map { .line($0) }].compactMap(\.self)
      + (chip.events.isEmpty
        ? [] : [.line("  simulated " + chip.eventWords.joined(separator: ", "))])
      + [
        .bars(
          BarChart(
            "Energy of all texts", unit: "J", axis: .decades,
            bars: entries.map { $0.bar($0.energy_J, "J") })),
        .bars(
          BarChart(
            "Time of all texts", unit: "s", axis: .decades,
            bars: entries.map { $0.bar($0.time_s, "s") })),
        .note(
          "Both scales are logarithmic: the length of a bar counts powers of ten. Small print: the lowest and "
            + "the highest value that the sources allow, all figures erring to the same side. "
            + timingSentence),
      ] + ratioParts(entries.filter(\.isDevice))
  }

  /// Costs of a text on average.
  private func averages(_ entries: [Entry]) -> Table {
    let texts = Double(max(1, outputs.count))
    return Table(
      "",
      [
        .words("a text, on average"), .figures("time"), .figures("energy"),
        .figures("[low … high]"), .figures("power"),
      ],
      entries.map { entry in
        [
          Cell(entry.short), Cell(Quantity.text(entry.time_s.nominal / texts, "s")),
          Cell(entry.energy_J.map { Quantity.text($0.nominal / texts, "J") } ?? "unknown"),
          Cell(entry.energy_J.map { Quantity.range($0 / texts, "J") } ?? ""),
          Cell(entry.power_W.map { Quantity.text($0.nominal, "W") } ?? ""),
        ]
      })
  }

  private var timeLine: String {
    let cycles = chip.record.timeline.totalCycles / UInt64(max(1, outputs.count))
    return "  \(Quantity.count(cycles)) cycles a text on the chip, timing \(chip.timing); "
      + "couplings resident \(Quantity.percent(chip.residentShare)); "
      + "start-up load \(Quantity.text(start.budget.duration_s, "s"))"
      + (start.budget.total_J.map { ", \(Quantity.text($0.nominal, "J"))" } ?? "")
  }

  /// What the analog twin's energy depends on in the data.
  private var activeLine: String? {
    guard let total = analogTwin?.record.total, total[.analogRestingProduct] > 0 else { return nil }
    let (active, all) = (total[.analogActiveProduct], total[.analogRestingProduct])
    return "  analog twin: \(Quantity.percent(Double(active) / Double(all))) of "
      + "\(Quantity.count(all)) products of two bits are 1"
  }

  private var timingSentence: String {
    (chip.events.isEmpty
      ? "Times of the chip and its twin are"
      : "Times of the chip were \(chip.timing); its twin's are")
      + " analytic rules, not a circuit simulation."
  }

  private func ratioParts(_ devices: [Entry]) -> [Part] {
    guard !devices.isEmpty else { return [.note("No reference device took part.")] }
    // What residency and the network give belongs to the twin too; alone, the chip's ratio misleads.
    guard let energy = chip.budget.total_J, let twinEnergy = twin.budget.total_J else {
      let missing = Action.allCases.filter {
        chip.budget.missingPrices.contains($0) || twin.budget.missingPrices.contains($0)
      }
      return [.heading("Ratios"), .sentence(Quantity.unknown(missing), on: .page)]
    }
    let time = Band(exactly: chip.budget.duration_s)
    let twinTime = Band(exactly: twin.budget.duration_s)
    var rows: [[Cell]] = devices.compactMap { device in
      guard let joules = device.energy_J else { return nil }
      return [
        Cell(device.name), .ratio(joules, to: energy), .ratio(joules, to: twinEnergy),
        .ratio(device.time_s, to: time), .ratio(device.time_s, to: twinTime),
      ]
    }
    rows.append([
      "digital twin", .ratio(twinEnergy, to: energy), "×1", .ratio(twinTime, to: time), "×1",
    ])
    if let analog = analogTwin?.budget, let joules = analog.total_J {
      let seconds = Band(exactly: analog.duration_s)
      rows.append([
        "analog twin", .ratio(joules, to: energy), .ratio(joules, to: twinEnergy),
        .ratio(seconds, to: time), .ratio(seconds, to: twinTime),
      ])
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
        "The digital twin has the chip's arrays, residency, network and static power, but adds and "
          + "multiplies instead of drawing. What it saves over a device it saves without spins; only "
          + "the ratio of the twin to the chip is due to their physics. Chip and twin share prices, "
          + "so the true band of that ratio is narrower than printed. The analog twin is the same with "
          + "its products on charge-domain crossbars: capacitors, charged where both bits are 1, and a "
          + "converter for each sum of a column."),
    ]
  }
}
