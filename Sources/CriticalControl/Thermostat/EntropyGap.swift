import RandomStreams

/// The entropy that a head is held at: H_t(N) = ln N − (a + b ln N), within a dead band.
///
/// Trained heads have entropies of their own, and the gap below ln N grows with the text. The printed target has the
/// same gap of 1.1 nats for all of them.
public struct EntropyGap: Sendable, Equatable {
  /// a in nats.
  public var constant: Double
  /// b: growth of the gap with ln N.
  public var slope: Double
  /// Half the width of the dead band in nats, 0 at least.
  public var band: Double

  /// Creates a target.
  public init(constant: Double, slope: Double, band: Double) {
    self.constant = constant
    self.slope = slope
    self.band = band
  }

  /// The printed target: ln N − 1.1, and its corridor of ±0.1.
  public static let printed = EntropyGap(constant: ControlPreset.gap, slope: 0, band: 0.1)

  /// The narrowest band: below it the noise of counts would move a healthy head.
  public static let leastBand = 0.02

  /// H_t for N keys, within what N keys can have.
  public func target(keys: Int) -> Double {
    let logKeys = DeterministicFunctions.log(Double(max(1, keys)))
    return min(max(logKeys - constant - slope * logKeys, 0), logKeys)
  }

  /// The straight line through a head's entropies on several texts by least squares; its band is `width` standard
  /// deviations of what the line leaves, so that it is left by texts that are unlike the others.
  ///
  /// - Parameters:
  ///   - texts: keys and mean entropy of each text.
  ///   - width: of the band, in standard deviations.
  /// - Returns: `nil` for fewer than three texts. Where all are of one length, a constant.
  public init?(_ texts: [(keys: Int, entropy: Double)], width: Double = 1) {
    guard texts.count >= 3 else { return nil }
    let points = texts.map { text in
      let logKeys = DeterministicFunctions.log(Double(max(1, text.keys)))
      return (x: logKeys, gap: logKeys - text.entropy)
    }
    let count = Double(points.count)
    let meanX = points.reduce(0) { $0 + $1.x } / count
    let meanGap = points.reduce(0) { $0 + $1.gap } / count
    let spread = points.reduce(0) { $0 + ($1.x - meanX) * ($1.x - meanX) }
    let product = points.reduce(0) { $0 + ($1.x - meanX) * ($1.gap - meanGap) }
    slope = spread > 1e-9 ? product / spread : 0
    constant = meanGap - slope * meanX
    let (line, start) = (slope, constant)
    let squares = points.reduce(0) { sum, point in
      let error = point.gap - start - line * point.x
      return sum + error * error
    }
    let freedom = max(1, count - (spread > 1e-9 ? 2 : 1))
    band = max(Self.leastBand, width * (squares / freedom).squareRoot())
  }
}
