/// Weights of classes that stay above the true ones for a number of flips, so that which class and
/// place is asked next does not wait for the sizes after the flip before.
///
/// Where a place is asked that no member has, nothing happens: a Poisson process thinned to the true
/// rates. With a length of 1 the weights are the true ones, and nothing is thinned.
struct RateEnvelope: Sendable {
  /// The weights of all classes below, by class.
  private(set) var starts: [Double]
  /// 1/rate of each class.
  private(set) var inverses: [Double]
  /// The sum of all weights: the rate of events.
  private(set) var total = 0.0
  /// Events for which the weights hold from now on.
  var left = 0

  private var rates: [Double]
  private let shift: Int
  /// The most members that a class gains by a flip.
  private let growth: Int

  /// - Parameters:
  ///   - rates: the escape rate of each class, above 0.
  ///   - shift: log₂ of the stride of `RateClasses`.
  ///   - largestDegree: the most neighbours of a spin.
  init(rates: [Double], shift: Int, largestDegree: Int) {
    self.rates = rates
    self.shift = shift
    growth = 1 + largestDegree
    starts = Array(repeating: 0, count: rates.count)
    inverses = rates.map { 1 / $0 }
  }

  /// Replaces the rates; the present weights end.
  mutating func set(rates: [Double]) {
    self.rates = rates
    inverses = rates.map { 1 / $0 }
    left = 0
  }

  /// Sets weights that hold from classes of the present sizes on.
  @inline(__always)
  mutating func renew(ends: [Int]) {
    var exact = 0.0
    var all = 0.0
    for c in ends.indices {
      exact += Double(ends[c] &- c &<< shift) * rates[c]
      all += rates[c]
    }
    // Setting up costs about three times as much as an event in vain; the sum of both is least at this
    // length.
    let most = 3 * exact / (all * Double(growth))
    left = most > 4 ? Int(min(most, 1e12).squareRoot()) : 1
    let slack = (left &- 1) &* growth
    total = 0
    for c in ends.indices {
      starts[c] = total
      total += Double(ends[c] &- c &<< shift &+ slack) * rates[c]
    }
  }
}
