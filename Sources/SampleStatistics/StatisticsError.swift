/// Why a statistic cannot be computed from the values given.
public enum StatisticsError: Error, Equatable, CustomStringConvertible {
  /// The statistic needs more values.
  case tooFewValues(found: Int, needed: Int)
  /// Two lists that belong together differ in length.
  case lengthMismatch(first: Int, second: Int)
  /// A value is NaN or infinite.
  case notFinite(index: Int, value: Double)
  /// All values are equal (or all components are zero), so that the statistic would divide by zero.
  case noVariation
  /// A parameter lies outside its range.
  case outOfRange(parameter: String, value: Double, range: String)
  /// An iteration stopped before its result was good.
  case noConvergence(method: String, iterations: Int)
  /// The energies seen at an inverse temperature are not seen at any other, so that no weight joins
  /// them.
  case noOverlap(beta: Double)
  /// Two curves do not cross in the range searched.
  case noCrossing(lower: Double, upper: Double)
  /// The GNU Scientific Library reported a status other than success.
  case library(function: String, reason: String)

  /// One sentence with what was found and what was expected.
  public var description: String {
    switch self {
    case .tooFewValues(let found, let needed): "found \(found) values, expected at least \(needed)"
    case .lengthMismatch(let first, let second):
      "found lists of \(first) and \(second) values, expected equal lengths"
    case .notFinite(let index, let value):
      "value \(index) is \(value), expected a finite number"
    case .noVariation: "all values are equal, expected at least two different ones"
    case .outOfRange(let parameter, let value, let range):
      "\(parameter) is \(value), expected \(range)"
    case .noConvergence(let method, let iterations):
      "\(method) did not converge in \(iterations) iterations"
    case .noOverlap(let beta):
      "the energies at β = \(beta) do not overlap those of any other run"
    case .noCrossing(let lower, let upper):
      "found no crossing from \(lower) to \(upper), expected one"
    case .library(let function, let reason): "\(function) failed: \(reason)"
    }
  }
}

/// Refuses too short lists and values that are not finite.
func check(_ values: [Double], atLeast needed: Int) throws(StatisticsError) {
  guard values.count >= needed else {
    throw .tooFewValues(found: values.count, needed: needed)
  }
  if let index = values.firstIndex(where: { !$0.isFinite }) {
    throw .notFinite(index: index, value: values[index])
  }
}

/// Refuses pairs of lists that differ in length, are too short, or hold values that are not finite.
func check(_ x: [Double], _ y: [Double], atLeast needed: Int) throws(StatisticsError) {
  guard x.count == y.count else { throw .lengthMismatch(first: x.count, second: y.count) }
  try check(x, atLeast: needed)
  try check(y, atLeast: needed)
}

/// Refuses lists without two different values.
func checkVariation(_ values: [Double]) throws(StatisticsError) {
  guard values.contains(where: { $0 != values[0] }) else { throw .noVariation }
}

/// Refuses a number that is NaN or infinite.
func checkFinite(_ value: Double, _ parameter: String) throws(StatisticsError) {
  guard value.isFinite else {
    throw .outOfRange(parameter: parameter, value: value, range: "a finite number")
  }
}
