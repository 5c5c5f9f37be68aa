import Reports

/// Pictures of a sweep.
enum SweepCharts {
  /// The most charts of a picture.
  static let most = 12

  /// The first goal against each other one with the front, and each output against each parameter that is a number.
  ///
  /// - Throws: `PictureError`.
  static func drawing(
    of report: SweepReport, front: Set<Int>
  ) throws(PictureError) -> Drawing? {
    let plan = report.plan
    let sound = report.points.indices.filter { report.points[$0].failure == nil }
    func label(_ name: String, _ unit: String) -> String {
      unit.isEmpty ? name : "\(name), \(unit)"
    }
    func output(_ place: Int, _ index: Int) -> Double {
      report.points[place].outputs[index] ?? .nan
    }
    var charts: [Chart] = []
    let goals = plan.outputs.indices.filter { plan.outputs[$0].goal != nil }
    for other in goals.dropFirst() {
      let best = sound.filter(front.contains).sorted { output($0, goals[0]) < output($1, goals[0]) }
      charts.append(
        Chart(
          title: "\(plan.outputs[other].name) and \(plan.outputs[goals[0]].name)",
          xLabel: label(plan.outputs[goals[0]].name, plan.outputs[goals[0]].unit),
          yLabel: label(plan.outputs[other].name, plan.outputs[other].unit),
          series: [
            .init(
              label: "points", x: sound.map { output($0, goals[0]) },
              y: sound.map { output($0, other) }, isJoined: false),
            .init(
              label: "front", x: best.map { output($0, goals[0]) },
              y: best.map { output($0, other) }, isJoined: false),
          ]))
    }
    for index in plan.outputs.indices {
      for (place, parameter) in plan.parameters.enumerated() {
        let x = sound.map { Double(report.points[$0].parameters[place]) ?? .nan }
        guard x.contains(where: \.isFinite) else { continue }
        charts.append(
          Chart(
            title: "\(plan.outputs[index].name) by \(parameter.name)",
            xLabel: label(parameter.name, parameter.unit),
            yLabel: label(plan.outputs[index].name, plan.outputs[index].unit),
            series: [
              .init(label: "points", x: x, y: sound.map { output($0, index) }, isJoined: false)
            ], hasDecades: parameter.isLogarithmic))
      }
    }
    return try Chart.drawing(ofDrawable: Array(charts.prefix(most)), title: "sweep \(plan.name)")
  }
}
