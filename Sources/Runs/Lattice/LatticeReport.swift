public import IsingModels
public import SampleStatistics
public import Reports

/// Everything that `lattice` reports, as values.
public struct LatticeReport: Report {
  /// A measured quantity.
  public struct Observable: Sendable {
    /// Its key in JSON and CSV, e.g. `energy_per_spin`.
    public var key: String
    /// Its symbol in tables and charts, e.g. `u`.
    public var symbol: String
    /// Value, standard error, effective samples.
    public var estimate: Estimate
    /// The exact value under Boltzmann's law where one is known.
    public var exact: Double?
    /// Whether the engine samples that law, so that a deviation would be an error.
    public var isBoltzmann = true
    /// Whether the run saw enough for the error to mean something (`ThermalObservables.untrusted`).
    public var isErrorTrusted = true

    /// (value − exact) / error; `nil` without an exact value or without an error.
    public var deviation: Double? {
      guard let exact, let error = estimate.error, error > 0 else { return nil }
      return (estimate.value - exact) / error
    }
  }

  /// One lattice at one β.
  public struct Point: Sendable {
    /// The size as the user wrote it, e.g. `64`.
    public var size: String
    /// N.
    public var sites: Int
    /// The inverse temperature.
    public var beta: Double
    /// In the order of tables.
    public var observables: [Observable]
    /// Update attempts of all replicas.
    public var attempts: UInt64
    /// Spins that changed.
    public var flips: UInt64
    /// Messages to neighbours.
    public var messages: UInt64
    /// The probability that equilibrated replicas differ as much as these do; `nil` for one.
    public var agreement: Double?

    /// The observable of a key.
    public func observable(_ key: String) -> Observable? {
      observables.first { $0.key == key }
    }
  }

  /// Where the Binder cumulants of two sizes cross.
  public struct Crossing: Sendable {
    /// The smaller size.
    public var first: String
    /// The larger size.
    public var second: String
    /// β of the crossing, with its error.
    public var beta: Estimate
    /// The cumulant there.
    public var binder: Double
  }

  /// How fast it went: the only figures that differ between two runs of a command.
  public struct Rate: Sendable {
    /// Attempts a nanosecond inside the engine of one chain.
    public var updatesPerNanosecond: Double
    /// Flips a nanosecond inside the engine of one chain.
    public var flipsPerNanosecond: Double
    /// Attempts a nanosecond of the whole run, measurements and all threads included.
    public var totalUpdatesPerNanosecond: Double
    /// Threads that worked.
    public var threads: Int
    /// Threads that worked on one chain.
    public var engineThreads = 1
  }

  /// A picture of one chain's last state.
  public struct Snapshot: Sendable {
    /// Where the sites lie.
    public var lattice: Lattice
    /// One state a site.
    public var states: [Int8]
    /// Whether states are those of Potts agents.
    public var areColours: Bool
    /// Size and β in words.
    public var caption: String
    /// Part of a file name.
    public var name: String
  }

  /// Exchanges of neighbouring temperatures, and journeys from one end to the other and back.
  public struct Tempering: Sendable {
    /// The size.
    public var size: String
    /// The temperatures.
    public var betas: [Double]
    /// Share of attempts that were exchanged, one a pair of neighbours.
    public var acceptance: [Double]
    /// Journeys of all replicas.
    public var roundTrips: Int
    /// Sweeps of a journey on average; NaN without one.
    public var meanRoundTrip_sweeps: Double
  }

  /// A table of numbers.
  public struct NumberTable: Sendable {
    /// The file's name without its ending.
    public var name: String
    /// Names of the columns.
    public var header: [String]
    /// As many numbers a row.
    public var rows: [[Double]]
  }

  /// Where the result comes from.
  public var provenance: Provenance
  /// What was simulated, a line each: lattice, couplings, engine.
  public var summary: [String]
  /// Keys and values of the lattice.
  public var lattice: JSONValue
  /// Keys and values of the engine.
  public var engine: JSONValue
  /// Keys and values of the run.
  public var settings: Facts
  /// By size, then β.
  public var points: [Point]
  /// How temperatures are told.
  public var scale = TemperatureScale()
  /// Speed.
  public var rate: Rate
  /// The critical point from the crossings, where sizes and temperatures allow one.
  public var criticalPoint: Estimate?
  /// How it was found.
  public var criticalMethod: String?
  /// The exact or best known critical point of the infinite lattice.
  public var knownCriticalPoint: Double?
  /// All crossings of neighbouring sizes.
  public var crossings: [Crossing] = []
  /// Exchange statistics of parallel tempering, one a size; `nil` without it.
  public var tempering: [Tempering]?
  /// The states to draw.
  public var snapshots: [Snapshot] = []
  /// Further tables, a file each.
  public var tables: [NumberTable] = []
  /// Arrays, a file each.
  public var arrays: [ResultFile] = []
  /// Sentences.
  public var warnings: [String] = []

  /// The sizes in the order of their points.
  var sizes: [String] {
    var sizes: [String] = []
    for point in points where !sizes.contains(point.size) { sizes.append(point.size) }
    return sizes
  }
}
