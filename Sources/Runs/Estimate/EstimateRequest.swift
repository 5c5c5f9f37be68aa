public import ChipPrograms
public import HardwareSpecs
public import MoebiusGeometry
public import VirtualChip

/// What `estimate` is asked for: a model by its configuration, a chip, devices, and how much work.
public struct EstimateRequest: Sendable {
  /// `config.json` of the model, or the folder that holds it.
  public var configuration: String
  /// Name or file of the chip.
  public var hardware: String
  /// Names or files of reference devices.
  public var references: [String]
  /// Bits and their use.
  public var precision = Precision()
  /// A threshold for all gates; `nil` for each activation's own.
  public var gateThreshold: GateThreshold?
  /// How norms settle; `nil` for the chip's own way.
  public var normMethod: NormMethod?
  /// Places of tokens in place of the model's own; `nil` leaves those.
  public var position: PositionFlow?
  /// Agents and samples; the fidelity is `expectation`.
  public var settings: RunSettings
  /// Texts at once.
  public var batch = 1
  /// Tokens of each text; `nil` for the usual number.
  public var context: Int?
  /// Tokens by which a decoder continues each text; `nil` for the usual number.
  public var newTokens: Int?
  /// Bandwidth of off-chip memory for a chip that has none and needs it, in bytes a second.
  public var offChip_bytesPerSecond = EstimateRequest.defaultOffChip_bytesPerSecond
  /// Arguments of the command, for the provenance.
  public var arguments: [String]

  /// Tokens of a text unless a command states others, if the model takes so many.
  public static let defaultContext = 128
  /// Tokens by which a decoder continues a text unless a command states others.
  public static let defaultNewTokens = 32
  /// Legal numbers of texts.
  public static let batchRange = 1...1_000_000
  /// Legal numbers of tokens.
  public static let tokenRange = 1...10_000_000
  /// 128 bits at 3.2 Gbit/s: two LPDDR4 packages.
  public static let defaultOffChip_bytesPerSecond = 51.2e9

  /// Creates a request.
  public init(
    configuration: String, hardware: String, references: [String], settings: RunSettings,
    arguments: [String]
  ) {
    self.configuration = configuration
    self.hardware = hardware
    self.references = references
    self.settings = settings
    self.arguments = arguments
  }
}
