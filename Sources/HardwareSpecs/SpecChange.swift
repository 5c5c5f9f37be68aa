/// A figure that the user states for a new description, e.g. `2 GHz`, `64` or `exponential`.
public struct SpecChange: Sendable, Equatable {
  /// The number or word as written.
  private let value: String
  /// The unit as written; empty for plain numbers and words.
  private let unit: String

  /// Reads a number with an optional unit, or a word.
  ///
  /// - Parameter text: e.g. `7.09 fJ`, `1e-3`, `exponential`, `tables/p-bit.csv`.
  /// - Returns: `nil` for anything else: the text becomes part of a YAML file.
  public init?(_ text: String) {
    let parts = text.split(separator: " ").map(String.init)
    guard let first = parts.first, parts.count <= 2 else { return nil }
    let isNumber = SpecMapping.finiteNumber(first) != nil
    unit = parts.count == 2 ? parts[1] : ""
    if isNumber {
      guard unit.isEmpty || PhysicalUnit(unit) != nil else { return nil }
      value = first
    } else {
      guard unit.isEmpty,
        !first.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
      else { return nil }
      value = Self.quoted(first)
    }
  }

  /// Figures by the paths of their keys.
  ///
  /// - Parameter words: `section.key=value`, e.g. `timing.clock=2 GHz`, each key once.
  /// - Throws: `SpecError` that begins with `set`.
  public static func figures(_ words: [String]) throws(SpecError) -> [String: SpecChange] {
    var figures: [String: SpecChange] = [:]
    for word in words {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let figure = SpecChange(parts[1]) else {
        throw SpecError(
          option: "set", found: "`\(word)`",
          expected: "KEY=VALUE or KEY=\"VALUE UNIT\", e.g. timing.clock=2 GHz")
      }
      guard figures.updateValue(figure, forKey: parts[0]) == nil else {
        throw SpecError(option: "set", found: "\(parts[0]) twice", expected: "it once")
      }
    }
    return figures
  }

  /// What stands between the braces; a price gets a band without width.
  func figure(isPrice: Bool) -> String {
    "value: \(value)" + (unit.isEmpty ? "" : ", unit: \(unit)")
      + (isPrice ? ", low: \(value), high: \(value), confidence: assumption" : "")
      + ", source: \"stated to spec new\""
  }

  /// A YAML text in double quotes.
  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
