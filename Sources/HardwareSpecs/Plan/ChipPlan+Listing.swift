import ChipComponents

extension ChipPlan {
  /// The derived rows of the listing.
  var listing: [SpecRow] {
    let rows = Formula.derived(behind: rows)
    let bands = Formula.bands(of: rows)
    return zip(rows, bands).compactMap { row, band in
      row.figure.map { figure in
        SpecRow.derived(
          figure,
          band: row.constants.isEmpty
            ? nil : Band(low: band.low, nominal: figure.value, high: band.high))
      }
    }
  }
}

extension SpecRow {
  /// A figure with its arithmetic.
  static func derived(_ figure: Figure, band: Band?) -> SpecRow {
    let unit = PhysicalUnit(figure.unit)
    var row = SpecRow(
      section: "derived", key: figure.name, value: figure.value, unit: figure.unit,
      text: unit.map { PhysicalUnit.readable(figure.value * $0.scale, $0.dimension) }
        ?? "\(PhysicalUnit.short(figure.value)) \(figure.unit)", band: band,
      source: figure.formulaText.map { "\($0): \(figure.source)" } ?? figure.source,
      confidence: .derived)
    row.formula = figure.formulaText
    row.meaning = figure.source
    row.inputs = figure.inputs
    return row
  }

  /// A figure that follows from others by a formula.
  static func derived(
    _ key: String, _ unit: String, _ meaning: String, _ formula: Formula
  ) -> SpecRow {
    let figure = formula.named(key, unit, meaning).figure
    guard let figure else { preconditionFailure("\(key) has no figure after it was named") }
    return .derived(figure, band: nil)
  }
}
