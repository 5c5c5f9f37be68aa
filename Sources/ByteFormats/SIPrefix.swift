/// The prefixes of units in powers of 1000, from atto to peta.
package struct SIPrefix: Sendable {
  /// The prefix; empty for 1.
  package let symbol: String
  /// Of ten: −18, −15, … 15.
  package let exponent: Int
  /// Ten to that exponent.
  package let factor: Double

  /// From the smallest to the largest.
  package static let all: [SIPrefix] = [
    .init(symbol: "a", exponent: -18, factor: 1e-18),
    .init(symbol: "f", exponent: -15, factor: 1e-15),
    .init(symbol: "p", exponent: -12, factor: 1e-12),
    .init(symbol: "n", exponent: -9, factor: 1e-9),
    .init(symbol: "µ", exponent: -6, factor: 1e-6),
    .init(symbol: "m", exponent: -3, factor: 1e-3),
    .init(symbol: "", exponent: 0, factor: 1),
    .init(symbol: "k", exponent: 3, factor: 1e3),
    .init(symbol: "M", exponent: 6, factor: 1e6),
    .init(symbol: "G", exponent: 9, factor: 1e9),
    .init(symbol: "T", exponent: 12, factor: 1e12),
    .init(symbol: "P", exponent: 15, factor: 1e15),
  ]
}
