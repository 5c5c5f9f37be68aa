/// The printed defaults of the source document for models of three sizes, and their corrections.
public enum ControlPreset: String, Sendable, CaseIterable {
  /// 9 000 parameters.
  case tiny = "9k"
  /// 14.4 million parameters.
  case small = "14.4M"
  /// GPT-3, 4, 5.
  case gpt = "gpt"

  /// The target's gap below ln N_eff, in nats.
  public static let gap = 1.1
  /// Steps of the average of H.
  public static let entropyWindow = 64.0
  /// Steps of the average of σ.
  public static let deviationWindow = 128.0

  /// κ(t); a printed range of τ is taken at its geometric mean.
  public var schedule: GainSchedule {
    switch self {
    case .tiny: GainSchedule(additional: 2.2, final: 1, time: 707)
    case .small: GainSchedule(additional: 1.8, final: 1, time: 1414)
    case .gpt: GainSchedule(additional: 1.5, final: 1, time: 3162)
    }
  }

  /// The largest |Δβ|.
  public var clip: Double {
    switch self {
    case .tiny: 0.75
    case .small: 0.5
    case .gpt: 0.3
    }
  }

  /// u_min.
  public var leastDistance: Double {
    switch self {
    case .tiny: 0.06
    case .small: 0.05
    case .gpt: 0.04
    }
  }

  /// The gate of tokens at the start, with the lower floor of the printed 16 to 32.
  public var tokenGate: TokenGate {
    switch self {
    case .tiny: TokenGate(first: 1.8, last: 1.05, time: 600, share: 0.55, floor: 16)
    case .small: TokenGate(first: 1.6, last: 1.02, time: 1200, share: 0.55, floor: 16)
    case .gpt: TokenGate(first: 1.5, last: 1, time: 2828, share: 0.55, floor: 16)
    }
  }

  /// w of the head gate.
  public var freezeWindow: Int {
    switch self {
    case .tiny: 50
    case .small: 100
    case .gpt: 200
    }
  }

  /// h_min, the lower end of the printed 2 to 4.
  public static let headFloor = 2

  /// The printed controller.
  public func printedController(start: Double, target: Double, filtered: Bool = false)
    -> NewtonController
  {
    NewtonController(
      start: start, target: target, form: .beta, schedule: schedule, clip: clip,
      filter: filtered ? .exponential(window: Self.entropyWindow) : .none)
  }

  /// The corrected one: in ln β, with a gain of at most 1.5 and a clip that has no unit.
  public func correctedController(start: Double, target: Double, filtered: Bool = false)
    -> NewtonController
  {
    NewtonController(
      start: start, target: target, schedule: filtered ? .constant(1) : schedule.corrected,
      filter: filtered ? .predicted(window: Self.entropyWindow) : .none)
  }
}
