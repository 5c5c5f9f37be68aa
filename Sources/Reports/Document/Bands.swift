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

  /// A share in percent; a dash where the whole is unknown.
  public static func share(_ share: Double?) -> Cell {
    Cell(share, share.map(Quantity.percent) ?? "–")
  }
}
