public import CriticalControl
import Reports

extension ControlTrace.Request {
  /// The controller that nobody has to ask for.
  public static let usualMethod = ControlMethod.corrected
  /// Its preset.
  public static let usualPreset = ControlPreset.small
  /// First β in units of the textbook's.
  public static let usualStart = 1.0
  /// Steps.
  public static let usualSteps = 40
  /// Half width of the corridor in nats.
  public static let usualBand = 0.1

  /// The same heads with everything else as if the command stated nothing: readers are told what differs.
  var usual: Self {
    Self(
      model: model, scores: scores, method: Self.usualMethod, preset: Self.usualPreset,
      isFiltered: false, source: .exact, aim: .gap, gap: ControlPreset.gap,
      start: Self.usualStart, steps: Self.usualSteps, band: Self.usualBand, gainError: 0,
      seed: seed, threads: threads, arguments: arguments)
  }
}
