public import EnergyBudgets
public import ExecutionRecords
public import HardwareSpecs

/// Everything that a run reports, as values: what the terminal, the JSON document and the result
/// files are written from.
public struct RunReport: Sendable {
  /// A text with the chip's and the reference's result.
  public struct Output: Sendable {
    /// The text as given.
    public var text: String
    /// Its tokens.
    public var tokenIDs: [Int]
    /// The chip's output.
    public var embedding: [Float]
    /// The dense executor's output.
    public var referenceEmbedding: [Float]
    /// Cosine between the two.
    public var cosine: Double

    /// Creates an output.
    public init(
      text: String, tokenIDs: [Int], embedding: [Float], referenceEmbedding: [Float],
      cosine: Double
    ) {
      self.text = text
      self.tokenIDs = tokenIDs
      self.embedding = embedding
      self.referenceEmbedding = referenceEmbedding
      self.cosine = cosine
    }
  }

  /// How near the chip's outputs are to the reference's.
  public struct Accuracy: Sendable {
    /// Mean cosine over texts.
    public var cosineMean: Double
    /// Smallest cosine.
    public var cosineMinimum: Double
    /// Rank correlation of the similarities of all pairs of texts; `nil` below three texts or where
    /// ranks are not defined.
    public var spearman: Double?
    /// Largest difference of a pair's similarity; `nil` below two texts.
    public var largestSimilarityError: Double?

    /// Creates the summary.
    public init(
      cosineMean: Double, cosineMinimum: Double, spearman: Double?,
      largestSimilarityError: Double?
    ) {
      self.cosineMean = cosineMean
      self.cosineMinimum = cosineMinimum
      self.spearman = spearman
      self.largestSimilarityError = largestSimilarityError
    }
  }

  /// Two texts and how similar they are by chip and by reference.
  public struct Pair: Sendable {
    /// Index of the first text.
    public var first: Int
    /// Index of the second text.
    public var second: Int
    /// Cosine of the chip's outputs.
    public var chip: Double
    /// Cosine of the reference's outputs.
    public var reference: Double

    /// Creates a pair.
    public init(first: Int, second: Int, chip: Double, reference: Double) {
      self.first = first
      self.second = second
      self.chip = chip
      self.reference = reference
    }
  }

  /// A machine's execution of all texts, one after another, and its price.
  public struct Machine: Sendable {
    /// Counts and times.
    public var record: ExecutionRecord
    /// Their energy.
    public var budget: ChipBudget
    /// How the times were found: `analytic` rules, or executed event by event.
    public var timing = "analytic"
    /// Simulated events by kind; empty where times are analytic.
    public var events: [Setting] = []

    /// Creates the summary.
    public init(record: ExecutionRecord, budget: ChipBudget) {
      self.record = record
      self.budget = budget
    }
  }

  /// A reference device on the same texts.
  public struct Device: Sendable {
    /// One text at a time: the sum over texts.
    public var single: DeviceCost
    /// The same texts in batches so large that more would not help.
    public var saturated: DeviceCost

    /// Creates the summary.
    public init(single: DeviceCost, saturated: DeviceCost) {
      self.single = single
      self.saturated = saturated
    }
  }

  /// Time and energy of a device for all texts of the run.
  public struct DeviceCost: Sendable {
    /// The device's name.
    public var device: String
    /// Precision of its arithmetic.
    public var precision: String
    /// Texts of one pass.
    public var batch: Int
    /// Time in seconds.
    public var time_s: Band
    /// Energy in joules.
    public var energy_J: Band

    /// Creates a cost.
    public init(device: String, precision: String, batch: Int, time_s: Band, energy_J: Band) {
      self.device = device
      self.precision = precision
      self.batch = batch
      self.time_s = time_s
      self.energy_J = energy_J
    }
  }

  /// A named setting, in the order of the report.
  public struct Setting: Sendable {
    /// Key of the JSON document.
    public var key: String
    /// Its value.
    public var value: Value

    /// A number or a word.
    public enum Value: Sendable {
      /// A number.
      case number(UInt64)
      /// A word.
      case word(String)
    }

    /// Creates a setting.
    public init(_ key: String, _ value: Value) {
      self.key = key
      self.value = value
    }
  }

  /// Where the result comes from: keys and values of the JSON document.
  public var provenance: [Setting]
  /// The arguments of the command.
  public var arguments: [String]
  /// The model's name.
  public var model: String
  /// Number of parameters.
  public var parameters: Int
  /// The chip's name.
  public var hardware: String
  /// The chip in a line.
  public var hardwareSummary: String
  /// SHA-256 of the chip's description.
  public var hardwareHash: String
  /// Settings of the run.
  public var settings: [Setting]
  /// Accuracy over all texts.
  public var accuracy: Accuracy
  /// All pairs of the texts, or of the first of very many.
  public var pairs: [Pair]
  /// The texts.
  public var outputs: [Output]
  /// The chip.
  public var chip: Machine
  /// Loading the resident couplings, once.
  public var start: Machine
  /// The chip's digital twin.
  public var twin: Machine
  /// Prices that a claimed power leaves.
  public var ceilings: CeilingPrices?
  /// Reference devices.
  public var devices: [Device]
  /// Sentences that the user should read.
  public var warnings: [String]
  /// The same texts on several manufactured chips; `nil` unless the run was asked for them.
  public var dies: DieStatistics?

  /// Creates a report.
  public init(
    provenance: [Setting], arguments: [String], model: String, parameters: Int, hardware: String,
    hardwareSummary: String, hardwareHash: String, settings: [Setting], accuracy: Accuracy,
    pairs: [Pair], outputs: [Output], chip: Machine, start: Machine, twin: Machine,
    ceilings: CeilingPrices?, devices: [Device], warnings: [String]
  ) {
    self.provenance = provenance
    self.arguments = arguments
    self.model = model
    self.parameters = parameters
    self.hardware = hardware
    self.hardwareSummary = hardwareSummary
    self.hardwareHash = hardwareHash
    self.settings = settings
    self.accuracy = accuracy
    self.pairs = pairs
    self.outputs = outputs
    self.chip = chip
    self.start = start
    self.twin = twin
    self.ceilings = ceilings
    self.devices = devices
    self.warnings = warnings
  }

  /// Tokens of all texts.
  public var tokenCount: Int { outputs.reduce(0) { $0 + $1.tokenIDs.count } }
}
