public import VirtualChip

/// What `simulate` does.
public struct SimulateRequest: Sendable {
  /// A file, or a name of `LatticeLibrary`.
  public var program: String
  /// Parameters of a generator, `key=value`.
  public var parameters: [String]
  /// Name or file of the chip.
  public var hardware: String
  /// The last β of the program; `nil` for its own.
  public var beta: Double?
  /// Fidelity, seed and die.
  public var settings: RunSettings
  /// Independent executions, at least 1.
  public var replicas: Int
  /// Threads over replicas.
  public var threads: Int
  /// File of the checkpoint; `nil` for none.
  public var checkpoint: String?
  /// Draws of all agents that are not refused.
  public var mostDraws: Double
  /// Whether the report holds the states that were read.
  public var keepsSamples: Bool
  /// Arguments of the command, for the provenance.
  public var arguments: [String]

  /// The draws that nobody has to ask for: hours of one core.
  public static let usualDraws = 1e12
  /// What one core draws in a second, about, of ideal agents.
  static let drawsPerSecond = 5e7
  /// The most replicas.
  public static let mostReplicas = 100_000
  /// The most states that a run keeps, all reads and replicas.
  public static let mostStates = 1 << 31

  /// Creates a request.
  public init(
    program: String, parameters: [String] = [], hardware: String, beta: Double? = nil,
    settings: RunSettings, replicas: Int = 1, threads: Int = 1, checkpoint: String? = nil,
    mostDraws: Double = SimulateRequest.usualDraws, keepsSamples: Bool = false,
    arguments: [String] = []
  ) {
    self.program = program
    self.parameters = parameters
    self.hardware = hardware
    self.beta = beta
    self.settings = settings
    self.replicas = replicas
    self.threads = threads
    self.checkpoint = checkpoint
    self.mostDraws = mostDraws
    self.keepsSamples = keepsSamples
    self.arguments = arguments
  }
}
