/// Why scores cannot be controlled, in one sentence.
public enum ControlError: Error, Equatable, CustomStringConvertible {
  /// There is no row, or a row has no score.
  case empty
  /// A score is not a finite number.
  case notFinite(row: Int, key: Int, value: Double)
  /// No β > 0 gives the rows this mean entropy, which lies between these limits.
  case unreachable(target: Double, lowest: Double, highest: Double)
  /// A parameter lies outside its range.
  case outOfRange(parameter: String, value: Double, range: String)

  /// What was found and what was expected.
  public var description: String {
    switch self {
    case .empty: "scores: found none, expected at least one row of at least one score"
    case .notFinite(let row, let key, let value):
      "scores: row \(row + 1), key \(key + 1): found \(value), expected a finite number"
    case .unreachable(let target, let lowest, let highest):
      "entropy: found a target of \(target) nats, expected one above \(lowest) and below \(highest)"
    case .outOfRange(let parameter, let value, let range):
      "\(parameter): found \(value), expected \(range)"
    }
  }
}
