import Foundation
import IsingModels

extension LatticeRecipe {
  /// The systems, one a size.
  ///
  /// - Parameters:
  ///   - seed: of random graphs, couplings and fields.
  ///   - needsSites: whether lattices are built in any case; where not, a torus of equal couplings is
  ///     built when somebody asks for its sites.
  /// - Throws: `LatticeStudyError` for unknown names, sizes that make no lattice, and files that cannot
  ///   be used.
  public func systems(
    seed: UInt64 = 0, needsSites: Bool = true
  ) throws(LatticeStudyError) -> [LatticeSystem] {
    // As couplings: beyond, energies have no digits left for anything else.
    guard abs(field) <= 1e6 else {
      throw .option("field: found \(field), expected a number from -1e6 to 1e6")
    }
    guard (0...1e6).contains(fieldDeviation) else {
      throw .option(
        "field-deviation: found \(fieldDeviation), expected a number from 0 to 1e6")
    }
    if case .file(let path, let format, let kind) = couplings {
      return [try fileSystem(path: path, format: format, kind: kind)]
    }
    guard sizes.count <= Self.mostSizes else {
      throw .option(
        "size: found \(sizes.count) sizes, expected at most \(Self.mostSizes)")
    }
    if let twice = sizes.first(where: { size in
      sizes.filter { $0 == size }.count > 1
    }) {
      throw .option("size: found \(twice) twice, expected different sizes")
    }
    let law = try couplingLaw
    return try LatticeStudyError.describing {
      let family = try LatticeFamily(name: lattice ?? "square")
      let boundary = try boundary.map { name throws(LatticeError) in try Boundary(name: name) }
      let words =
        sizes.isEmpty ? [family.defaultSizes.map { "\($0)" }.joined(separator: "x")] : sizes
      return try words.map { word in
        let description = LatticeDescription(
          family, sizes: try LatticeDescription.sizes(from: word), boundary: boundary,
          parameters: try latticeParameters, seed: seed)
        return try system(
          description, size: word, law: law, seed: seed, needsSites: needsSites)
      }
    }
  }

  private var latticeParameters: [LatticeParameter: Double] {
    get throws(LatticeStudyError) {
      var known: [LatticeParameter: Double] = [:]
      for (name, value) in parameters {
        guard let parameter = LatticeParameter(rawValue: name) else {
          throw .computation("no lattice parameter '\(name)'")
        }
        known[parameter] = value
      }
      return known
    }
  }

  private func system(
    _ description: LatticeDescription, size: String, law: CouplingLaw, seed: UInt64,
    needsSites: Bool
  ) throws -> LatticeSystem {
    // Engines that count neighbours need no list of them.
    if !needsSites, case .uniform(let coupling) = law, field == 0, fieldDeviation == 0,
      let sides = try description.hypercubeSides(), sides.allSatisfy({ $0 >= 3 })
    {
      return LatticeSystem(
        size: size, description: description, sides: sides, coupling: coupling,
        couplingsText: Self.text(law))
    }
    let lattice = try Lattice(description)
    let model = try lattice.model(couplings: law, fields: fieldLaw, seed: seed)
    return LatticeSystem(
      size: size, description: description, lattice: lattice, model: model, law: law,
      couplingsText: Self.text(law) + fieldText)
  }

  private var couplingLaw: CouplingLaw {
    get throws(LatticeStudyError) {
      guard case .law(let name, let strength, let share, let deviation) = couplings else {
        throw .computation("a coupling law was expected")
      }
      if share != nil, name != "plus-minus" {
        throw .option("plus-probability: couplings \(name) have none, expected plus-minus")
      }
      if deviation != nil, name != "gaussian" {
        throw .option("deviation: couplings \(name) have none, expected gaussian")
      }
      let plusShare = share ?? 0.5
      let spread = deviation ?? 1
      for (what, value) in [("coupling", strength), ("deviation", spread)]
      where value != 0 && !(1e-100...1e6).contains(abs(value)) {
        throw .option("\(what): found \(value), expected 0 or a size from 1e-100 to 1e6")
      }
      switch name {
      case "uniform": return .uniform(strength)
      case "plus-minus":
        guard (0...1).contains(plusShare) else {
          throw .option("plus-probability: found \(plusShare), expected a number from 0 to 1")
        }
        return .plusMinus(strength, probabilityOfPlus: plusShare)
      case "gaussian":
        guard spread >= 0 else {
          throw .option("deviation: found \(spread), expected 0 or more")
        }
        return .gaussian(mean: strength, deviation: spread)
      default:
        throw .name(
          UnknownName(name, what: "couplings", known: ["uniform", "plus-minus", "gaussian"]))
      }
    }
  }
  private static func text(_ law: CouplingLaw) -> String {
    switch law {
    case .uniform(let strength): String(format: "J = %g", strength)
    case .plusMinus(let strength, let share):
      String(format: "J = ±%g, positive with probability %g", strength, share)
    case .gaussian(let mean, let deviation):
      String(format: "Gaussian J of mean %g and deviation %g", mean, deviation)
    }
  }
}
