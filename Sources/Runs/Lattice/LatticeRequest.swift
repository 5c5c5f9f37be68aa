import Foundation
import IsingModels
public import Sampling

/// What `lattice` is asked to do.
public struct LatticeRequest: Sendable {
  /// How couplings are drawn, or the file that lists them.
  public enum Couplings: Sendable, Equatable {
    /// A law by its name, with the options of all laws.
    case law(name: String, strength: Double, probabilityOfPlus: Double?, deviation: Double?)
    /// A file of bonds and fields, whose lattice it is.
    case file(String)
  }

  /// Name of the lattice; `nil` for the square lattice, or a file's own.
  public var lattice: String?
  /// Sizes as the user wrote them: `64`, `64x32`; one lattice each.
  public var sizes: [String]
  /// Name of the boundary; `nil` for the lattice's own default.
  public var boundary: String?
  /// Further parameters of lattices by name, e.g. `degree`.
  public var parameters: [String: Double]
  /// Couplings.
  public var couplings: Couplings
  /// Uniform field h.
  public var field: Double
  /// Standard deviation of normal fields about it.
  public var fieldDeviation: Double
  /// Inverse temperatures.
  public var betas: [Double]
  /// The process.
  public var engine: EngineRequest
  /// Whether temperatures exchange their states.
  public var isTempered: Bool
  /// Whether the warm-up moves temperatures until all exchanges are as likely.
  public var placesTemperatures: Bool
  /// Measured sweeps of each replica.
  public var sweeps: Int
  /// Sweeps before the first measurement.
  public var warmUp: Int
  /// Sweeps from one measurement to the next.
  public var measureEvery: Int
  /// Independent chains at each temperature.
  public var replicas: Int
  /// Where chains begin; `nil` for up where that is a ground state, else random.
  public var start: InitialSpins?
  /// Whether to measure correlations in space.
  public var measuresCorrelations: Bool
  /// Whether replicas are compared site by site.
  public var measuresOverlaps: Bool
  /// Whether the series and the last spins are written too.
  public var keepsSeries: Bool
  /// Whether the terminal shows a chain while it runs.
  public var isLive: Bool
  /// Seed of all streams.
  public var seed: UInt64
  /// Threads.
  public var threads: Int
  /// Arguments of the command.
  public var arguments: [String]

  /// Creates a request.
  public init(
    lattice: String?, sizes: [String], boundary: String?, parameters: [String: Double],
    couplings: Couplings, field: Double, fieldDeviation: Double, betas: [Double],
    engine: EngineRequest,
    isTempered: Bool, placesTemperatures: Bool, sweeps: Int, warmUp: Int, measureEvery: Int,
    replicas: Int,
    start: InitialSpins?, measuresCorrelations: Bool, measuresOverlaps: Bool,
    keepsSeries: Bool, isLive: Bool,
    seed: UInt64, threads: Int, arguments: [String]
  ) {
    self.lattice = lattice
    self.sizes = sizes
    self.boundary = boundary
    self.parameters = parameters
    self.couplings = couplings
    self.field = field
    self.fieldDeviation = fieldDeviation
    self.betas = betas
    self.engine = engine
    self.isTempered = isTempered
    self.placesTemperatures = placesTemperatures
    self.sweeps = sweeps
    self.warmUp = warmUp
    self.measureEvery = measureEvery
    self.replicas = replicas
    self.start = start
    self.measuresCorrelations = measuresCorrelations
    self.measuresOverlaps = measuresOverlaps
    self.keepsSeries = keepsSeries
    self.isLive = isLive
    self.seed = seed
    self.threads = threads
    self.arguments = arguments
  }
}

extension LatticeRequest {
  /// The law of fields.
  var fieldLaw: FieldLaw {
    fieldDeviation == 0 ? .uniform(field) : .gaussian(mean: field, deviation: fieldDeviation)
  }

  /// Fields in words, after the couplings; empty without any.
  var fieldText: String {
    if fieldDeviation > 0 {
      return String(format: ", normal h of mean %g and deviation %g", field, fieldDeviation)
    }
    return field == 0 ? "" : String(format: ", h = %g", field)
  }
}

/// Which process, with the options of all processes; an option that the process does not have is
/// refused.
public struct EngineRequest: Sendable {
  /// Its name.
  public var name: String
  /// Name of the update rule or rate law; `nil` for the engine's default.
  public var rule: String?
  /// Clock rates, repeated over the agents; empty for equal ones.
  public var rates: [Double]
  /// Coupling delay in mean clock intervals; `nil` for none.
  public var delay: Double?
  /// Name of the law of delays; `nil` for a fixed delay.
  public var delayLaw: String?
  /// Probability that an agent updates in a synchronous step; `nil` for 1.
  public var tickProbability: Double?
  /// States of a Potts agent; `nil` for 3.
  public var states: Int?
  /// Share of up spins that exchanges conserve; `nil` for a half.
  public var upFraction: Double?

  /// Which pairs exchange; `nil` for neighbours.
  public var pairs: String?

  /// Creates a request.
  public init(
    name: String, rule: String? = nil, rates: [Double] = [], delay: Double? = nil,
    delayLaw: String? = nil,
    tickProbability: Double? = nil, states: Int? = nil, upFraction: Double? = nil,
    pairs: String? = nil
  ) {
    self.name = name
    self.rule = rule
    self.rates = rates
    self.delay = delay
    self.delayLaw = delayLaw
    self.tickProbability = tickProbability
    self.states = states
    self.upFraction = upFraction
    self.pairs = pairs
  }
}
