/// A table of the source document, each figure beside what its own formula gives.
public struct PrintedTable: Sendable, Equatable {
  /// Short name.
  public var name: String
  /// The formula that the document states for it.
  public var formula: String
  /// What the comparison shows, in one sentence.
  public var finding: String
  /// The figures.
  public var rows: [Row]

  /// One printed figure.
  public struct Row: Sendable, Equatable {
    /// Which figure.
    public var label: String
    /// As printed.
    public var printed: Double
    /// By the formula from the document's own inputs; `nil` where an input is not printed.
    public var computed: Double?
    /// The least and the most that the formula gives within an input that is printed as a range.
    public var range: ClosedRange<Double>?
    /// Its unit: `%`, `h`, `$`, `GPUs`, or none for a factor.
    public var unit: String
    /// How far rounding of the printed figures may put the two apart.
    public var tolerance: Double
    /// What to know about it; empty for nothing.
    public var remark: String

    /// Creates a row.
    public init(
      _ label: String, printed: Double, computed: Double?, range: ClosedRange<Double>? = nil,
      unit: String, tolerance: Double, remark: String = ""
    ) {
      self.label = label
      self.printed = printed
      self.computed = computed
      self.range = range
      self.unit = unit
      self.tolerance = tolerance
      self.remark = remark
    }

    /// Whether the printed figure is the formula's, to rounding, for some value of an input within its range. One that
    /// cannot be computed does not agree.
    public var agrees: Bool {
      guard let computed else { return false }
      let range = range ?? computed...computed
      // A hair for what is exactly half of a printed digit.
      let slack = tolerance * (1 + 1e-9)
      return printed >= range.lowerBound - slack && printed <= range.upperBound + slack
    }

    /// Printed over computed.
    public var ratio: Double? { computed.flatMap { $0 == 0 ? nil : printed / $0 } }
  }

  /// All tables, in the order of the document.
  public static var all: [PrintedTable] {
    [
      SavingsTables.betaOnly, SavingsTables.multiKnob, SavingsTables.targetMix,
      SavingsTables.speedups, SavingsTables.maximumEntropy, TrainingTables.hours,
      TrainingTables.cost, TrainingTables.counts,
    ]
  }
}
