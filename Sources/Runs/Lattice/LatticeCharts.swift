import Foundation
import SampleStatistics
import Reports

/// Curves of a temperature scan.
enum LatticeCharts {
  /// The quantities that are drawn, in order.
  private static let drawn = [
    "energy_per_spin", "specific_heat", "abs_magnetisation", "order_parameter", "susceptibility",
    "binder", "correlation_length", "overlap_squared",
  ]

  /// A chart a quantity, β or T across, one series a size; `nil` for fewer than two temperatures.
  ///
  /// - Throws: `PictureError`.
  static func curves(
    of report: LatticeReport
  ) throws(PictureError) -> Drawing? {
    guard Set(report.points.map(\.beta)).count > 1 else { return nil }
    var charts: [Chart] = []
    for key in drawn {
      guard let symbol = report.points.lazy.compactMap({ $0.observable(key)?.symbol }).first
      else { continue }
      var series: [Chart.Series] = []
      var curves: [Chart.Series] = []
      for size in report.sizes {
        let points = report.points.filter { $0.size == size && $0.observable(key) != nil }
        let observables = points.compactMap { $0.observable(key) }
        series.append(
          .init(
            label: "L = \(size)", x: points.map { report.scale.value($0.beta) },
            y: observables.map(\.estimate.value),
            errors: observables.map { $0.estimate.error ?? .nan }))
        let exact = zip(points, observables).filter { $1.exact != nil }
        if exact.count > 1 {
          curves.append(
            .init(
              label: "exact, Boltzmann", x: exact.map { report.scale.value($0.0.beta) },
              y: exact.map { $0.1.exact ?? .nan }))
        }
      }
      let hasValue = series.contains { $0.y.contains(where: \.isFinite) }
      guard hasValue else { continue }
      var marks: [(x: Double, label: String)] = []
      if let critical = report.criticalPoint?.value ?? report.knownCriticalPoint {
        marks.append((report.scale.value(critical), "\(report.scale.symbol)c"))
      }
      charts.append(
        Chart(
          title: key.replacing("_", with: " "), xLabel: report.scale.symbol, yLabel: symbol,
          series: series,
          curves: curves, marks: marks))
    }
    return try Chart.drawing(ofDrawable: charts, title: report.summary.first ?? "lattice")
  }

  /// Most temperatures of a chart, spread over all of them.
  private static let mostSeries = 7

  /// A table of sites, β, an abscissa and an ordinate (with its error, where it has one): a chart for each number of
  /// sites with a series a temperature; `nil` where none has two points.
  ///
  /// - Throws: `PictureError`.
  static func space(
    _ table: LatticeReport.NumberTable, of report: LatticeReport
  ) throws(PictureError) -> Drawing? {
    var sites: [Double] = []
    for row in table.rows where row.count >= 4 && !sites.contains(row[0]) { sites.append(row[0]) }
    let charts = sites.compactMap { count -> Chart? in
      let rows = table.rows.filter { $0.count >= 4 && $0[0] == count }
      var betas: [Double] = []
      for row in rows where betas.last != row[1] { betas.append(row[1]) }
      let step = max(1, betas.count - 1)
      let shown =
        betas.count <= mostSeries
        ? betas : (0..<mostSeries).map { betas[$0 * step / (mostSeries - 1)] }
      let series = shown.map { beta in
        let own = rows.filter { $0[1] == beta }
        return Chart.Series(
          label: report.scale.short(beta), x: own.map { $0[2] }, y: own.map { $0[3] },
          errors: own.compactMap { $0.count > 4 ? $0[4] : nil })
      }
      guard series.contains(where: { $0.x.count > 1 && $0.y.contains(where: \.isFinite) }) else {
        return nil
      }
      let (x, y) = symbols(table)
      return Chart(
        title: "\(y), \(String(format: "%.0f", count)) sites", xLabel: x, yLabel: y,
        series: series)
    }
    return try Chart.drawing(ofDrawable: charts, title: report.summary.first ?? table.name)
  }

  /// What abscissa and ordinate are called: G(r) by r, P(q) by q.
  private static func symbols(_ table: LatticeReport.NumberTable) -> (x: String, y: String) {
    switch table.name {
    case "correlation": ("distance r", "G(r)")
    case "overlap": ("overlap q", "P(q)")
    default: (table.header[2], table.header[3])
    }
  }
}
