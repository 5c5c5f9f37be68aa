import Foundation
import IsingModels
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
  public var engine: CatalogueRequest
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
    engine: CatalogueRequest,
    placesTemperatures: Bool, sweeps: Int, warmUp: Int, measureEvery: Int,
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

extension LatticeRequest {
  /// Whether temperatures exchange their states.
  var isTempered: Bool { engine.settings["tempering"] == .flag(true) }

  /// The sides of each size's lattice, where it is a periodic square, cubic or hypercubic one with
  /// couplings J or ±J, no fields and one temperature a chain; else `nil`.
  var tori: [[Int]?] {
    guard field == 0, fieldDeviation == 0, !isTempered,
      case .law(let law, _, _, _) = couplings, ["uniform", "plus-minus"].contains(law),
      let family = try? LatticeFamily(name: lattice ?? LatticeFamily.square.rawValue),
      boundary == nil || boundary == Boundary.periodic.rawValue
    else { return [nil] }
    return (sizes.isEmpty ? [""] : sizes).map { size in
      let description = LatticeDescription(
        family,
        sizes: size.isEmpty ? nil : (try? LatticeDescription.sizes(from: size)) ?? [],
        parameters: Dictionary(
          uniqueKeysWithValues: parameters.compactMap { name, value in
            LatticeParameter(rawValue: name).map { ($0, value) }
          }))
      return try? description.hypercubeSides()
    }
  }
}
