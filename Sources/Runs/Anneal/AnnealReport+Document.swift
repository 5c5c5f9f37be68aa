import Foundation
import SampleStatistics
public import Reports

extension AnnealReport {
  /// Rows of the histogram on a terminal.
  private static let mostRows = 12
  /// Width of its longest bar.
  private static let cells = 32

  /// The report for readers.
  ///
  /// - Throws: `PictureError` where a figure cannot be drawn.
  public func document() throws(PictureError) -> Document {
    let end = Part.line("\(stop.text) after " + Quantity.text(stop.elapsed_s, "s"))
    var sections = [
      Section("", Part.lead(summary)), Section("", [.cards(cards)]),
      Section("The best", bestParts + (work.reads > 0 ? [] : [end])),
    ]
    if work.reads > 0 {
      let cutOff = work.batches - work.completeBatches
      let head =
        "\(Self.count(work.reads, "read")) in \(Self.count(work.batches, "batch"))"
        + (cutOff > 0 ? " (\(cutOff) cut off)" : "") + " by " + quantity
      sections += [
        Section(
          "Reads",
          [.line(head), .listing(histogram, on: .terminal)]
            + (try AnnealCharts.histogram(of: self).map { [.picture($0, name: "histogram")] }
              ?? []) + [.table(levelTable, on: .file)]),
        Section("Chance of success", successParts),
        Section(
          "The way to the best",
          try AnnealCharts.trace(of: self).map { [.picture($0, name: "trace")] } ?? []),
        Section("Speed", [.line(rate.sentence), end]),
      ]
    }
    return Document(
      title: summary.first ?? "anneal", sections: sections, warnings: warnings, settings: method,
      provenance: provenance)
  }

  /// The best spins, and the reads where they were kept.
  public func files() -> [ResultFile] {
    [ResultFile("best.spins", text: SpinFile.text(labels: labels, spins: best.spins))]
      + (sampleSet.map { [ResultFile("sampleset.json", Data($0))] } ?? [])
  }

  private var cards: [Card] {
    var cards = [
      Card(
        "best " + quantity, Cell(Self.number(bestValue)),
        remark: best.proof.map { "proved optimal: \($0)" } ?? "the best that was seen")
    ]
    if let success {
      cards += [
        Card(
          "reads that reach " + Self.number(goal),
          Cell(Quantity.percent(success.probability.value)),
          remark: "\(success.probability.successes) of \(success.probability.trials)"),
        Card(
          "time to it with 99 %", Cell(Self.time(success.time_s.value)),
          remark: "of one core; \(Self.time(success.time_s.low)) to "
            + Self.time(success.time_s.high)),
      ]
    }
    return cards
  }

  private var bestParts: [Part] {
    var line = "best \(quantity) " + Self.number(bestValue)
    if best.cut != nil || best.value != best.energy {
      line += " (energy \(Self.number(best.energy)))"
    }
    if work.reads > 0 {
      line += ", after " + Quantity.text(timeToBest_s, "s") + ", in "
      line += (best.hasMoreStates ? "at least " : "") + Self.count(best.states, "state")
    }
    return [
      .line(line),
      .line(
        best.proof.map { "proved optimal: \($0)" }
          ?? "the best that was seen; nothing proves it to be the optimum"),
    ] + best.notes.map { .line($0) } + (best.state.map { [.line("state " + $0)] } ?? [])
  }

  private var histogram: [String] {
    let rows = AnnealLevels.merged(levels, rows: Self.mostRows)
    let most = Double(rows.map(\.count).max() ?? 1)
    return TextLines.columns(
      rows.map { row in
        // A read is never invisible.
        let filled = max(1, Int((Double(row.count) / most * Double(Self.cells)).rounded()))
        let label =
          Self.number(row.value)
          + (row.value == row.worstValue ? "" : " to " + Self.number(row.worstValue))
        return [label, String(repeating: "█", count: filled) + " \(row.count)"]
      }, isRight: [true], indent: 2, gap: 1)
  }

  /// `levels.csv`: reads by energy, best first.
  private var levelTable: Table {
    Table(
      file: "levels", header: [quantity, "worst_\(quantity)", "energy", "highest_energy", "reads"],
      rows: levels.map {
        ["\($0.value)", "\($0.worstValue)", "\($0.energy)", "\($0.highestEnergy)", "\($0.count)"]
      })
  }

  private var successParts: [Part] {
    guard let success else {
      return [
        .line(
          work.completeBatches == 0
            ? "no batch came to its end of its own: no success probability"
            : "no read has the best value: no success probability")
      ]
    }
    let goal = quantity + " " + Self.number(goal) + (target == nil ? " (the best seen)" : "")
    let table = Table.part(successes)
    guard successes.count == 1 else {
      return [.line("\(goal) by length of reads; times of one core"), .table(table)]
    }
    let p = success.probability
    return [
      .line(
        "\(goal) in \(p.successes) of \(Self.count(p.trials, "read")): p = "
          + Self.probability(p)),
      .line(
        "time to it with 99 %: \(Self.times(success.time_s)) of one core; "
          + "\(Quantity.text(success.read_s, "s")) a read, "
          + "\(Quantity.text(success.batch_s, "s")) a batch"),
      .table(table, on: .file),
    ]
  }

  fileprivate static func probability(_ p: SuccessProbability) -> String {
    String(format: "%.3g (%.2g to %.2g)", p.value, p.low, p.high)
  }

  private static func time(_ time_s: Double) -> String {
    time_s.isFinite ? Quantity.text(time_s, "s") : "∞"
  }

  fileprivate static func times(_ time: TimeToTarget) -> String {
    "\(Self.time(time.value)) (\(Self.time(time.low)) to \(Self.time(time.high)))"
  }

  /// `64 reads`, `1 batch`.
  static func count(_ number: Int, _ noun: String) -> String {
    Quantity.counted(number, noun)
  }

  /// A cut or an energy: whole numbers in full, others with up to ten figures.
  public static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15
      ? String(format: "%.0f", value == 0 ? 0 : value) : String(format: "%.10g", value)
  }
}

extension Table {
  /// `successes.csv`: one row a length of reads.
  fileprivate static func part(_ successes: [AnnealReport.Success]) -> Table {
    Table(
      "successes",
      [
        .figures("sweeps", "sweeps"), .figures("reads", "reads"), .figures("reached", "reached"),
        .figures("p (95 %)", "probability", "probability_low", "probability_high"),
        .figures(
          "time to 99 %", "time_to_target_s", "time_to_target_low_s", "time_to_target_high_s"),
        .figures("", "read_s", "batch_s", on: .file),
      ],
      successes.map { one in
        let (p, time) = (one.probability, one.time_s)
        return [
          Cell("\(one.sweeps)"), Cell("\(p.trials)"), Cell("\(p.successes)"),
          Cell(AnnealReport.probability(p), values: [p.value, p.low, p.high]),
          Cell(AnnealReport.times(time), values: [time.value, time.low, time.high]),
          Cell("", values: [one.read_s, one.batch_s]),
        ]
      }
    ).shown(indent: 0)
  }
}

extension AnnealReport.Rate {
  fileprivate var sentence: String {
    String(
      format: "%.4f updates/ns on %@, %.4f inside batches of one", updatesPerNanosecond,
      AnnealReport.count(threads, "thread"), updatesPerNanosecondOfAThread)
  }
}
