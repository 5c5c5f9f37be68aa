import CriticalControl
import Foundation
import Reports
import SampleStatistics

/// Pictures of a trace: the corridor, β by step and by head, H against β.
struct ControlCharts {
  /// A picture with its heading and the name of its files.
  struct Picture {
    var title: String
    var name: String
    var drawing: Drawing
  }

  private let trace: ControlTrace
  /// Series that a chart tells apart.
  private static let mostSeries = 6

  init(_ trace: ControlTrace) { self.trace = trace }

  /// All pictures; none of heads that have no target.
  func pictures() throws(PictureError) -> [Picture] {
    let heads = trace.controlled
    guard let longest = heads.map(\.head.steps.count).max(), longest > 1 else { return [] }
    var pictures = [
      try picture(
        "The entropy corridor", "corridor", [errors(steps: longest), betas(steps: longest)],
        "H and β by step"),
      try picture(
        "β by head", "heads",
        [
          byHead({ $0.finalRatio }, "β√d at the end", "β√d"),
          byHead(steps, "steps into the corridor", "steps"),
        ], "heads"),
    ]
    if let (head, _) = heads.first(where: { $0.head.starts != nil }), let starts = head.starts {
      let chart = StartBetaChart.chart(
        head.source.rows, starts: starts, textbook: head.source.textbook, title: head.source.name)
      pictures.append(
        try picture(
          "Entropy against β", "starts", [chart], "H against β with the seven start values"))
    }
    return pictures.compactMap(\.self)
  }

  /// A picture of the charts that have a finite value: no head may have come into the corridor.
  private func picture(
    _ title: String, _ name: String, _ charts: [Chart], _ caption: String
  ) throws(PictureError) -> Picture? {
    try Chart.drawing(ofDrawable: charts, title: caption).map {
      Picture(title: title, name: name, drawing: $0)
    }
  }

  /// H − H_t by step: each head of a few, otherwise quantiles over heads.
  private func errors(steps: Int) -> Chart {
    let edges = [0, Double(steps - 1)]
    let band = trace.request.band
    let corridor = [band, -band].map {
      Chart.Series(label: "corridor", x: edges, y: [$0, $0])
    }
    return Chart(
      title: "H − H_t", xLabel: "step", yLabel: "nats",
      series: series(steps: steps) { head, step in step.entropy - (head.target ?? .nan) },
      curves: corridor)
  }

  /// log₁₀ of β√d by step.
  private func betas(steps: Int) -> Chart {
    Chart(
      title: "β", xLabel: "step", yLabel: "log10 of β√d",
      series: series(steps: steps) { head, step in
        step.beta > 0 ? log10(step.beta / head.source.textbook) : .nan
      })
  }

  private func series(
    steps: Int, _ quantity: (ControlTrace.Head, HeadLoop.Step) -> Double
  ) -> [Chart.Series] {
    let heads = trace.controlled.map(\.head)
    let shown = min(steps, 400)
    guard heads.count > Self.mostSeries else {
      return heads.map { head in
        let part = head.steps.prefix(shown)
        return Chart.Series(
          label: head.source.name, x: part.indices.map(Double.init),
          y: part.map { quantity(head, $0) })
      }
    }
    return [(0.0, "lowest"), (0.25, "25 %"), (0.5, "median"), (0.75, "75 %"), (1, "highest")].map {
      share, label in
      let y = (0..<shown).map { step in
        let values = heads.compactMap { head in
          head.steps.indices.contains(step) ? quantity(head, head.steps[step]) : nil
        }.filter(\.isFinite)
        return (try? quantile(share, of: values)) ?? .nan
      }
      return Chart.Series(label: label, x: (0..<shown).map(Double.init), y: y)
    }
  }

  private func steps(_ head: ControlTrace.Head) -> Double {
    head.target.flatMap { head.steps.reached(target: $0, band: trace.request.band) }
      .map(Double.init) ?? .nan
  }

  /// A quantity of each head at the end, one series a layer as far as colours last.
  private func byHead(
    _ quantity: (ControlTrace.Head) -> Double, _ title: String, _ label: String
  ) -> Chart {
    let heads = trace.controlled.map(\.head)
    let layers = Set(heads.map { $0.source.layer ?? 0 }).sorted()
    let series = layers.prefix(7).map { layer in
      let part = heads.enumerated().filter { ($0.element.source.layer ?? 0) == layer }
      return Chart.Series(
        label: "layer \(layer)", x: part.map { Double($0.offset) },
        y: part.map { quantity($0.element) }, isJoined: false)
    }
    return Chart(title: title, xLabel: "head, by layer", yLabel: label, series: series)
  }
}
