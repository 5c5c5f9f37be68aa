public import Sampling

/// The chains of one system.
public struct SystemRuns: Sendable {
  /// Inverse temperatures.
  public var betas: [Double]
  /// By temperature and replica.
  public var records: [[ChainRecord]]
  /// Exchanges of each replica's ladder, with parallel tempering.
  public var tempering: [TemperingStatistics] = []

  /// Temperatures without records.
  init(betas: [Double]) {
    self.betas = betas
    records = betas.map { _ in [] }
  }
}
