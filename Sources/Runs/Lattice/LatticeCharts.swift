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
    guard !charts.isEmpty else { return nil }
    return try Chart.drawing(of: charts, title: report.summary.first ?? "lattice")
  }

  /// A table of sites, β, an abscissa and an ordinate (with its error, where it has one): a series for each
  /// of the first seven pairs of sites and β; `nil` where none has two points.
  ///
  /// - Throws: `PictureError`.
  static func space(
    _ table: LatticeReport.NumberTable, scale: TemperatureScale
  ) throws(PictureError) -> Drawing? {
    var series: [Chart.Series] = []
    var last: [Double] = []
    for row in table.rows where row.count >= 4 {
      if last != Array(row[..<2]) {
        last = Array(row[..<2])
        if series.count == 7 { break }
        series.append(
          Chart.Series(
            label: String(format: "%.0f sites, ", row[0])
              + String(format: "\(scale.symbol) = %.4g", scale.value(row[1])), x: [], y: []))
      }
      series[series.count - 1].x.append(row[2])
      series[series.count - 1].y.append(row[3])
      if row.count > 4 { series[series.count - 1].errors.append(row[4]) }
    }
    guard series.contains(where: { $0.x.count > 1 && $0.y.contains(where: \.isFinite) }) else {
      return nil
    }
    let chart = Chart(
      title: table.header[3] + " by " + table.header[2], xLabel: table.header[2],
      yLabel: table.header[3], series: series)
    return try Chart.drawing(of: [chart], title: table.name)
  }
}
