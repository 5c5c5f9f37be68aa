import ByteFormats
import Foundation

/// Words for quantities: three figures and an SI prefix.
public enum Quantity {
  /// `value` with three significant figures, a prefix and `unit`, e.g. `3.25 µJ`; beyond the prefixes
  /// a power of ten, e.g. `3.25e-21 J`.
  public static func text(_ value: Double, _ unit: String) -> String {
    guard value != 0 else { return "0 \(unit)" }
    guard value.isFinite else { return "\(value) \(unit)" }
    // Millimetres have their prefix.
    if ["mm", "um", "nm"].contains(where: unit.hasPrefix) {
      return String(format: "%.3g", value) + " \(unit)"
    }
    let (rounded, prefix) = prefixed(value)
    guard let prefix else { return String(format: "%.2e", value) + " \(unit)" }
    let scaled = rounded / prefix.factor
    let digits = scaled >= 99.95 ? 0 : (scaled >= 9.995 ? 1 : 2)
    let sign = value < 0 ? "-" : ""
    return sign + String(format: "%.\(digits)f", scaled) + " \(prefix.symbol)\(unit)"
  }

  /// A magnitude of three figures with its prefix; none beyond the prefixes.
  static func prefixed(_ value: Double) -> (rounded: Double, prefix: SIPrefix?) {
    // Rounding first keeps 999.7 from becoming 1000 of the smaller prefix.
    let rounded = min(
      Double(String(format: "%.2e", value.magnitude)) ?? value.magnitude, .greatestFiniteMagnitude)
    let exponent = Int((log10(rounded) / 3 + 1e-12).rounded(.down)) * 3
    return (rounded, SIPrefix.all.first { $0.exponent == exponent })
  }

  /// A positive number in three figures without an exponent, as far as that is short: `1180`, `54.0`, `0.801`.
  static func plain(_ value: Double) -> String {
    guard value.isFinite else { return value > 0 ? "∞" : "?" }
    guard value != 0 else { return "0" }
    let magnitude = value.magnitude
    guard (0.000_995..<99_950).contains(magnitude) else { return String(format: "%.1e", value) }
    let digits = magnitude >= 99.95 ? 0 : magnitude >= 9.995 ? 1 : magnitude >= 0.9995 ? 2 : 3
    return String(format: "%.\(digits)f", value)
  }

  /// An area in three figures, thousands in groups: `731 mm²`, `15 300 mm²`.
  public static func area(_ area_mm2: Double) -> String {
    guard area_mm2 >= 999.5, area_mm2 < 1e15 else { return String(format: "%.3g mm²", area_mm2) }
    let rounded = Double(String(format: "%.2e", area_mm2)) ?? area_mm2
    return count(UInt64(rounded)) + " mm²"
  }

  /// A count with thousands in groups of three digits, e.g. `1 234 567`.
  public static func count(_ value: UInt64) -> String {
    var groups: [String] = []
    var rest = value
    repeat {
      let group = String(rest % 1000)
      rest /= 1000
      groups.append(rest > 0 ? String(repeating: "0", count: 3 - group.count) + group : group)
    } while rest > 0
    return groups.reversed().joined(separator: " ")
  }

  /// A count with its noun: `1 read`, `4 heads`, `2 matches`.
  public static func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)" + (count == 1 ? "" : noun.hasSuffix("h") ? "es" : "s")
  }

  /// A share in percent, e.g. `12.3 %`.
  public static func percent(_ share: Double) -> String {
    share > 0 && share < 0.0005 ? "<0.1 %" : String(format: "%.1f %%", share * 100)
  }

  /// A ratio with two to five figures, e.g. `×41.2` or `×0.35`; a power of ten below 0.001 and from
  /// 99 950 on. `×?` where it is not a number.
  public static func ratio(_ value: Double) -> String {
    guard value.isFinite else { return value > 0 ? "×∞" : "×?" }
    guard value != 0 else { return "×0" }
    let magnitude = value.magnitude
    guard (0.001..<99_950).contains(magnitude) else {
      return "×" + String(format: "%.1e", value)
    }
    let digits = magnitude >= 99.5 ? 0 : (magnitude >= 9.95 ? 1 : (magnitude >= 0.0995 ? 2 : 4))
    return "×" + String(format: "%.\(digits)f", value)
  }

  /// A number with a fixed number of decimals, e.g. a cosine.
  public static func decimals(_ value: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", value)
  }
}
