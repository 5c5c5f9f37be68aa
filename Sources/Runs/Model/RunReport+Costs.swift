import EnergyBudgets
import ExecutionRecords
import HardwareSpecs
import Reports

/// Time, energy and power of a text on the chip, its twins and the reference devices: a text at a
/// time beside a text at a time, texts that overlap beside texts that overlap.
extension RunReport {
  /// Two tables and charts, and what as many texts a second take.
  var costParts: [Part] {
    let latency = entries(.latency)
    let throughput = entries(.throughput)
    var parts: [Part] = [.table(latencyTable(latency)), .table(throughputTable(throughput))]
    if isComparable { parts.append(.sentence(equalThroughput, on: .readers)) }
    parts.append(.line(timeLine))
    if let correction = chip.correction { parts.append(.line("  " + correction.sentence)) }
    if let activeLine { parts.append(.line(activeLine)) }
    if !chip.events.isEmpty {
      parts.append(.line("  simulated " + chip.eventWords.joined(separator: ", ")))
    }
    parts += otherParts
    parts += [
      .bars(bars("Energy of a text, one at a time", "J", latency, \.energy_J)),
      .bars(bars("Energy of a text where texts overlap", "J", throughput, \.energy_J)),
      .bars(bars("Time of a text, one at a time", "s", latency, \.time_s)),
      .note(
        "The scales are logarithmic: the length of a bar counts powers of ten. Small print: the 5th and the "
          + "95th percentile over the constants behind the prices. " + timingSentence),
    ]
    return parts
  }

  /// A machine or device with its costs of a text.
  struct Entry {
    var name: String
    var short: String
    var colour: BarChart.Colour
    var time_s: Band?
    var texts_perSecond: Double
    var energy_J: Band?
    var power_W: Double?
    var bottleneck = ""
    var missing: [Action] = []
  }

  /// Chip, twins and devices in a mode; machines without costs are left out.
  func entries(_ mode: TextCosts.Mode) -> [Entry] {
    machines.compactMap { entry(of: $0.machine, $0.name, $0.short, $0.colour, mode) }
      + devices.map { entry(of: $0.cost(mode)) }
  }

  /// The machines of the comparison, the chip first.
  private var machines: [(machine: Machine, name: String, short: String, colour: BarChart.Colour)] {
    [(chip, "chip", hardware.name, .chip), (twin, "digital twin", "its digital twin", .twin)]
      + [analogTwin.map { ($0, "analog twin", "its analog twin", .analog) }].compactMap(\.self)
  }

  private func entry(
    of machine: Machine, _ name: String, _ short: String, _ colour: BarChart.Colour,
    _ mode: TextCosts.Mode
  ) -> Entry? {
    machine.costs.map { costs in
      Entry(
        name: name, short: short, colour: colour, time_s: Band(exactly: costs.time_s),
        texts_perSecond: costs.texts_perSecond, energy_J: costs.energy_J(mode)?.band,
        power_W: costs.power_W(mode), bottleneck: costs.bottleneck,
        missing: machine.budget.missingPrices)
    }
  }

  private func entry(of cost: DeviceCost) -> Entry {
    let texts = Double(max(1, outputs.count))
    return Entry(
      name: "\(cost.device), \(cost.precision), batch \(cost.batch)",
      short: "\(cost.device) \(cost.precision), batch \(cost.batch)", colour: .device,
      time_s: cost.time_s / texts, texts_perSecond: texts / cost.time_s.nominal,
      energy_J: cost.energy_J / texts, power_W: cost.power_W)
  }

  private func bars(
    _ title: String, _ unit: String, _ entries: [Entry], _ value: KeyPath<Entry, Band?>
  ) -> BarChart {
    BarChart(
      title, unit: unit, axis: .decades,
      bars: entries.map {
        let band = $0[keyPath: value]
        return BarChart.Bar(
          $0.name, band, figure: .band(band, unit, missing: $0.missing), colour: $0.colour)
      })
  }

  private func latencyTable(_ entries: [Entry]) -> Table {
    Table(
      "",
      [
        .words("one text at a time"), .figures("time"), .figures("energy"),
        .figures("[5 % … 95 %]"), .figures("power"),
      ],
      entries.map { entry in
        [Cell(entry.short), Cell(entry.time_s.map { Quantity.text($0.nominal, "s") } ?? "")]
          + Self.energyCells(entry)
      })
  }

  private func throughputTable(_ entries: [Entry]) -> Table {
    Table(
      "",
      [
        .words("texts that overlap"), .figures("rate"), .figures("energy a text"),
        .figures("[5 % … 95 %]"), .figures("power"), .words("bottleneck"),
      ],
      entries.map { entry in
        [Cell(entry.short), Cell(Quantity.text(entry.texts_perSecond, "texts/s"))]
          + Self.energyCells(entry) + [Cell(entry.bottleneck)]
      })
  }

  private static func energyCells(_ entry: Entry) -> [Cell] {
    [
      Cell(entry.energy_J.map { Quantity.text($0.nominal, "J") } ?? "unknown"),
      Cell(entry.energy_J.map { Quantity.range($0, "J") } ?? ""),
      Cell(entry.power_W.map { Quantity.text($0, "W") } ?? ""),
    ]
  }

  /// Other roads of attention beside this run's, in the same figures.
  private var otherParts: [Part] {
    guard !others.isEmpty, let own = chip.costs, let ownTwin = twin.costs else { return [] }
    func row(
      _ name: String, _ cosine: Double, _ costs: TextCosts, _ twin: TextCosts
    ) -> [Cell] {
      func ratio(_ mode: TextCosts.Mode) -> String {
        guard isComparable, cosine >= floorCosine, let chip = costs.energy_J(mode),
          let twin = twin.energy_J(mode)
        else { return "–" }
        return Quantity.ratio((chip / twin).nominal)
      }
      func joules(_ mode: TextCosts.Mode) -> String {
        costs.energy_J(mode).map { Quantity.text($0.nominal, "J") } ?? "unknown"
      }
      return [
        Cell(name), Cell(Quantity.decimals(cosine, 4)), Cell(Quantity.text(costs.time_s, "s")),
        Cell(joules(.latency)), Cell(ratio(.latency)),
        Cell(Quantity.text(costs.texts_perSecond, "texts/s")), Cell(joules(.throughput)),
        Cell(ratio(.throughput)),
      ]
    }
    return [
      .table(
        Table(
          "",
          [
            .words("attention by"), .figures("cosine"), .figures("time"), .figures("energy"),
            .figures("over twin’s"), .figures("rate"), .figures("energy a text"),
            .figures("over twin’s"),
          ],
          [row(attentionWord, accuracy.cosineMean, own, ownTwin)]
            + others.map { row($0.name, $0.cosineMean, $0.costs, $0.twin) }))
    ]
  }

  /// The road of this run by its word.
  private var attentionWord: String {
    settings.words.first { $0.name == "attention" }?.value ?? "this run"
  }

  /// How many chips, and how many twins, finish as many texts a second as a device, and their power.
  private var equalThroughput: String {
    let entries = entries(.throughput)
    let own = entries.filter { $0.colour != .device && $0.texts_perSecond > 0 }
    return entries.filter { $0.colour == .device }.map { device in
      let needs = own.map { machine in
        let count = (device.texts_perSecond / machine.texts_perSecond).rounded(.up)
        let watts = machine.power_W.map { ", \(Quantity.text(count * $0, "W"))" } ?? ""
        let noun = machine.colour == .chip ? "chip" : machine.name
        // A machine may be as slow as its description says.
        let whole = count < 1e15 ? UInt64(count) : 1_000_000_000_000_000
        return "\(Quantity.count(whole)) \(noun)\(count == 1 ? "" : "s")\(watts)"
      }
      return "As many texts a second as one \(device.short) ("
        + "\(Quantity.text(device.texts_perSecond, "texts/s"))"
        + (device.power_W.map { ", \(Quantity.text($0, "W"))" } ?? "") + "): "
        + needs.joined(separator: "; ") + "."
    }.joined(separator: " ")
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
}
