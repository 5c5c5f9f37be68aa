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
    var parts: [Part] = [.table(latencyTable), .table(throughputTable)]
    if !doubts.isEmpty {
      parts.append(
        .sentence("Not sound: \(doubts.joined(separator: "; ")). The warnings say by how much."))
    }
    if isComparable {
      if !devices.isEmpty { parts.append(.table(equalThroughputTable)) }
    } else {
      parts.append(.table(equalThroughputTable, on: .file))
    }
    let verdict = Verdict.belowFloor(self) ?? Verdict.twin(self)
    if let verdict { parts.append(.sentence(verdict, on: .terminal)) }
    if let otherSentence { parts.append(.sentence(otherSentence, on: .terminal)) }
    parts.append(.line(timeLine, on: .page))
    if let correction = chip.correction { parts.append(.line(correction.sentence, on: .page)) }
    if let activeLine { parts.append(.line(activeLine, on: .page)) }
    if !chip.events.isEmpty {
      parts.append(.line("simulated " + chip.eventWords.joined(separator: ", "), on: .page))
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

  /// Other roads of attention beside this run's, in the same figures: a table of the page.
  private var otherParts: [Part] {
    guard !others.isEmpty, let own = chip.costs, let ownTwin = twin.costs else { return [] }
    func row(
      _ name: String, _ cosine: Double, _ costs: TextCosts, _ twin: TextCosts
    ) -> [Cell] {
      func ratio(_ mode: TextCosts.Mode) -> String {
        ratioToTwin(mode, costs, twin, cosine: cosine).map { Quantity.ratio($0.nominal) } ?? "–"
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
            .words("attention by"), .figures("cosine"), .figures("time"), .figures("energy a text"),
            .figures("over twin’s"), .figures("rate"), .figures("energy a text"),
            .figures("over twin’s"),
          ],
          [row(attentionWord, accuracy.cosineMean, own, ownTwin)]
            + others.map { row($0.name, $0.cosineMean, $0.costs, $0.twin) }), on: .page)
    ]
  }

  /// The same in a sentence.
  private var otherSentence: String? {
    guard !others.isEmpty else { return nil }
    return others.map { other in
      func energy(_ mode: TextCosts.Mode, _ words: String) -> String {
        let joules =
          other.costs.energy_J(mode).map { Quantity.text($0.nominal, "J") } ?? "unknown energy"
        let ratio = ratioToTwin(mode, other.costs, other.twin, cosine: other.cosineMean)
        return joules + (ratio.map { " (\(Quantity.ratio($0.nominal))\(words))" } ?? "")
      }
      return "Attention by \(other.name): cosine \(Quantity.decimals(other.cosineMean, 4)); "
        + "\(Quantity.text(other.costs.time_s, "s")), \(energy(.latency, " its twin")); "
        + "\(Quantity.text(other.costs.texts_perSecond, "/s")), \(energy(.throughput, ""))."
    }.joined(separator: " ")
  }

  /// Energy on another road over that of its own twin; `nil` where one of them is below the floor.
  private func ratioToTwin(
    _ mode: TextCosts.Mode, _ costs: TextCosts, _ twin: TextCosts, cosine: Double
  ) -> Drawn? {
    guard isComparable, cosine >= floorCosine, let chip = costs.energy_J(mode),
      let twin = twin.energy_J(mode), twin.nominal > 0
    else { return nil }
    return chip / twin
  }

  /// The road of this run by its word.
  private var attentionWord: String {
    settings.words.first { $0.name == "attention" }?.value ?? "this run"
  }

  /// Cycles, how times were found, and what happens once before the first text.
  var timeLine: String {
    let cycles = chip.record.timeline.totalCycles / UInt64(max(1, outputs.count))
    return "\(Quantity.count(cycles)) cycles a text on the chip, timing \(chip.timing); "
      + "couplings resident \(Quantity.percent(chip.residentShare)); "
      + "start-up load \(Quantity.text(start.budget.duration_s, "s"))"
      + (start.budget.total_J.map { ", \(Quantity.text($0.nominal, "J"))" } ?? "")
  }

  /// What the analog twin's energy depends on in the data.
  private var activeLine: String? {
    guard let total = analogTwin?.record.total, total[.analogRestingProduct] > 0 else { return nil }
    let (active, all) = (total[.analogActiveProduct], total[.analogRestingProduct])
    return "analog twin: \(Quantity.percent(Double(active) / Double(all))) of "
      + "\(Quantity.count(all)) products of two bits are 1, all texts together"
  }

  private var timingSentence: String {
    (chip.events.isEmpty
      ? "Times of the chip and its twin are"
      : "Times of the chip were \(chip.timing); its twin's are")
      + " analytic rules, not a circuit simulation."
  }
}
