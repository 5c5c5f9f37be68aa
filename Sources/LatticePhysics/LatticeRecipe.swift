import Foundation
import IsingModels

/// Which lattices to study, in words: one of each size, with couplings and fields.
public struct LatticeRecipe: Sendable {
  /// How couplings are drawn, or the file that lists them.
  public enum Couplings: Sendable, Equatable {
    /// A law by its name, with the options of all laws.
    case law(name: String, strength: Double, probabilityOfPlus: Double?, deviation: Double?)
    /// A problem file, whose bonds are the lattice; the names of its format and of what it means, where
    /// the file leaves that open.
    case file(String, format: String? = nil, kind: String? = nil)
  }

  /// The most sizes of one study.
  static let mostSizes = 32

  /// Name of the lattice; `nil` for the square lattice, or a file's own.
  public var lattice: String?
  /// Sizes: `64`, `64x32`; one lattice each, the lattice's default for none.
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

  /// A recipe; by default the square lattice of its default size with J = 1.
  public init(
    lattice: String? = nil, sizes: [String] = [], boundary: String? = nil,
    parameters: [String: Double] = [:],
    couplings: Couplings = .law(
      name: "uniform", strength: 1, probabilityOfPlus: nil, deviation: nil),
    field: Double = 0, fieldDeviation: Double = 0
  ) {
    self.lattice = lattice
    self.sizes = sizes
    self.boundary = boundary
    self.parameters = parameters
    self.couplings = couplings
    self.field = field
    self.fieldDeviation = fieldDeviation
  }

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

  /// The sides of each size's lattice, where it is a periodic square, cubic or hypercubic one with
  /// couplings J or ±J and no fields; else `nil`. What makes no lattice is none.
  var tori: [[Int]?] {
    guard field == 0, fieldDeviation == 0, case .law(let law, _, _, _) = couplings,
      ["uniform", "plus-minus"].contains(law),
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
