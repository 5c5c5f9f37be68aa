/// A smooth curve through points that never leaves the range of two neighbours: piecewise cubics with
/// the slopes of Fritsch and Butland (*SIAM J. Sci. Stat. Comput.* 5, 300 (1984)), known as PCHIP.
///
/// Where the points rise the curve rises. Beyond the ends it is constant. Only IEEE operations are
/// used, so values have the same bits on every processor.
public struct MonotoneCurve: Sendable, Equatable {
  /// Where the points lie, in increasing order.
  public let arguments: [Double]
  /// The curve at the points.
  public let values: [Double]
  private let slopes: [Double]

  /// Lays a curve through points.
  ///
  /// - Precondition: at least two points, `arguments` increase, and both lists are equally long.
  init(arguments: [Double], values: [Double]) {
    precondition(arguments.count == values.count && arguments.count >= 2)
    self.arguments = arguments
    self.values = values
    slopes = Self.slopes(arguments, values)
  }

  /// The curve at x; at the nearer end for an x beyond the points, not-a-number for not-a-number.
  public func callAsFunction(_ x: Double) -> Double {
    let last = arguments.count - 1
    guard x == x else { return x }
    guard x > arguments[0] else { return values[0] }
    guard x < arguments[last] else { return values[last] }
    // The last point at or below x.
    var (low, high) = (0, last)
    while high - low > 1 {
      let middle = (low + high) / 2
      if arguments[middle] <= x { low = middle } else { high = middle }
    }
    let width = arguments[high] - arguments[low]
    let t = (x - arguments[low]) / width
    let rise = values[high] - values[low]
    let (first, second) = (width * slopes[low], width * slopes[high])
    let cubic = first + second - 2 * rise
    let square = 3 * rise - 2 * first - second
    let y = values[low] + t * (first + t * (square + t * cubic))
    // Rounding may leave the range by an ulp.
    let (smaller, larger) = rise < 0 ? (values[high], values[low]) : (values[low], values[high])
    return min(max(y, smaller), larger)
  }

  private static func slopes(_ x: [Double], _ y: [Double]) -> [Double] {
    let count = x.count
    let widths = (1..<count).map { x[$0] - x[$0 - 1] }
    let secants = (1..<count).map { (y[$0] - y[$0 - 1]) / widths[$0 - 1] }
    guard count > 2 else { return [secants[0], secants[0]] }
    var slopes = [end(widths[0], widths[1], secants[0], secants[1])]
    for k in 1..<(count - 1) {
      let (before, after) = (secants[k - 1], secants[k])
      guard before * after > 0 else {
        slopes.append(0)
        continue
      }
      let first = 2 * widths[k] + widths[k - 1]
      let second = widths[k] + 2 * widths[k - 1]
      slopes.append((first + second) / (first / before + second / after))
    }
    let (w, s) = (widths, secants)
    return slopes + [end(w[count - 2], w[count - 3], s[count - 2], s[count - 3])]
  }

  /// The slope at an end: of the parabola through three points, as far as it keeps the curve monotone.
  private static func end(
    _ width: Double, _ next: Double, _ secant: Double, _ nextSecant: Double
  ) -> Double {
    let slope = ((2 * width + next) * secant - width * nextSecant) / (width + next)
    guard slope * secant > 0 else { return 0 }
    return secant * nextSecant < 0 && slope.magnitude > 3 * secant.magnitude ? 3 * secant : slope
  }
}
