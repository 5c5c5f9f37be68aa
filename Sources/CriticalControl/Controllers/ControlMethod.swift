/// The controllers by name.
public enum ControlMethod: String, Sendable, CaseIterable {
  /// Newton in ln β.
  case corrected
  /// Newton in β with the printed gains and clips.
  case printed
  /// Newton in β².
  case betaSquared = "beta-squared"
  /// ln β follows the error.
  case integral
  /// A step by the place in the corridor.
  case scheduled
  /// Kalman's filter on ln β.
  case kalman

  /// Whether it has gains by the preset, and can have an average in the loop.
  public var isNewton: Bool {
    switch self {
    case .corrected, .printed, .betaSquared: true
    case .integral, .scheduled, .kalman: false
    }
  }

  /// A controller.
  ///
  /// - Parameters:
  ///   - start: the first β, per unit of score.
  ///   - target: H_t in nats.
  ///   - reference: ln N, for `scheduled`.
  ///   - preset: gains and clips of Newton's forms.
  ///   - filtered: whether H is averaged over 64 steps before Newton's forms see it.
  public func controller(
    start: Double, target: Double, reference: Double, preset: ControlPreset, filtered: Bool
  ) -> any BetaController {
    switch self {
    case .corrected:
      preset.correctedController(start: start, target: target, filtered: filtered)
    case .printed: preset.printedController(start: start, target: target, filtered: filtered)
    case .betaSquared:
      NewtonController(
        start: start, target: target, form: .betaSquared,
        filter: filtered ? .predicted(window: ControlPreset.entropyWindow) : .none)
    case .integral: IntegralController(start: start, target: target)
    case .scheduled: ScheduledController(start: start, target: target, reference: reference)
    case .kalman: KalmanController(start: start, target: target)
    }
  }
}
