import Foundation

/// Temperatures as the command stated them: as β, or as T = 1/β.
public struct TemperatureScale: Sendable, Equatable {
  /// Whether temperatures were stated, rather than their inverses.
  public var isDirect = false

  /// `T` or `β`.
  var symbol: String { isDirect ? "T" : "β" }

  /// The number that was stated for this β: the 15 digits that survive two divisions.
  func value(_ beta: Double) -> Double {
    isDirect ? Double(String(format: "%.15g", 1 / beta)) ?? 1 / beta : beta
  }

  /// `T = 2.5`, or `β = 0.4`.
  func words(_ beta: Double) -> String { "\(symbol) = \(value(beta))" }

  /// The same in at most six digits.
  func short(_ beta: Double) -> String { String(format: "\(symbol) = %.6g", value(beta)) }

  /// The number in at most six digits.
  func digits(_ beta: Double) -> String { String(format: "%.6g", value(beta)) }
}
