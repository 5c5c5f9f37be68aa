/// A curve sampled at even steps and straight in between, for look-ups without a search.
public struct EvenCurve: Sendable, Equatable {
  /// Largest distance from the curve at its points and half way between the steps.
  public static let tolerance = 1e-6
  /// Where the first sample lies.
  public let first: Float
  /// Samples in one unit of the argument.
  public let samplesPerUnit: Float
  /// The curve at the samples, two at least.
  public let samples: [Float]

  private init(first: Float, samplesPerUnit: Float, samples: [Float]) {
    self.first = first
    self.samplesPerUnit = samplesPerUnit
    self.samples = samples
  }

  /// Samples a curve from its first to its last point with as few of 257, 513, … 65 537 samples as
  /// keep `tolerance`.
  ///
  /// - Returns: `nil` if not even the most keep it.
  init?(_ curve: MonotoneCurve) {
    let start = curve.arguments[0]
    let width = curve.arguments[curve.arguments.count - 1] - start
    var intervals = 256
    while intervals <= 65_536 {
      let values = (0...(2 * intervals)).map {
        curve(start + width * (Double($0) / Double(2 * intervals)))
      }
      let even = EvenCurve(
        first: Float(start), samplesPerUnit: Float(Double(intervals) / width),
        samples: (0...intervals).map { Float(values[2 * $0]) })
      var isNear = (0..<intervals).allSatisfy { index in
        let straight: Double = (values[2 * index] + values[2 * index + 2]) / 2
        return (straight - values[2 * index + 1]).magnitude <= Self.tolerance
      }
      for (argument, value) in zip(curve.arguments, curve.values) where isNear {
        isNear = (Double(even(Float(argument))) - value).magnitude <= Self.tolerance
      }
      if isNear {
        self = even
        return
      }
      intervals *= 2
    }
    return nil
  }

  /// The curve at x; at the nearer end for an x beyond them, not-a-number for not-a-number.
  public func callAsFunction(_ x: Float) -> Float {
    guard x == x else { return x }
    let last = samples.count - 1
    let position = (x - first) * samplesPerUnit
    guard position > 0 else { return samples[0] }
    guard position < Float(last) else { return samples[last] }
    let index = Int(position)
    return samples[index] + (position - Float(index)) * (samples[index + 1] - samples[index])
  }
}
