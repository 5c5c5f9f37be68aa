import ChipComponents
import Foundation
public import HardwareSpecs
import RandomStreams

/// A quantity at the constants' own values and under every draw of them. Quantities with the draws of the
/// same constants keep what they share: their quotient has a narrower band than either.
public struct Drawn: Sendable {
  /// At the constants' own values.
  public var nominal: Double
  /// One a draw; empty for a quantity without uncertainty.
  var values: [Double]

  init(nominal: Double, values: [Double]) {
    self.nominal = nominal
    self.values = values
  }

  /// A quantity without uncertainty.
  public init(_ value: Double) { self.init(nominal: value, values: []) }

  /// A quantity of which only a band is known: log-normal to either side of the figure, with the ends as 5th
  /// and 95th percentile, independent of all that has another name.
  public init(_ band: Band, named name: String) {
    nominal = band.nominal
    guard band.low > 0, band.low <= nominal, nominal <= band.high, band.low < band.high else {
      values = []
      return
    }
    let (below, above) = (log(nominal / band.low), log(band.high / nominal))
    values = Deviations.column(name).map { deviation in
      let side = deviation < 0 ? below : above
      return band.nominal * DeterministicFunctions.exp(side * deviation / Draw.ninetyFivePercent)
    }
  }

  /// 5th, 50th and 95th percentile.
  public var percentiles: Percentiles {
    values.isEmpty
      ? Percentiles(p05: nominal, p50: nominal, p95: nominal) : Percentiles(of: values)
  }

  /// The figure between its 5th and its 95th percentile.
  public var band: Band {
    let ends = percentiles
    return ends.p05 == ends.p95
      ? Band(exactly: nominal) : Band(low: ends.p05, nominal: nominal, high: ends.p95)
  }

  /// The quotient, draw by draw.
  public static func / (left: Drawn, right: Drawn) -> Drawn {
    let values =
      switch (left.values.isEmpty, right.values.isEmpty) {
      case (true, true): [Double]()
      case (true, false): right.values.map { left.nominal / $0 }
      case (false, true): left.values.map { $0 / right.nominal }
      case (false, false): zip(left.values, right.values).map { $0 / $1 }
      }
    return Drawn(nominal: left.nominal / right.nominal, values: values)
  }

  /// The quantity divided by a positive number.
  public static func / (left: Drawn, right: Double) -> Drawn {
    Drawn(nominal: left.nominal / right, values: left.values.map { $0 / right })
  }
}
