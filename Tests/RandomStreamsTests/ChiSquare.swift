import Foundation

/// Pearson's statistic and its bound at a false alarm rate of 2.9·10⁻⁷ (5 standard deviations).
enum ChiSquare {
  static func statistic(_ counts: [Int], expected: [Double]) -> Double {
    zip(counts, expected).reduce(0) { sum, pair in
      let difference = Double(pair.0) - pair.1
      return sum + difference * difference / pair.1
    }
  }

  /// The Wilson–Hilferty bound: ν(1 − 2/9ν + z√(2/9ν))³ with z = 5.
  static func bound(degrees: Int) -> Double {
    let part = 2 / (9 * Double(degrees))
    return Double(degrees) * pow(1 - part + 5 * part.squareRoot(), 3)
  }

  /// Merges neighbours until each class expects at least 10, then compares with the bound.
  static func agrees(_ counts: [Int], probabilities: [Double]) -> Bool {
    let total = Double(counts.reduce(0, +))
    var merged: [(Int, Double)] = []
    var open = (0, 0.0)
    for (count, probability) in zip(counts, probabilities) {
      open = (open.0 + count, open.1 + probability * total)
      if open.1 >= 10 {
        merged.append(open)
        open = (0, 0)
      }
    }
    if open.1 > 0 || open.0 > 0 {
      guard let last = merged.popLast() else { return false }
      merged.append((last.0 + open.0, last.1 + open.1))
    }
    if merged.count < 2 { return true }
    return statistic(merged.map(\.0), expected: merged.map(\.1))
      < bound(degrees: merged.count - 1)
  }
}
