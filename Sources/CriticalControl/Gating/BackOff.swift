import RandomStreams

/// Eases off after the validation loss has risen: T_gate falls by 0.05 and κ is halved for 200 steps.
public struct BackOff: Sendable, Equatable {
  /// Steps of a back-off.
  public var length = 200
  /// The rise that starts one, in standard deviations of the loss.
  public var rise = 0.2
  /// α of the average and of the variance.
  public var share: Double
  private var average: Double?
  private var variance = 0.0
  private var left = 0
  /// How much T_gate is lowered.
  public private(set) var lowered = 0.0

  /// Creates a guard with an average over `window` steps.
  public init(window: Double = 16) { share = 1 / max(1, window) }

  /// The factor on κ.
  public var gain: Double { left > 0 ? 0.5 : 1 }
  /// Whether it eases off now.
  public var isActive: Bool { left > 0 }

  /// Takes the loss of a step.
  public mutating func update(loss: Double) {
    left = max(0, left - 1)
    guard let last = average else {
      average = loss
      return
    }
    let next = last + share * (loss - last)
    let distance = loss - last
    variance = (1 - share) * (variance + share * distance * distance)
    if next - last > rise * variance.squareRoot(), !isActive {
      left = length
      lowered += 0.05
    }
    average = next
  }
}
