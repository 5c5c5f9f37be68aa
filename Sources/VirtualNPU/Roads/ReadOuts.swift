import HardwareSpecs
import RandomStreams

/// When the roads that relax are read: every three of their longest relaxation times, so that read-outs
/// are correlated by at most e⁻³ = 0.05.
package enum ReadOuts {
  /// Intervals before the first read-out of a row, whose agents start afresh.
  package static let burnIn = 2
  /// A group that gives no valid read-out so often for each sample is broken; what it has is taken.
  static let mostAttempts = 64

  /// 3 · ½ e^{βA}/λ: a one-hot group relaxes within 0.51 e^{βA}/λ whatever its scores.
  package static func oneHotInterval_s(penalty: Double, rate_Hz: Double) -> Double {
    1.5 * DeterministicFunctions.exp(penalty) / rate_Hz
  }

  /// 3/w: a particle relaxes within 1/w.
  package static func kawasakiInterval_s(rate_Hz: Double) -> Double { 3 / rate_Hz }

  /// The interval of a road that relaxes; 0 for the others.
  static func interval_s(_ settings: RunSettings, timing: ChipTiming) -> Double {
    switch settings.attention {
    case .race, .potts: 0
    case .oneHot:
      oneHotInterval_s(penalty: settings.oneHotPenalty, rate_Hz: timing.latticeRate_Hz)
    case .kawasaki: kawasakiInterval_s(rate_Hz: timing.latticeRate_Hz)
    }
  }
}
