import ChipComponents

/// How sure a figure is.
public enum Confidence: String, Sendable, Equatable, Codable, CaseIterable {
  /// A primary source was read.
  case high
  /// One secondary source.
  case medium
  /// One unreviewed source.
  case low
  /// Computed from sourced figures, as the source line says.
  case derived
  /// Nobody published it: chosen for this description.
  case assumption

  /// The same in the words of components.
  var evidence: Evidence {
    switch self {
    case .high, .medium, .low: .published
    case .derived: .derived
    case .assumption: .assumed
    }
  }
}

/// A figure with its band and its origin, in an SI base unit (joules for actions, watts for powers).
public struct Price: Sendable, Equatable {
  /// The figure and its ends.
  public var band: Band
  /// Where it was read, or how it was derived.
  public var source: String
  /// How sure it is.
  public var confidence: Confidence
  /// Line of the description that states it.
  public var line: Int?

  /// Creates a figure.
  public init(_ band: Band, source: String, confidence: Confidence, line: Int? = nil) {
    self.band = band
    self.source = source
    self.confidence = confidence
    self.line = line
  }

  /// The figure itself.
  public var nominal: Double { band.nominal }
}

/// A power that flows whatever the chip does: leakage, bias, clock, idle.
public struct StaticPower: Sendable, Equatable {
  /// Name in the description, e.g. `leakage`.
  public var name: String
  /// The power in watts.
  public var power_W: Price

  /// Creates a static power.
  public init(name: String, power_W: Price) {
    self.name = name
    self.power_W = power_W
  }
}
