/// Why a closed form has no value for these numbers.
public enum ExactSolutionError: Error, Equatable, CustomStringConvertible {
  /// A number is not in its range.
  case outOfRange(String, found: Double, expected: String)

  /// One sentence with what was found and what was expected.
  public var description: String {
    switch self {
    case .outOfRange(let name, let found, let expected):
      "\(name): found \(found), expected \(expected)"
    }
  }

  /// Refuses NaN and infinities.
  static func check(_ name: String, isFinite value: Double) throws(ExactSolutionError) {
    guard value.isFinite else {
      throw .outOfRange(name, found: value, expected: "a finite number")
    }
  }

  /// Refuses sizes below a least one.
  static func check(
    _ name: String, _ value: Int, atLeast least: Int
  ) throws(ExactSolutionError) {
    guard value >= least else {
      throw .outOfRange(name, found: Double(value), expected: "\(least) or more")
    }
  }
}
