/// Pictures of an annealing.
public enum AnnealCharts {
  /// Reads by cut or objective as bars; `nil` without any read.
  ///
  /// - Throws: `PictureError`.
  public static func histogram(of report: AnnealReport) throws(PictureError) -> Drawing? {
    let rows = AnnealLevels.merged(report.levels, rows: 60)
    guard !rows.isEmpty else { return nil }
    let chart = Chart(
      title: "reads by " + report.quantity, xLabel: report.quantity, yLabel: "reads",
      series: [
        .init(
          label: "reads", x: rows.map { ($0.value + $0.worstValue) / 2 },
          y: rows.map { Double($0.count) }, isJoined: false, areBars: true)
      ])
    return try Chart.drawing(of: [chart], title: report.summary.first ?? "anneal")
  }
}
