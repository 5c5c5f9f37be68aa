import EnergyBudgets
import ExecutionRecords
import HardwareSpecs

/// Figures of a page, always with their bands, or with the reason why there is none.
enum Figures {
  /// `3.2 mJ (1.1 mJ to 9.8 mJ)` on one line.
  static func plain(_ band: Band, _ unit: String) -> String {
    let nominal = Quantity.text(band.nominal, unit)
    return isExact(band)
      ? nominal
      : "\(nominal) (\(Quantity.text(band.low, unit)) to \(Quantity.text(band.high, unit)))"
  }

  /// The figure, and its band in small print.
  static func band(_ band: Band, _ unit: String) -> Markup {
    pair(
      Quantity.text(band.nominal, unit),
      isExact(band)
        ? nil : "\(Quantity.text(band.low, unit)) to \(Quantity.text(band.high, unit))")
  }

  /// An energy, or which prices are missing.
  static func energy(_ band: Band?, missing: [Action]) -> Markup {
    band.map { Self.band($0, "J") } ?? unknown(missing)
  }

  /// A ratio of two quantities, with its extremes; a dash where it is not defined.
  static func ratio(_ dividend: Band, to divisor: Band) -> Markup {
    guard divisor.low > 0 else {
      return divisor.nominal > 0
        ? pair(
          Quantity.ratio(dividend.nominal / divisor.nominal),
          "\(Quantity.ratio(dividend.low / divisor.high)) or more")
        : .text("–")
    }
    let ratio = dividend.ratio(to: divisor)
    return pair(
      Quantity.ratio(ratio.nominal),
      isExact(ratio) ? nil : "\(Quantity.ratio(ratio.low)) to \(Quantity.ratio(ratio.high))")
  }

  /// A share in percent; a dash where the whole is unknown.
  static func share(_ share: Double?) -> Markup { .text(share.map(Quantity.percent) ?? "–") }

  /// Why an energy is not printed.
  static func unknown(_ missing: [Action]) -> Markup {
    .element("span", ["class": "unknown"], unknownText(missing))
  }

  /// Why an energy is not printed, as plain text.
  static func unknownText(_ missing: [Action]) -> String {
    missing.isEmpty
      ? "unknown"
      : "unknown: no price for " + missing.map(name).joined(separator: ", ")
  }

  /// An action in words.
  static func name(_ action: Action) -> String { action.rawValue.replacing("_", with: " ") }

  private static func isExact(_ band: Band) -> Bool {
    band.low == band.nominal && band.high == band.nominal
  }

  private static func pair(_ figure: String, _ range: String?) -> Markup {
    var parts: [Markup] = [.element("span", ["class": "main"], figure)]
    if let range {
      parts.append(.text(" "))
      parts.append(.element("span", ["class": "range"], range))
    }
    return .sequence(parts, separator: "")
  }
}
