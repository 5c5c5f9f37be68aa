/// Whether a model's mapping is sound on a chip: what the terminal and the JSON document of `validate`
/// are written from.
public struct ValidationReport: Report {
  /// The smallest number of samples that meets a cosine.
  public struct SampleTarget: Sendable {
    /// The cosine that was asked for.
    public var cosine: Double
    /// The smallest number of samples found; `nil` if none up to the largest legal one meets it.
    public var samples: Int?
    /// Mean cosine with that number of samples.
    public var reached: Double?
    /// The largest smaller number that was run and failed, and its cosine.
    public var failing: (samples: Int, cosine: Double)?
    /// Mean cosine with infinitely many samples.
    public var expectation: Double
    /// One sentence.
    public var detail: String

    /// Creates the result of a search.
    public init(
      cosine: Double, samples: Int?, reached: Double?, failing: (samples: Int, cosine: Double)?,
      expectation: Double, detail: String
    ) {
      self.cosine = cosine
      self.samples = samples
      self.reached = reached
      self.failing = failing
      self.expectation = expectation
      self.detail = detail
    }
  }

  /// Checks that could not be made.
  public struct Omission: Encodable, Sendable {
    /// What was left out.
    public var name: String
    /// Why.
    public var reason: String

    /// Creates an omission.
    public init(name: String, reason: String) {
      self.name = name
      self.reason = reason
    }
  }

  /// Where the result comes from.
  public var provenance: Provenance
  /// The model.
  public var model: ModelName
  /// The chip.
  public var hardware: ChipName
  /// Settings of the runs.
  public var settings: Facts
  /// What they would be if the command stated none: readers are told what differs.
  public var defaultSettings: Facts = [:]
  /// Number of texts, and of their tokens.
  public var texts: (count: Int, tokens: Int)
  /// The checks, by name.
  public var checks: [ValidationCheck]
  /// The search for a number of samples, if asked for.
  public var target: SampleTarget?
  /// What could not be checked.
  public var omissions: [Omission]
  /// Sentences that the user should read.
  public var warnings: [String]
  /// Whether Ctrl-C left checks out.
  public var isInterrupted = false

  /// Creates a report; checks are put in the order of their names.
  public init(
    provenance: Provenance, model: ModelName, hardware: ChipName, settings: Facts,
    texts: (count: Int, tokens: Int), checks: [ValidationCheck], target: SampleTarget?,
    omissions: [Omission], warnings: [String]
  ) {
    self.provenance = provenance
    self.model = model
    self.hardware = hardware
    self.settings = settings
    self.texts = texts
    self.checks = checks.sorted { $0.name < $1.name }
    self.target = target
    self.omissions = omissions
    self.warnings = warnings
  }

  /// The checks as readers see them: those that failed, then those that passed, each by margin with the least room
  /// first; those that judge nothing come last.
  var ordered: [ValidationCheck] {
    checks.sorted { first, second in
      guard first.passed == second.passed else { return !first.passed }
      // What fails a limit of 0 has no margin, and nothing is worse.
      let none = first.passed ? Double.infinity : -.infinity
      return (first.margin ?? none, first.name) < (second.margin ?? none, second.name)
    }
  }

  /// Whether the mapping is sound; `nil` where checks are missing and none of the others failed.
  public var passed: Bool? { failures.isEmpty ? (isInterrupted ? nil : true) : false }

  /// The names of the checks that failed, by name, and `target-cosine` if no number of samples meets it.
  public var failures: [String] {
    checks.filter { !$0.passed }.map(\.name)
      + (target.map { $0.samples == nil ? ["target-cosine"] : [] } ?? [])
  }
}
