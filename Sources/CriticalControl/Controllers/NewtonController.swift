import RandomStreams

/// Newton's controller: as printed or as corrected, by its form, gain, clip and filter.
public struct NewtonController: BetaController {
  /// The variable of the step.
  public var form: NewtonForm
  /// κ(t).
  public var schedule: GainSchedule
  /// The largest step: |Δβ| for `NewtonForm.beta`, |Δ ln β| for the others.
  public var clip: Double
  /// H_t in nats.
  public var target: Double
  /// No step is made while |H − H_t| is below this: a dead band.
  public var deadBand: Double
  /// How readings are averaged.
  public var filter: EntropyFilter
  /// β stays within these; a printed controller has none.
  public var limits: ClosedRange<Double>?
  /// The pseudo-critical point to keep away from; `nil` for none.
  public var margin: CriticalMargin?

  /// The β to use next.
  public private(set) var beta: Double
  private var step = 0
  private var average: Double?

  /// The largest change of ln β in one step of the corrected forms.
  public static let usualClip = 0.75

  /// Creates a controller: by default the corrected one, in ln β with unit gain.
  public init(
    start: Double, target: Double, form: NewtonForm = .logBeta,
    schedule: GainSchedule = .constant(1), clip: Double = NewtonController.usualClip,
    deadBand: Double = 0, filter: EntropyFilter = .none, limits: ClosedRange<Double>? = nil,
    margin: CriticalMargin? = nil
  ) {
    beta = start
    self.target = target
    self.form = form
    self.schedule = schedule
    self.clip = clip
    self.deadBand = deadBand
    self.filter = filter
    self.limits = limits
    self.margin = margin
  }

  /// Puts β where an actuator has it.
  mutating func restart(at beta: Double) { self.beta = beta }

  /// Takes one reading at `beta`, and sets the next `beta`.
  public mutating func update(_ reading: EntropyReading) {
    var error = reading.entropy - target
    switch filter {
    case .none: break
    case .exponential, .predicted:
      // A first reading is its own average.
      let last = average ?? error
      error = last + filter.share * (error - last)
      average = error
    }
    defer { step += 1 }
    guard abs(error) > deadBand else { return }
    let old = beta
    beta = form.next(
      old, error: error, variance: reading.scoreVariance, gain: schedule.gain(at: step), clip: clip)
    if let margin { beta = margin.held(beta, from: old) }
    if let limits { beta = min(max(beta, limits.lowerBound), limits.upperBound) }
    if case .predicted = filter {
      average = error - reading.scoreVariance * old * (beta - old)
    }
  }
}
