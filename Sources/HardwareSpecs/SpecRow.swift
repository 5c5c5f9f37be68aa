/// One line of a hardware listing: a figure of the description, or one derived from it.
public struct SpecRow: Sendable, Equatable {
  /// Part of the description: `geometry`, `timing`, `prices`, …, or `derived`.
  public var section: String
  /// Key in the section.
  public var key: String
  /// The value in SI base units (bits for data); `nil` for texts.
  public var value: Double?
  /// SI unit of `value` and `band`; `1` for plain numbers.
  public var unit: String
  /// The value with a readable prefix.
  public var text: String
  /// The value with the ends of its band, in `unit`; `nil` for figures without one.
  public var band: Band?
  /// Where it was read; for derived rows the formula.
  public var source: String
  /// How sure it is; `nil` where the description does not grade it.
  public var confidence: Confidence?
  /// Line of the description; `nil` for defaults and derived rows.
  public var line: Int?

  /// Creates a row.
  public init(
    section: String, key: String, value: Double?, unit: String, text: String, band: Band? = nil,
    source: String, confidence: Confidence? = nil, line: Int? = nil
  ) {
    self.section = section
    self.key = key
    self.value = value
    self.unit = unit
    self.text = text
    self.band = band
    self.source = source
    self.confidence = confidence
    self.line = line
  }

  /// A row that follows from others by a formula.
  static func derived(
    _ key: String, _ value: Double, _ dimension: Dimension, _ formula: String, band: Band? = nil
  ) -> SpecRow {
    SpecRow(
      section: "derived", key: key, value: value, unit: dimension.symbol,
      text: PhysicalUnit.readable(value, dimension), band: band, source: formula,
      confidence: .derived)
  }
}

/// Everything that `spec show` prints about one description.
public struct SpecListing: Sendable, Equatable {
  /// Name of the chip or device.
  public var name: String
  /// Chip or reference device.
  public var kind: SpecKind
  /// One line about it.
  public var summary: String
  /// SHA-256 of the file's bytes, in hexadecimal.
  public var hash: String
  /// Stated figures in the order of the file, then derived ones.
  public var rows: [SpecRow]
  /// Actions without a price; always empty for devices.
  public var missingPrices: [String]
}

/// What a description describes.
public enum SpecKind: String, Sendable, Equatable, CaseIterable {
  /// An Ising NPU.
  case chip
  /// A dense accelerator to compare with.
  case device
}
