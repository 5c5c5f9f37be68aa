import Foundation
import SampleStatistics

/// The report of `anneal` as text.
public enum AnnealTables {
  /// Rows of the histogram on a terminal.
  static let mostRows = 12
  /// Width of its longest bar.
  static let cells = 32

  /// A screen of text, with a final newline.
  public static func text(of report: AnnealReport) -> String {
    var lines = report.summary
    lines.append("")
    lines += best(report)
    if report.work.reads > 0 {
      let cutOff = report.work.batches - report.work.completeBatches
      lines.append("")
      lines.append(
        "\(count(report.work.reads, "read")) in \(count(report.work.batches, "batch"))"
          + (cutOff > 0 ? " (\(cutOff) cut off)" : "") + " by " + report.quantity)
      lines += histogram(report.levels)
      lines.append("")
      lines += successes(report)
      lines.append("")
      lines.append(
        String(
          format: "%.4f updates/ns on %@, %.4f inside batches of one",
          report.rate.updatesPerNanosecond, count(report.rate.threads, "thread"),
          report.rate.updatesPerNanosecondOfAThread))
    }
    lines.append(
      "\(report.stopText) after " + Quantity.text(report.elapsed_s, "s"))
    lines += report.warnings.map { "warning: " + $0 }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func best(_ report: AnnealReport) -> [String] {
    var line = "best \(report.quantity) " + number(report.bestValue)
    if report.best.cut != nil { line += " (energy \(number(report.best.energy)))" }
    if report.work.reads > 0 {
      line += ", after " + Quantity.text(report.timeToBest_s, "s") + ", in "
      line += report.best.hasMoreStates ? "at least " : ""
      line += count(report.best.states, "state")
    }
    return [
      line,
      report.best.proof.map { "proved optimal: \($0)" }
        ?? "the best that was seen; nothing proves it to be the optimum",
    ]
  }

  private static func histogram(_ levels: [AnnealReport.Level]) -> [String] {
    let rows = AnnealLevels.merged(levels, rows: mostRows)
    let most = rows.map(\.count).max() ?? 1
    let labels = rows.map { row in
      row.value == row.worstValue
        ? number(row.value) : number(row.value) + " to " + number(row.worstValue)
    }
    let width = labels.map(\.count).max() ?? 0
    return zip(labels, rows).map { label, row in
      // A read is never invisible.
      let filled = max(1, Int((Double(row.count) / Double(most) * Double(cells)).rounded()))
      return "  " + String(repeating: " ", count: width - label.count) + label + " "
        + String(repeating: "█", count: filled) + " \(row.count)"
    }
  }

  private static func successes(_ report: AnnealReport) -> [String] {
    let goal =
      report.quantity + " " + number(report.target)
      + (report.isTargetGiven ? "" : " (the best seen)")
    guard let success = report.success else {
      return ["no batch came to its end of its own: no success probability"]
    }
    guard report.successes.count == 1 else {
      let rows =
        [
          [
            "sweeps", "reads", "reached", "p (95 %)",
            "time to 99 %",
          ]
        ]
        + report.successes.map { one in
          [
            "  \(one.sweeps)", "\(one.probability.trials)", "\(one.probability.successes)",
            probability(one.probability), time(one.time_s),
          ]
        }
      return ["\(goal) by length of reads; times of one core"] + aligned(rows)
    }
    return [
      "\(goal) in \(success.probability.successes) of "
        + "\(count(success.probability.trials, "read")): p = "
        + probability(success.probability),
      "time to it with 99 %: \(time(success.time_s)) of one core; "
        + "\(Quantity.text(success.read_s, "s")) a read, "
        + "\(Quantity.text(success.batch_s, "s")) a batch",
    ]
  }

  private static func probability(_ p: SuccessProbability) -> String {
    String(format: "%.3g (%.2g to %.2g)", p.value, p.low, p.high)
  }

  private static func time(_ time: TimeToTarget) -> String {
    func text(_ time_s: Double) -> String {
      time_s.isFinite ? Quantity.text(time_s, "s") : "∞"
    }
    return "\(text(time.value)) (\(text(time.low)) to \(text(time.high)))"
  }

  /// `64 reads`, `1 batch`.
  private static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)" + (number == 1 ? "" : noun.hasSuffix("h") ? "es" : "s")
  }

  /// A cut or an energy: whole numbers in full, others with up to ten figures.
  public static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15
      ? String(format: "%.0f", value == 0 ? 0 : value) : String(format: "%.10g", value)
  }

  private static func aligned(_ rows: [[String]]) -> [String] {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      zip(row, widths).map { cell, width in
        String(repeating: " ", count: width - cell.count) + cell
      }.joined(separator: "  ")
    }
  }
}
