import ByteFormats

/// Writes figures in SI units as a number and a unit that are read back to the same bits.
enum ExactFigure {
  /// `value: 7.09, unit: fJ` and further fields such as `low: 5`, all in the one unit that makes the
  /// shortest text.
  ///
  /// - Parameters:
  ///   - fields: names and numbers in SI units, one at least.
  ///   - symbol: SI unit, `1` for plain numbers.
  static func text(_ fields: [(name: String, value: Double)], symbol: String) -> String {
    // Without a prefix the scale is 1 and every number can be written.
    var best = text(fields, unit: symbol, scale: 1) ?? ""
    guard symbol != "1", fields.contains(where: { $0.value != 0 }) else { return best }
    // Memory is bought in bytes, energy paid by the bit.
    let bytes = ["bit": ["B"], "bit/s": ["B/s"]]
    for base in [symbol] + bytes[symbol, default: []] {
      for prefix in SIPrefix.all.map(\.symbol) {
        guard let unit = PhysicalUnit(prefix + base),
          unit.dimension == PhysicalUnit(symbol)?.dimension,
          let text = text(fields, unit: prefix + base, scale: unit.scale), text.count < best.count
        else { continue }
        best = text
      }
    }
    return best
  }

  private static func text(
    _ fields: [(name: String, value: Double)], unit: String, scale: Double
  ) -> String? {
    var parts: [String] = []
    for field in fields {
      guard let number = number(field.value, in: scale) else { return nil }
      parts.append("\(field.name): \(number)")
    }
    if unit != "1" { parts.insert("unit: \(unit)", at: 1) }
    return parts.joined(separator: ", ")
  }

  /// A decimal that times `scale` is `value`: the nearest ones to the quotient are tried.
  private static func number(_ value: Double, in scale: Double) -> String? {
    let quotient = value / scale
    for candidate in [quotient, quotient.nextDown, quotient.nextUp]
    where candidate * scale == value {
      let text = "\(candidate)"
      return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
    return nil
  }
}
