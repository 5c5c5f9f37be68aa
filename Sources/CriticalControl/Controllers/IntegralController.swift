import RandomStreams

/// Integral control of ln β: u ← u + k (H − H_t). It needs no Var_p[s].
///
/// Its loop has the multiplier 1 − kC, C = β² Var_p[s]: stable for k < 2/C_max, and C_max is 2 to 8 nats.
public struct IntegralController: BetaController {
  /// k, per nat.
  public var gain: Double
  /// H_t in nats.
  public var target: Double
  /// The largest |Δ ln β| in one step.
  public var clip: Double
  /// The β to use next.
  public private(set) var beta: Double

  /// Creates a controller.
  public init(
    start: Double, target: Double, gain: Double = 0.3, clip: Double = NewtonController.usualClip
  ) {
    beta = start
    self.target = target
    self.gain = gain
    self.clip = clip
  }

  /// Takes one reading at `beta`, and sets the next `beta`.
  public mutating func update(_ reading: EntropyReading) {
    let step = min(max(gain * (reading.entropy - target), -clip), clip)
    beta *= DeterministicFunctions.exp(step)
  }
}

/// Integral control with a gain by the place in the corridor: u ← u + ½ ln((ln N − H_t)/(ln N − H)).
///
/// While scores act one by one, ln N − H = β²σ²/2, and one step is exact, from any start; a table of slopes in
/// closed form, in place of a measured Var_p[s].
public struct ScheduledController: BetaController {
  /// The entropy of even weights, ln N: the fixed reference.
  public var reference: Double
  /// H_t in nats.
  public var target: Double
  /// The largest |Δ ln β| in one step.
  public var clip: Double
  /// The β to use next.
  public private(set) var beta: Double

  /// Creates a controller.
  public init(
    start: Double, target: Double, reference: Double, clip: Double = NewtonController.usualClip
  ) {
    beta = start
    self.target = target
    self.reference = reference
    self.clip = clip
  }

  /// Takes one reading at `beta`, and sets the next `beta`.
  public mutating func update(_ reading: EntropyReading) {
    let gap = max(reference - reading.entropy, 1e-12)
    let step = 0.5 * DeterministicFunctions.log(max(reference - target, 1e-12) / gap)
    beta *= DeterministicFunctions.exp(min(max(step, -clip), clip))
  }
}
