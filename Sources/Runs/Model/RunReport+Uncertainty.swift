import EnergyBudgets
import ChipComponents
import HardwareSpecs
import Reports

/// What decides how well the energy is known.
extension RunReport {
  /// The width of the band, and what it is due to.
  var knownSentence: String? {
    guard let known = uncertainty?.chip, let halving = known.halving, !known.tornado.isEmpty else {
      return nil
    }
    let leading = known.tornado.prefix(2).map { "\($0.name) \(Quantity.percent($0.share))" }
    return "Energy to a factor of \(Quantity.decimals(halving.width, 2)); variance by "
      + leading.joined(separator: ", ") + "."
  }

  /// A sentence of the page, and the constants that matter most as a chart and a table.
  var uncertaintyParts: [Part] {
    guard let known = uncertainty?.chip, let halving = known.halving, !known.tornado.isEmpty else {
      return []
    }
    let leading = known.tornado.prefix(3).map { "\($0.name) \(Quantity.percent($0.share))" }
    return [
      .sentence(
        "From 5 % to 95 % the energy spans a factor of \(Quantity.decimals(halving.width, 2)). Shares of "
          + "its variance: " + leading.joined(separator: ", ") + ". " + Self.words(halving),
        on: .page),
      .bars(
        BarChart(
          "Shares of the variance of the logarithm of the chip's energy", unit: "%",
          axis: .fromZero,
          bars: known.tornado.map {
            BarChart.Bar(
              $0.name, Band(exactly: 100 * $0.share), figure: Cell(Quantity.percent($0.share)))
          })),
      .table(
        Table(
          "tornado",
          [
            .words("constant", "constant"), .figures("share", "share"),
            .words("evidence", "evidence"), .words("source", "source"),
          ],
          known.tornado.map {
            [
              Cell($0.name), Cell($0.share, Quantity.percent($0.share)),
              Cell($0.evidence.rawValue), Cell($0.source),
            ]
          }), on: [.page, .file]),
      .note(
        "Each constant behind the prices was drawn 2001 times within what its source allows, one draw for "
          + "all figures that rest on it. Shares are to first order."),
    ]
  }

  /// What would have to be measured.
  private static func words(_ halving: Uncertainty.Halving) -> String {
    let names = halving.constants.joined(separator: ", ")
    let result = "it to a factor of \(Quantity.decimals(halving.narrowed, 2))"
    return halving.constants.count == 1
      ? "Measuring \(names) alone would narrow \(result)."
      : "No single measurement halves its logarithm; \(names) together would narrow \(result)."
  }
}
