/// How agents are calibrated before they work.
public struct TrimSettings: Sendable, Equatable {
  /// When.
  public enum Mode: String, Sendable, CaseIterable {
    /// Not at all.
    case none
    /// Once, before the first text.
    case once
    /// Again and again, after `control.trim_period`.
    case periodic
  }

  /// The legal numbers of draws.
  public static let drawRange = 2...65535

  /// When.
  public var mode: Mode
  /// Draws of each comparison with a reference.
  public var draws: Int

  /// Creates settings.
  /// - Precondition: draws are in `drawRange`.
  public init(mode: Mode, draws: Int = 1024) {
    precondition(
      Self.drawRange.contains(draws), "trim draws: \(draws), expected \(Self.drawRange)")
    self.mode = mode
    self.draws = draws
  }
}
