import RandomStreams

/// Holds one head's entropy within its band, by steps of its β converter.
public struct HeadThermostat: Sendable {
  /// Which formulas steer.
  public enum Law: String, Sendable, CaseIterable {
    /// Newton's step in ln β to the nearer edge of the band; what is inside it is left alone.
    case corrected
    /// Newton's step in β to the middle of the corridor, with the printed gain and clip of the smallest preset.
    case printed
  }

  /// β that is set.
  public var beta: Double { start * factor }
  /// Factor on the program's β that the converter is set to.
  public private(set) var factor: Double
  /// Whether the last reading lay within the band, or asked for a step that the converter does not have.
  public private(set) var isSettled = false

  private let law: Law
  private let center: Double
  private let band: Double
  private let start: Double
  private let converter: BetaConverter
  private var controller: NewtonController

  /// A head whose converter stands at 1.
  ///
  /// - Parameters:
  ///   - gap: the target.
  ///   - keys: N.
  ///   - beta: the program's β for scores that are not scaled, above 0.
  ///   - law: which formulas.
  ///   - gain: κ of the corrected law.
  ///   - converter: what β can be set to.
  public init(
    _ gap: EntropyGap, keys: Int, beta: Double, law: Law, gain: Double = 1,
    converter: BetaConverter
  ) {
    self.law = law
    self.converter = converter
    center = gap.target(keys: keys)
    band = gap.band
    start = beta
    factor = 1
    controller =
      law == .printed
      ? ControlPreset.tiny.printedController(start: beta, target: center)
      : NewtonController(start: beta, target: center, schedule: .constant(gain))
  }

  /// Share of the band at which a head is put down that was outside: noise does not throw it out again.
  private static let inner = 0.8

  /// Takes a reading at `factor`, and sets the next.
  ///
  /// - Parameter reading: at the β that is set.
  public mutating func update(_ reading: EntropyReading) {
    let error = reading.entropy - center
    isSettled = abs(error) <= band
    guard !isSettled else { return }
    // The converter is where it is, wherever the law wanted it.
    controller.restart(at: start * factor)
    if law == .corrected {
      controller.target = error > 0 ? center + Self.inner * band : center - Self.inner * band
    }
    controller.update(reading)
    let next = converter.nearest(controller.beta / start)
    isSettled = next == factor
    factor = next
  }
}
