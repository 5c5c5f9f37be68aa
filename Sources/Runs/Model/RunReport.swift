public import EnergyBudgets
public import ExecutionRecords
public import HardwareSpecs
public import Reports

/// Everything that a run reports, as values: what its JSON document, its text, its page and its result
/// files are written from.
public struct RunReport: Report {
  /// Where the result comes from.
  public var provenance: Provenance
  /// The model.
  public var model: ModelName
  /// The chip.
  public var hardware: ChipName
  /// Settings of the run.
  public var settings: Facts
  /// What they would be if the command stated none: readers are told what differs.
  public var defaultSettings: Facts = [:]
  /// Accuracy over all texts.
  public var accuracy: Accuracy
  /// All pairs of the texts, or of the first of very many.
  public var pairs: [Pair] = []
  /// The texts.
  public var outputs: [Output]
  /// The chip.
  public var chip: Machine
  /// Loading the resident couplings, once.
  public var start: Machine
  /// The chip's digital twin.
  public var twin: Machine
  /// The chip's analog twin; `nil` where its work was not counted.
  public var analogTwin: Machine?
  /// Prices that a claimed power leaves.
  public var ceilings: CeilingPrices?
  /// Reference devices.
  public var devices: [Device] = []
  /// Devices that are known by what they measured on this model.
  public var measured: [MeasuredDevice] = []
  /// Sentences that the user should read.
  public var warnings: [String] = []
  /// The beginnings of those warnings that make the result unsound: they stand beside the energy.
  public var doubts: [String] = []
  /// Mean cosine of the twin's outputs against the reference's: infinitely many samples at the chip's
  /// precision; `nil` where it was not run.
  public var twinCosine: Double?
  /// Other roads of attention on the same texts.
  public var others: [Other] = []
  /// Silicon of the chip in square millimetres, all dies; `nil` without a technology.
  public var area_mm2: Double?
  /// Whether a terminal shows the tables of where energy and time go.
  public var showsBreakdown = false
  /// Mean cosine below which no ratio is printed.
  public var floorCosine = ModelRun.defaultFloorCosine
  /// How well the energy is known; `nil` if a price is missing.
  public var uncertainty: RunUncertainty?
  /// How well embeddings find documents; `nil` unless the run was asked for it.
  public var retrieval: RetrievalReport?
  /// The same texts on several manufactured chips; `nil` unless the run was asked for them.
  public var dies: DieStatistics?
  /// Thermostat and calibration; `nil` unless the run was asked for them.
  public var control: ControlResult?

  /// Creates a report without an analog twin, pairs, devices, ceilings, warnings and dies.
  package init(
    provenance: Provenance, model: ModelName, hardware: ChipName, settings: Facts,
    accuracy: Accuracy, outputs: [Output], chip: Machine, start: Machine, twin: Machine
  ) {
    self.provenance = provenance
    self.model = model
    self.hardware = hardware
    self.settings = settings
    self.accuracy = accuracy
    self.outputs = outputs
    self.chip = chip
    self.start = start
    self.twin = twin
  }

  /// Tokens of all texts.
  public var tokenCount: Int { outputs.reduce(0) { $0 + $1.tokenIDs.count } }
  /// Tokens among them that stand for words which the model's vocabulary does not spell.
  public var unknownTokens: Int { outputs.reduce(0) { $0 + $1.unknownTokens } }
}

extension RunReport {
  /// A text with the chip's and the reference's result.
  public struct Output: Sendable {
    /// Its place among the texts that were given, from 0 on: those that were not run leave gaps.
    public var index: Int
    /// The text as given.
    public var text: String
    /// The second text of a pair.
    public var pair: String?
    /// The type of each token of a pair; `nil` for a text alone.
    public var typeIDs: [Int]?
    /// Its tokens.
    public var tokenIDs: [Int]
    /// The chip's output.
    public var embedding: [Float]
    /// The dense executor's output.
    public var referenceEmbedding: [Float]
    /// Cosine between the two.
    public var cosine: Double
    /// Tokens that stand for words which the model's vocabulary does not spell.
    public var unknownTokens: Int
    /// What the model's head makes of the chip's output, on the host; `nil` without a head.
    public var scores: HeadScores?
    /// What it makes of the dense executor's.
    public var referenceScores: HeadScores?

    /// Creates an output.
    package init(
      text: String, tokenIDs: [Int], embedding: [Float], referenceEmbedding: [Float],
      cosine: Double, unknownTokens: Int = 0, index: Int = 0
    ) {
      self.index = index
      self.unknownTokens = unknownTokens
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
    /// How near the scores of a head are; `nil` without a head.
    public var scores: ScoreAccuracy?

    /// Creates the summary.
    package init(
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
    package init(first: Int, second: Int, chip: Double, reference: Double) {
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
    public var events: [(kind: String, count: UInt64)] = []
    /// What the schedule misses; `nil` where nothing was scheduled with draws.
    public var correction: EventCorrection?
    /// What a text costs; `nil` where none is run.
    public var costs: TextCosts?
    /// Where the time of a text goes; `nil` where it was not looked at, as for twins.
    public var times: TimeShares?
    /// Sums over all spans of the executions; the record's timeline may hold the first ones alone.
    public var spans: SpanSummary

    /// Creates the summary; without sums over spans it takes those of the record's timeline.
    package init(record: ExecutionRecord, budget: ChipBudget, spans: SpanSummary? = nil) {
      self.record = record
      self.budget = budget
      self.spans = spans ?? SpanSummary(of: record)
    }

    /// The share of the couplings that stay on the chip.
    var residentShare: Double {
      record.couplingBits == 0
        ? 1 : Double(record.residentCouplingBits) / Double(record.couplingBits)
    }

    /// The kinds of events that there were: `1 234 draws`.
    var eventWords: [String] {
      events.filter { $0.count > 0 }.map { "\(Quantity.count($0.count)) \($0.kind)" }
    }
  }

  /// Another road of attention on the same texts, in a line.
  public struct Other: Sendable {
    /// Its word.
    public var name: String
    /// Texts, the first of the run.
    public var texts: Int
    /// Mean cosine to the reference.
    public var cosineMean: Double
    /// What a text costs.
    public var costs: TextCosts
    /// What a text costs its twin.
    public var twin: TextCosts

    /// Creates a line.
    package init(
      name: String, texts: Int, cosineMean: Double, costs: TextCosts, twin: TextCosts
    ) {
      self.name = name
      self.texts = texts
      self.cosineMean = cosineMean
      self.costs = costs
      self.twin = twin
    }
  }

  /// A reference device on the same texts.
  public struct Device: Sendable {
    /// One text at a time: the sum over texts.
    public var single: DeviceCost
    /// The same texts in batches so large that more would not help.
    public var saturated: DeviceCost

    /// Creates the summary.
    package init(single: DeviceCost, saturated: DeviceCost) {
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
    package init(device: String, precision: String, batch: Int, time_s: Band, energy_J: Band) {
      self.device = device
      self.precision = precision
      self.batch = batch
      self.time_s = time_s
      self.energy_J = energy_J
    }

    /// Mean power at nominal figures: time and energy of a device err together, so their ends make no
    /// band; `nil` where no time passes.
    var power_W: Double? { time_s.nominal > 0 ? energy_J.nominal / time_s.nominal : nil }
  }
}
