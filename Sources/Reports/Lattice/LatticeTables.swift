import Foundation
package import SampleStatistics

/// The report of `lattice` as text and as comma-separated values.
public enum LatticeTables {
  /// A screen of text, with a final newline.
  public static func text(of report: LatticeReport) -> String {
    var lines = report.summary
    for size in sizes(report) {
      let points = report.points.filter { $0.size == size }
      lines.append("")
      if sizes(report).count > 1 { lines.append("size \(size)") }
      lines += points.count == 1 ? single(points[0]) : table(points)
    }
    if let critical = report.criticalPoint {
      lines.append("")
      for crossing in report.crossings {
        lines.append(
          "Binder cumulants of sizes \(crossing.first) and \(crossing.second) cross at β = "
            + uncertain(crossing.beta) + String(format: ", U₄ = %.4f", crossing.binder))
      }
      lines.append(
        "critical point: β = " + uncertain(critical)
          + (report.criticalMethod.map { " (\($0))" } ?? "")
          + (report.knownCriticalPoint.map { String(format: "; known: %.7f", $0) } ?? ""))
    }
    lines.append("")
    lines.append(
      String(
        format: "%.4f updates/ns in the engine on %@; %.4f with all else on %d thread%@",
        report.rate.updatesPerNanosecond,
        report.rate.engineThreads == 1 ? "one thread" : "\(report.rate.engineThreads) threads",
        report.rate.totalUpdatesPerNanosecond,
        report.rate.threads, report.rate.threads == 1 ? "" : "s"))
    lines += report.warnings.map { "warning: " + $0 }
    return lines.joined(separator: "\n") + "\n"
  }

  /// One row a point: β, each observable with its error, counts.
  public static func csv(of report: LatticeReport) -> String {
    var keys: [String] = []
    for key in report.points.flatMap({ $0.observables.map(\.key) }) where !keys.contains(key) {
      keys.append(key)
    }
    var csv = CSVText(
      header: ["size", "sites", "beta"]
        + keys.flatMap { [$0, $0 + "_error", $0 + "_effective_samples", $0 + "_exact"] }
        + ["attempts", "flips", "messages"])
    for point in report.points {
      csv.add(
        [point.size, "\(point.sites)", "\(point.beta)"]
          + keys.flatMap { key in
            guard let observable = point.observable(key) else { return ["", "", "", ""] }
            return [
              "\(observable.estimate.value)", observable.estimate.error.map { "\($0)" } ?? "",
              "\(observable.estimate.effectiveSamples)", observable.exact.map { "\($0)" } ?? "",
            ]
          } + ["\(point.attempts)", "\(point.flips)", "\(point.messages)"])
    }
    return csv.text
  }

  /// A further table as comma-separated values.
  public static func csv(of table: LatticeReport.Table) -> String {
    var csv = CSVText(header: table.header)
    for row in table.rows { csv.add(row.map { "\($0)" }) }
    return csv.text
  }

  private static func sizes(_ report: LatticeReport) -> [String] {
    var sizes: [String] = []
    for point in report.points where !sizes.contains(point.size) { sizes.append(point.size) }
    return sizes
  }

  private static func single(_ point: LatticeReport.Point) -> [String] {
    let rows = point.observables.map { observable -> [String] in
      var row = [
        "  " + observable.key.replacing("_", with: " "), observable.symbol,
        uncertain(observable.estimate),
      ]
      if let exact = observable.exact {
        row.append(
          (observable.isBoltzmann ? "exact" : "Boltzmann") + String(format: " %.7g", exact)
            + (observable.deviation.map { String(format: " (%+.1f σ)", $0) } ?? ""))
      } else {
        row.append("")
      }
      row.append(
        observable.estimate.tau.map {
          String(format: "τ = %.3g, ", $0)
            + String(format: "%.3g effective samples", observable.estimate.effectiveSamples)
        } ?? "")
      return row
    }
    return ["β = \(point.beta), \(point.sites) sites"] + aligned(rows)
  }

  private static func table(_ points: [LatticeReport.Point]) -> [String] {
    let shown = points[0].observables
    let head = ["β"] + shown.map(\.symbol)
    return aligned(
      [head]
        + points.map { point in
          [String(format: "%.6g", point.beta)]
            + shown.map { point.observable($0.key).map { uncertain($0.estimate) } ?? "–" }
        })
  }

  /// `−1.4139(12)`: the digits in brackets are the error of the last digits.
  package static func uncertain(_ estimate: Estimate) -> String {
    guard estimate.value.isFinite else { return "–" }
    guard let error = estimate.error, error.isFinite else {
      return String(format: "%.6g(?)", estimate.value)
    }
    guard error > 0 else { return String(format: "%.6g(0)", estimate.value) }
    let decimals = max(0, 1 - Int(log10(error * 1.005).rounded(.down)))
    guard decimals <= 12, abs(estimate.value) < 1e9 else {
      return String(format: "%.5g ± %.2g", estimate.value, error)
    }
    guard decimals > 0 else { return String(format: "%.0f(%.0f)", estimate.value, error) }
    let digits = error * pow(10, Double(decimals))
    return String(format: "%.\(decimals)f(%.0f)", estimate.value, digits)
  }

  private static func aligned(_ rows: [[String]]) -> [String] {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        line += cell
        if column + 1 < row.count {
          line += String(repeating: " ", count: widths[column] - cell.count + 2)
        }
      }
      while line.hasSuffix(" ") { line.removeLast() }
      return line
    }
  }
}
