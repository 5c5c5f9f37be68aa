import Reports

/// Pictures of an annealing.
enum AnnealCharts {
  /// Reads by cut or objective as bars; `nil` without any read.
  ///
  /// - Throws: `PictureError`.
  static func histogram(of report: AnnealReport) throws(PictureError) -> Drawing? {
    let rows = AnnealLevels.merged(report.levels, rows: 60)
    guard !rows.isEmpty else { return nil }
    let chart = Chart(
      title: "reads by " + report.quantity, xLabel: report.quantity, yLabel: "reads",
      series: [
        .init(
          label: "reads", x: rows.map { ($0.value + $0.worstValue) / 2 },
          y: rows.map { Double($0.count) }, isJoined: false, areBars: true)
      ])
    return try Chart.drawing(ofDrawable: [chart], title: report.summary.first ?? "anneal")
  }

  /// The best value that was seen, by the logarithm of time, for most of the way is made early; `nil` where it was seen once.
  ///
  /// - Throws: `PictureError`.
  static func trace(of report: AnnealReport) throws(PictureError) -> Drawing? {
    guard report.trace.count > 1 else { return nil }
    var (x, y): ([Double], [Double]) = ([], [])
    // A value holds until a better one is seen, the last one until the end.
    for (index, point) in report.trace.enumerated() {
      if let last = y.last {
        x.append(point.time_s)
        y.append(last)
      }
      x.append(point.time_s)
      y.append(point.value)
      if index + 1 == report.trace.count, report.stop.elapsed_s > point.time_s {
        x.append(report.stop.elapsed_s)
        y.append(point.value)
      }
    }
    let chart = Chart(
      title: "best \(report.quantity) by time", xLabel: "seconds", yLabel: report.quantity,
      series: [.init(label: "best", x: x, y: y)], hasDecades: true)
    return try Chart.drawing(ofDrawable: [chart], title: report.summary.first ?? "anneal")
  }
}
