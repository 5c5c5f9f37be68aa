public import CriticalControl
import Jobs

/// Scores that are drawn from a law.
public struct SyntheticRequest: Sendable {
  /// The law.
  public var law: SyntheticRows.Law
  /// N, keys of a row.
  public var keys: Int
  /// d, width of a head: the textbook's β is 1/√d.
  public var width: Int
  /// Variance of the raw scores; `nil` for d, that of unit-variance queries and keys.
  public var variance: Double?
  /// Rows of a head.
  public var rows: Int
  /// Heads.
  public var heads: Int

  /// Creates a request.
  public init(
    law: SyntheticRows.Law, keys: Int, width: Int, variance: Double?, rows: Int, heads: Int = 1
  ) {
    self.law = law
    self.keys = keys
    self.width = width
    self.variance = variance
    self.rows = rows
    self.heads = heads
  }

  /// σ of the scores.
  var deviation: Double { (variance ?? Double(width)).squareRoot() }
  /// 1/√d.
  var textbook: Double { 1 / Double(width).squareRoot() }

  /// - Parameter hasHeads: whether the command has an option for their number.
  /// - Throws: `OptionError` that names the option.
  func check(hasHeads: Bool = true) throws(OptionError) {
    for (name, value, range) in [
      ("n", keys, 2...65536), ("d", width, 1...65536), ("rows", rows, 1...65536),
      ("heads", heads, 1...4096),
    ] where !range.contains(value) {
      throw OptionError(
        "\(name): found \(value), expected \(range.lowerBound) to \(range.upperBound)")
    }
    guard keys * rows * heads <= 1 << 24 else {
      throw OptionError(
        "n × rows\(hasHeads ? " × heads" : ""): found \(keys * rows * heads), expected at most \(1 << 24)"
      )
    }
    if let variance, !(variance > 1e-12 && variance < 1e12) {
      throw OptionError("variance: found \(variance), expected a number from 1e-12 to 1e12")
    }
  }

  /// What was drawn, in words.
  var sentence: String {
    "\(law.rawValue) scores, N = \(keys), d = \(width), σ² = \(variance ?? Double(width)), "
      + "\(heads) × \(rows) rows"
  }
}
