public import ChipComponents
public import ExecutionRecords
import Foundation

/// How well the energy of an execution is known, what matters most, and what would have to be measured.
public struct Uncertainty: Sendable {
  /// A constant and what it contributes.
  public struct Lever: Sendable, Equatable {
    /// Its name.
    public var name: String
    /// Its share of the variance of ln E, to first order.
    public var share: Double
    /// Where it comes from.
    public var source: String
    /// How it is known.
    public var evidence: Evidence
  }

  /// The measurements that would halve the band.
  public struct Halving: Sendable, Equatable {
    /// The fewest constants, the one that matters most first, whose exact knowledge halves the width of the
    /// band in ln E, to first order. One name: a single measurement does it.
    public var constants: [String]
    /// 95th over 5th percentile as it is.
    public var width: Double
    /// The same with those constants known, drawn anew.
    public var narrowed: Double
  }

  /// Constants shown at most.
  static let mostLevers = 8

  /// Energy in joules.
  public var energy_J: Percentiles
  /// Mean power in watts; `nil` where no time passes.
  public var power_W: Percentiles?
  /// The constants that matter most, the largest first.
  public var tornado: [Lever]
  /// What halves the band; `nil` for an energy without uncertainty.
  public var halving: Halving?

  /// Works out an execution.
  ///
  /// - Returns: `nil` if a price is missing or nothing costs anything.
  public init?(of record: ExecutionRecord, at prices: DrawnPrices) {
    let (counts, seconds) = (record.total, record.timeline.duration_s)
    guard let energy = prices.energy(of: counts, seconds: seconds), energy.nominal > 0 else {
      return nil
    }
    energy_J = energy.percentiles
    power_W = seconds > 0 ? (energy / seconds).percentiles : nil
    let variances = prices.slopes(of: counts, seconds: seconds).map { $0 * $0 }
    let total = variances.reduce(0, +)
    guard total > 0 else {
      tornado = []
      return
    }
    let order = variances.indices.sorted {
      (variances[$1], prices.constants[$0].name) < (variances[$0], prices.constants[$1].name)
    }
    let levers = order.map { index in
      let figure = prices.constants[index]
      return Lever(
        name: figure.name, share: variances[index] / total, source: figure.source,
        evidence: figure.evidence)
    }
    tornado = Array(levers.prefix(Self.mostLevers).filter { $0.share > 0 })
    // Half the width is a quarter of the variance.
    var (left, names) = (1.0, [String]())
    for lever in levers where left > 0.25 + 1e-12 {
      left -= lever.share
      names.append(lever.name)
    }
    let known = prices.knowing(names).energy(of: counts, seconds: seconds)
    halving = Halving(
      constants: names, width: energy_J.p95 / energy_J.p05,
      narrowed: known.map { $0.percentiles.p95 / $0.percentiles.p05 } ?? 1)
  }
}
