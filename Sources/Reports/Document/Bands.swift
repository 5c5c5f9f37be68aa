import ByteFormats
public import HardwareSpecs
public import ExecutionRecords

// Figures always stand with their bands, or with the reason why there is none.

extension Band {
  /// Whether there is nothing to either side.
  var isExact: Bool { low == nominal && high == nominal }
}

extension Quantity {
  /// `3.2 mJ (1.1 mJ to 9.8 mJ)`.
  public static func text(_ band: Band, _ unit: String) -> String {
    let nominal = text(band.nominal, unit)
    return band.isExact
      ? nominal : "\(nominal) (\(text(band.low, unit)) to \(text(band.high, unit)))"
  }

  /// `1.1 mJ … 9.8 mJ`.
  public static func range(_ band: Band, _ unit: String) -> String {
    "\(text(band.low, unit)) … \(text(band.high, unit))"
  }

  /// The ends of a band in the unit and with the prefix in which its figure is printed: `[249 … 559]` beside
  /// `332 µJ`. Empty where there is nothing to either side.
  public static func ends(_ band: Band) -> String {
    guard !band.isExact else { return "" }
    let factor = band.nominal == 0 ? 1 : prefixed(band.nominal).prefix?.factor ?? 1
    return "[\(plain(band.low / factor)) … \(plain(band.high / factor))]"
  }

  /// The ends of a ratio: `[54.0 … 2053]` beside `×408`.
  public static func ends(ofRatio band: Band) -> String {
    band.isExact ? "" : "[\(plain(band.low)) … \(plain(band.high))]"
  }

  /// Why an energy is not printed.
  public static func unknown(_ missing: [Action]) -> String {
    missing.isEmpty
      ? "unknown" : "unknown: no price for " + missing.map(name).joined(separator: ", ")
  }

  /// An action in words.
  public static func name(_ action: Action) -> String {
    action.rawValue.replacing("_", with: " ")
  }
}

extension Cell {
  /// A figure with its band; in a file low, nominal and high. Without it, which prices are missing.
  public static func band(_ band: Band?, _ unit: String, missing: [Action] = []) -> Cell {
    guard let band else { return .unknown(Quantity.unknown(missing), values: 3) }
    var cell = Cell(
      Quantity.text(band.nominal, unit), values: [band.low, band.nominal, band.high])
    if !band.isExact {
      cell.range = "\(Quantity.text(band.low, unit)) to \(Quantity.text(band.high, unit))"
    }
    return cell
  }

  /// A ratio of two quantities, with its extremes; a dash where it is not defined.
  public static func ratio(_ dividend: Band, to divisor: Band) -> Cell {
    guard divisor.nominal > 0 else { return "–" }
    guard divisor.low > 0 else {
      var cell = Cell(Quantity.ratio(dividend.nominal / divisor.nominal))
      cell.range = "\(Quantity.ratio(dividend.low / divisor.high)) or more"
      return cell
    }
    let ratio = dividend.ratio(to: divisor)
    var cell = Cell(Quantity.ratio(ratio.nominal))
    if !ratio.isExact {
      cell.range = "\(Quantity.ratio(ratio.low)) to \(Quantity.ratio(ratio.high))"
    }
    return cell
  }

  /// A ratio with its band; in a file low, nominal and high. A dash, and empty fields, where it is not known.
  public static func ratio(_ band: Band?) -> Cell {
    guard let band, band.nominal.isFinite else { return Cell("–", values: [nil, nil, nil]) }
    var cell = Cell(
      Quantity.ratio(band.nominal), values: [band.low, band.nominal, band.high])
    if !band.isExact {
      cell.range = "\(Quantity.ratio(band.low)) to \(Quantity.ratio(band.high))"
    }
    return cell
  }

  /// A share in percent; a dash where the whole is unknown.
  public static func share(_ share: Double?) -> Cell {
    Cell(share, share.map(Quantity.percent) ?? "–")
  }
}
