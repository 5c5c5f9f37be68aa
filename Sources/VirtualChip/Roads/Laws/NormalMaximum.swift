/// The largest of N independent standard normal numbers: by how many standard deviations the slowest of
/// N sums is above their mean.
package enum NormalMaximum {
  /// E[max] = ∫ over x > 0 of 1 − Φ(x)^N − Φ(−x)^N.
  package static func expected(of count: Int) -> Double {
    guard count > 1 else { return 0 }
    let step = 0.02
    var integral = 0.0
    for index in 0..<500 {
      let x = (Double(index) + 0.5) * step
      let below = ErlangMaximum.normalDistribution(x)
      integral +=
        (1 - ErlangMaximum.power(below, count) - ErlangMaximum.power(1 - below, count)) * step
    }
    return integral
  }
}
