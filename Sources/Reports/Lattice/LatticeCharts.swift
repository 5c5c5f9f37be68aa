import SampleStatistics

/// Curves of a temperature scan.
public enum LatticeCharts {
  /// The quantities that are drawn, in order.
  private static let drawn = [
    "energy_per_spin", "specific_heat", "abs_magnetisation", "order_parameter", "susceptibility",
    "binder",
  ]

  /// A chart a quantity, β across, one series a size; `nil` for fewer than two temperatures.
  ///
  /// - Throws: `PictureError`.
  public static func drawing(
    of report: LatticeReport
  ) throws(PictureError) -> Drawing? {
    var sizes: [String] = []
    for point in report.points where !sizes.contains(point.size) { sizes.append(point.size) }
    guard Set(report.points.map(\.beta)).count > 1 else { return nil }
    var charts: [Chart] = []
    for key in drawn {
      guard let symbol = report.points.lazy.compactMap({ $0.observable(key)?.symbol }).first
      else { continue }
      var series: [Chart.Series] = []
      var curves: [Chart.Series] = []
      for size in sizes {
        let points = report.points.filter { $0.size == size && $0.observable(key) != nil }
        let observables = points.compactMap { $0.observable(key) }
        series.append(
          .init(
            label: "L = \(size)", x: points.map(\.beta), y: observables.map(\.estimate.value),
            errors: observables.map { $0.estimate.error ?? .nan }))
        let exact = zip(points, observables).filter { $1.exact != nil }
        if exact.count > 1 {
          curves.append(
            .init(
              label: "exact, Boltzmann", x: exact.map { $0.0.beta },
              y: exact.map { $0.1.exact ?? .nan }))
        }
      }
      let hasValue = series.contains { $0.y.contains(where: \.isFinite) }
      guard hasValue else { continue }
      var marks: [(x: Double, label: String)] = []
      if let critical = report.criticalPoint?.value ?? report.knownCriticalPoint {
        marks.append((critical, "βc"))
      }
      charts.append(
        Chart(
          title: key.replacing("_", with: " "), xLabel: "β", yLabel: symbol, series: series,
          curves: curves, marks: marks))
    }
    guard !charts.isEmpty else { return nil }
    return try Chart.drawing(of: charts, title: report.summary.first ?? "lattice")
  }
}
