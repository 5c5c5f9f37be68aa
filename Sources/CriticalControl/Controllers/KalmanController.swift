import RandomStreams

/// A Kalman filter on the place of the root: u* = ln β* walks at random, and each reading measures it as
/// ln β + (H − H_t)/(β² Var) with the variance Var(Ĥ)/(β² Var)².
///
/// With exact readings it is Newton's step; with noisy ones its gain is what the noise allows.
public struct KalmanController: BetaController {
  /// H_t in nats.
  public var target: Double
  /// Variance that u* gains in a step: how fast devices drift.
  public var drift: Double
  /// The largest |Δ ln β| in one step.
  public var clip: Double
  /// The variance of u* that is left.
  public private(set) var uncertainty: Double
  /// The β to use next.
  public private(set) var beta: Double

  /// Creates a filter that knows nothing of the root but that it is within a few powers of e of `start`.
  public init(
    start: Double, target: Double, drift: Double = 1e-4,
    clip: Double = NewtonController.usualClip, uncertainty: Double = 25
  ) {
    beta = start
    self.target = target
    self.drift = drift
    self.clip = clip
    self.uncertainty = uncertainty
  }

  /// Takes one reading at `beta`, and sets the next `beta`.
  public mutating func update(_ reading: EntropyReading) {
    let capacity = beta * beta * reading.scoreVariance + NewtonForm.epsilon
    let innovation = (reading.entropy - target) / capacity
    // Far from the root the straight line is wrong by as much as the step: its error is noise as well.
    let bend = abs(innovation) > clip ? 0 : innovation * innovation / 4
    let noise = reading.noise / (capacity * capacity) + bend * bend
    uncertainty += drift
    let gain = uncertainty / (uncertainty + noise)
    let step = gain * innovation
    beta *= DeterministicFunctions.exp(min(max(step, -clip), clip))
    // A clipped step has told only the direction.
    if abs(step) <= clip { uncertainty *= 1 - gain }
  }
}
