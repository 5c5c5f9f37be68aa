public import ChipComponents

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
  /// How it is known.
  public var evidence: Evidence
  /// What a derived figure is.
  public var meaning = ""
  /// The arithmetic of a derived figure over `inputs`, in the notation of Python.
  public var formula: String?
  /// The figures that the formula names, with their values in the units of the listing.
  public var inputs: [Figure] = []

  /// Creates a row.
  public init(
    section: String, key: String, value: Double?, unit: String, text: String, band: Band? = nil,
    source: String, confidence: Confidence? = nil, line: Int? = nil, evidence: Evidence? = nil
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
    self.evidence = evidence ?? confidence?.evidence ?? .stated(by: source)
  }
}

/// Everything that `spec show` prints about one description.
public struct SpecListing: Sendable, Equatable {
  /// Name of the chip or device.
  public var name: String
  /// Chip, reference device or measured device.
  public var kind: SpecKind
  /// One line about it.
  public var summary: String
  /// SHA-256 of the file's bytes, in hexadecimal.
  public var hash: String
  /// Stated figures in the order of the file, then derived ones.
  public var rows: [SpecRow]
  /// Actions without a price; always empty for devices.
  public var missingPrices: [String]
  /// Legal figures that cannot hold together.
  public var contradictions: [SpecProblem] = []
}

/// What a description describes.
public enum SpecKind: String, Sendable, Equatable, CaseIterable {
  /// An Ising NPU.
  case chip
  /// A dense accelerator to compare with.
  case device
  /// An accelerator that is known by what it measured on one model.
  case measured
}
