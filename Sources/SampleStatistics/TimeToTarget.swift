internal import Foundation

/// The time after which independent trials have succeeded once with a given probability.
///
/// Trials of duration t, one after the other, need n = ln(1 − c)/ln(1 − p) of them for a confidence c
/// if each succeeds with probability p; the time is t·max(1, n) (Rønnow et al., *Science* 345, 420
/// (2014)). At least one trial has to be made, whatever p is.
public struct TimeToTarget: Sendable, Equatable {
  /// The time with p as it was measured, in the unit of the trial's duration; infinite where no trial
  /// succeeded.
  public let value: Double
  /// The time with the upper end of p's interval.
  public let low: Double
  /// The time with the lower end of p's interval; infinite where that is 0.
  public let high: Double

  /// The time for a confidence of 99 %, if not said otherwise.
  ///
  /// - Parameters:
  ///   - probability: of success in one trial.
  ///   - trialTime: duration of a trial, zero or more.
  ///   - confidence: between 0 and 1.
  public init(_ probability: SuccessProbability, trialTime: Double, confidence: Double = 0.99) {
    func time(_ p: Double) -> Double {
      guard p > 0 else { return .infinity }
      // log1p keeps small p exact.
      return trialTime * max(1, log1p(-confidence) / log1p(-p))
    }
    value = time(probability.value)
    low = time(probability.high)
    high = time(probability.low)
  }
}
