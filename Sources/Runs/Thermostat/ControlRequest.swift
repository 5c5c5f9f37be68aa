import HardwareSpecs
public import VirtualChip

/// What a run asks of the chip's thermostat and of its calibration, and which errors it makes.
public struct ControlRequest: Sendable, Equatable {
  /// What steers β.
  public enum Thermostat: String, Sendable, CaseIterable {
    /// Gaps of each head, measured on calibration texts, with a dead band.
    case calibrated
    /// The printed target and gains.
    case printed
    /// β stays where the program sets it.
    case off
  }

  /// The legal standard deviations of gains' logarithms.
  public static let gainErrors = 0.0...2.0
  /// The legal bits of bias converters.
  public static let trimBitRange = 1...12
  /// Bits of bias converters where a chip states none.
  public static let usualTrimBits = 6
  /// Texts with fewer tokens are no measure of a head's entropy.
  public static let leastTokens = 11

  /// What steers.
  public var thermostat = Thermostat.off
  /// When agents are calibrated, and with how many draws.
  public var trim = TrimSettings(mode: .none)
  /// Bits of bias converters; `nil` for the chip's own, or the usual number.
  public var trimBits: Int?
  /// Standard deviation of the logarithms of the heads' gains; `nil` for the chip's own.
  public var gainError: Double?
  /// Time since the first calibration in seconds.
  public var age_s = 0.0
  /// A file of calibration texts; `nil` for the usual ones.
  public var calibration: String?
  /// Which manufactured chip, or the first of several, at fidelities without simulated agents.
  public var lawDie: UInt32?

  /// Nothing is asked.
  public init() {}

  /// Gives a chip what is asked: a thermostat at each race tile, bias converters.
  func equip(_ chip: inout ChipSpec) {
    if let gainError { chip.devices.gainVariation = gainError }
    if thermostat != .off || trim.mode != .none, chip.control.thermostats == 0 {
      chip.control.thermostats = chip.geometry.raceTiles
    }
    guard trim.mode != .none else { return }
    if let trimBits {
      chip.control.trimBits = trimBits
    } else if chip.control.trimBits == 0 {
      chip.control.trimBits = Self.usualTrimBits
    }
  }

  /// Settings of a run with it.
  func applied(to settings: RunSettings) -> RunSettings {
    var settings = settings
    settings.age_s = age_s
    if trim.mode != .none { settings.trim = trim }
    settings.sensesEntropy = true
    if settings.fidelity.word != .event { settings.lawDie = lawDie ?? 0 }
    return settings
  }
}
