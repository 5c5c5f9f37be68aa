/// Where a result comes from; every file that the program writes carries it.
///
/// It holds nothing that changes between two runs of the same command on the same files, so that
/// the same seed gives the same bytes.
public struct Provenance: Codable, Sendable, Equatable {
  /// The version of this program.
  public static let currentProgramVersion = "0.1.0"
  /// The version of the result files' formats; it grows when a reader has to change.
  public static let currentFormatVersion = 1

  /// The version of the format of the file that holds this record.
  public var formatVersion: Int
  /// The version of the program that made the result.
  public var programVersion: String
  /// The seed of all random streams; `nil` where nothing is drawn.
  public var seed: UInt64?
  /// SHA-256 of the hardware description, in hexadecimal; `nil` where no chip took part.
  public var specHash: String?
  /// The program's arguments, without its own path.
  public var arguments: [String]

  /// Creates the provenance of a result of this program.
  ///
  /// - Parameters:
  ///   - arguments: the command line after the program's name.
  ///   - seed: the seed that was used, given or by default.
  ///   - specHash: SHA-256 of the hardware description.
  public init(arguments: [String], seed: UInt64? = nil, specHash: String? = nil) {
    formatVersion = Self.currentFormatVersion
    programVersion = Self.currentProgramVersion
    self.arguments = arguments
    self.seed = seed
    self.specHash = specHash
  }

  private enum CodingKeys: String, CodingKey {
    case formatVersion = "format_version"
    case programVersion = "program_version"
    case seed
    case specHash = "spec_hash"
    case arguments
  }

  /// Encodes what there is: a seed or a hash that is `nil` is left out.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(formatVersion, forKey: .formatVersion)
    try container.encode(programVersion, forKey: .programVersion)
    if let seed { try container.encode(seed, forKey: .seed) }
    if let specHash { try container.encode(specHash, forKey: .specHash) }
    try container.encode(arguments, forKey: .arguments)
  }

  /// What a table of a page shows of it: all but the arguments.
  public var facts: Facts {
    var facts: Facts = ["format_version": formatVersion, "program_version": programVersion]
    if let seed { facts.add("seed", seed) }
    if let specHash { facts.add("spec_hash", specHash) }
    return facts
  }
}
