import Foundation
public import Reports

extension SweepReport {
  /// The front, all points, and pictures.
  ///
  /// - Throws: `PictureError` where a picture cannot be drawn.
  public func document() throws(PictureError) -> Document {
    let title =
      "sweep \(plan.name): \(points.count) of \(Quantity.counted(plan.points.count, "point"))"
    let front = front
    let best = points.indices.filter(front.contains)
    var warnings: [String] = []
    if let failure = points.compactMap(\.failure).first {
      warnings.append(
        "\(Quantity.counted(failures, "point")) failed, the first of them: \(failure)")
    }
    let goals = plan.outputs.filter { $0.goal != nil }
      .map { "\($0.name) \($0.goal?.rawValue ?? "")" }.joined(separator: ", ")
    var sections = [
      Section(
        "",
        Part.lead([title, "ising-npu \(plan.command)"]) + [
          .table(table(points.indices.map(\.self), front: front, name: "points"), on: .file)
        ])
    ]
    if !goals.isEmpty {
      sections.append(
        Section(
          "Front",
          [
            .line("no point is better in all of: \(goals)"),
            .table(table(best, front: front, name: "front").shown(rows: 40)),
          ]))
    }
    if let picture = try SweepCharts.drawing(of: self, front: front) {
      sections.append(Section("Pictures", [.picture(picture, name: "sweep")]))
    }
    sections.append(
      Section(
        "All points",
        [
          .table(
            table(points.indices.map(\.self), front: front, name: "").shown(
              rows: goals.isEmpty ? 40 : 0, fold: "\(points.count) points"),
            on: goals.isEmpty ? .readers : .page)
        ]))
    return Document(title: title, sections: sections, warnings: warnings, provenance: provenance)
  }

  private func table(_ places: [Int], front: Set<Int>, name: String) -> Table {
    func title(_ name: String, _ unit: String) -> String {
      unit.isEmpty ? name : "\(name) [\(unit)]"
    }
    return Table(
      name,
      [.figures("point", "point")]
        + plan.parameters.map { .figures(title($0.name, $0.unit), title($0.name, $0.unit)) }
        + plan.outputs.map { .figures(title($0.name, $0.unit), title($0.name, $0.unit)) }
        + [.words("front", "front"), .words("", "failure", on: .file)],
      places.map { place in
        let point = points[place]
        return [.count(point.index)] + point.parameters.map { Cell($0) }
          + point.outputs.map { value in
            value.map { Cell($0, String(format: "%.5g", $0)) } ?? .unknown("failed")
          } + [Cell(front.contains(place) ? "yes" : ""), Cell(point.failure ?? "")]
      })
  }
}
