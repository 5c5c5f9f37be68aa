import Foundation
import IsingModels
import RandomStreams
import Reports
import Sampling

/// One size of the lattice with its couplings.
struct LatticeSystem: EngineSystem {
  /// The size as the user wrote it.
  let size: String
  /// What the lattice was made from; `nil` for a file of couplings.
  let description: LatticeDescription?
  /// What is known without building it.
  let outline: LatticeOutline
  private let parts: LatticeParts
  /// The law of couplings; `nil` for a file.
  let law: CouplingLaw?
  /// Whether a field acts on some spin.
  let hasFields: Bool
  /// Whether couplings and fields all favour the state with all spins up.
  let isFerromagnet: Bool
  /// The largest |J| or |h|.
  let strongest: Double
  /// Couplings in words.
  let couplingsText: String

  /// A system that is built.
  init(
    size: String, description: LatticeDescription?, lattice: Lattice, model: IsingModel,
    law: CouplingLaw?, couplingsText: String
  ) {
    self.size = size
    self.description = description
    outline = LatticeOutline(lattice, model)
    parts = LatticeParts(lattice: lattice, model: model)
    self.law = law
    hasFields = model.fields.contains { $0 != 0 }
    isFerromagnet =
      model.bonds.allSatisfy { $0.coupling >= 0 } && model.fields.allSatisfy { $0 >= 0 }
    isUnbuilt = false
    strongest = max(
      model.bonds.map { abs($0.coupling) }.max() ?? 0, model.fields.map(abs).max() ?? 0)
    self.couplingsText = couplingsText
  }

  /// A periodic hypercubic lattice with equal couplings and no field, which is not built unless
  /// somebody asks for its sites.
  init(
    size: String, description: LatticeDescription, sides: [Int], coupling: Double,
    couplingsText: String
  ) {
    self.size = size
    self.description = description
    outline = LatticeOutline(family: description.family, hypercube: sides)
    parts = LatticeParts {
      let lattice = try Lattice(description)
      return .init(lattice: lattice, model: try lattice.model(couplings: .uniform(coupling)))
    }
    law = .uniform(coupling)
    hasFields = false
    isFerromagnet = coupling >= 0
    isUnbuilt = true
    strongest = abs(coupling)
    self.couplingsText = couplingsText
  }

  /// Where sites lie.
  var lattice: Lattice { built.lattice }
  /// Couplings and fields.
  var model: IsingModel { built.model }

  private var built: LatticeParts.Built {
    do { return try parts.get() } catch {
      preconditionFailure("\(outline.title): asked for sites that cannot be built: \(error)")
    }
  }

  /// Whether it is a periodic hypercubic lattice with equal couplings that was not built.
  let isUnbuilt: Bool

  /// A proper colouring.
  var colourClasses: [[Int32]] { lattice.colourClasses }

  /// Sites along each axis of a ring or a hypercubic lattice whose ends meet.
  var torusSides: [Int]? {
    guard let description,
      [.ring, .square, .cubic, .hypercubic].contains(description.family),
      [.periodic, .antiperiodic].contains(
        description.boundary ?? description.family.defaultBoundary)
    else { return nil }
    return shape
  }

  /// The coupling of a lattice that was not built.
  var knownCoupling: Double? {
    guard isUnbuilt, case .uniform(let coupling)? = law else { return nil }
    return coupling
  }

  /// For people.
  var title: String { outline.title }
  /// Cells along each axis; empty for graphs without axes.
  var shape: [Int] { outline.shape }
  /// Sites a cell.
  var basis: Int { outline.basis }
  /// Number of sites.
  var siteCount: Int { outline.siteCount }
  /// Whether its sites can be shown, and states of all sites are kept.
  var isShown: Bool { siteCount <= Self.mostShown }

  /// The most sites of a picture.
  static let mostShown = 1 << 22

  /// The systems of a request, one a size.
  ///
  /// - Throws: `RunFailure` for unknown names, sizes that make no lattice, and files that cannot be
  ///   used.
  static func systems(
    of request: LatticeRequest, engine: EngineChoice
  ) throws(RunFailure) -> [LatticeSystem] {
    guard request.field.isFinite else {
      throw RunFailure(.usage, "field: found \(request.field), expected a finite number")
    }
    guard request.fieldDeviation >= 0, request.fieldDeviation.isFinite else {
      throw RunFailure(
        .usage, "field-deviation: found \(request.fieldDeviation), expected a number from 0")
    }
    if case .file(let path) = request.couplings {
      return [try CouplingFileSystem.system(path: path, request: request)]
    }
    guard request.sizes.count <= LatticeRun.mostSizes else {
      throw RunFailure(
        .usage,
        "size: found \(request.sizes.count) sizes, expected at most \(LatticeRun.mostSizes)")
    }
    if let twice = request.sizes.first(where: { size in
      request.sizes.filter { $0 == size }.count > 1
    }) {
      throw RunFailure(.usage, "size: found \(twice) twice, expected different sizes")
    }
    let law = try couplingLaw(of: request)
    var systems: [LatticeSystem] = []
    do {
      let family = try LatticeFamily(name: request.lattice ?? "square")
      let boundary = try request.boundary.map { name throws(LatticeError) in
        try Boundary(name: name)
      }
      let words =
        request.sizes.isEmpty
        ? [family.defaultSizes.map { "\($0)" }.joined(separator: "x")] : request.sizes
      for word in words {
        systems.append(
          try system(
            family, size: word, boundary: boundary, law: law, request: request,
            engine: engine))
      }
    } catch {
      throw RunFailure(error, as: .usage)
    }
    return systems
  }

  private static func system(
    _ family: LatticeFamily, size: String, boundary: Boundary?, law: CouplingLaw,
    request: LatticeRequest, engine: EngineChoice
  ) throws -> LatticeSystem {
    var parameters: [LatticeParameter: Double] = [:]
    for (name, value) in request.parameters {
      guard let parameter = LatticeParameter(rawValue: name) else {
        throw RunFailure(.internalError, "no lattice parameter '\(name)'")
      }
      parameters[parameter] = value
    }
    let description = LatticeDescription(
      family, sizes: try LatticeDescription.sizes(from: size), boundary: boundary,
      parameters: parameters, seed: request.seed)
    // Engines that count neighbours need no list of them.
    if engine.entry.traits.contains(.needsNoSites), case .uniform(let coupling) = law,
      request.field == 0, request.fieldDeviation == 0,
      let sides = try description.hypercubeSides(), sides.allSatisfy({ $0 >= 3 })
    {
      return LatticeSystem(
        size: size, description: description, sides: sides, coupling: coupling,
        couplingsText: text(law))
    }
    let lattice = try Lattice(description)
    let model = try lattice.model(
      couplings: law, fields: request.fieldLaw, seed: request.seed)
    return LatticeSystem(
      size: size, description: description, lattice: lattice, model: model, law: law,
      couplingsText: text(law) + request.fieldText)
  }

  private static func couplingLaw(of request: LatticeRequest) throws(RunFailure) -> CouplingLaw {
    guard case .law(let name, let strength, let share, let deviation) = request.couplings else {
      throw RunFailure(.internalError, "a coupling law was expected")
    }
    if share != nil, name != "plus-minus" {
      throw RunFailure(.usage, "plus-probability: couplings \(name) have none, expected plus-minus")
    }
    if deviation != nil, name != "gaussian" {
      throw RunFailure(.usage, "deviation: couplings \(name) have none, expected gaussian")
    }
    let plusShare = share ?? 0.5
    let spread = deviation ?? 1
    for (what, value) in [("coupling", strength), ("deviation", spread)]
    where value != 0 && !(1e-100...1e6).contains(abs(value)) {
      throw RunFailure(
        .usage, "\(what): found \(value), expected 0 or a size from 1e-100 to 1e6")
    }
    switch name {
    case "uniform": return .uniform(strength)
    case "plus-minus":
      guard (0...1).contains(plusShare) else {
        throw RunFailure(
          .usage, "plus-probability: found \(plusShare), expected a number from 0 to 1")
      }
      return .plusMinus(strength, probabilityOfPlus: plusShare)
    case "gaussian":
      guard spread >= 0 else {
        throw RunFailure(.usage, "deviation: found \(spread), expected 0 or more")
      }
      return .gaussian(mean: strength, deviation: spread)
    default:
      throw RunFailure(
        UnknownName(name, what: "couplings", known: ["uniform", "plus-minus", "gaussian"]),
        as: .usage)
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

  /// The start that is a ground state where one is known: all up for couplings and fields that all
  /// favour it.
  var defaultStart: InitialSpins { isFerromagnet ? .up : .random }

  /// β_c of the infinite lattice with these couplings, where it is known.
  var knownCriticalBeta: Double? {
    guard case .uniform(let strength)? = law, strength > 0, !hasFields,
      let description
    else { return nil }
    let known: CriticalBeta? =
      switch description.family {
      case .square: .square
      case .triangular: .triangular
      case .honeycomb: .honeycomb
      case .kagome: .kagome
      case .cubic: .simpleCubic
      default: nil
      }
    return known.map { $0.beta / strength }
  }

  /// Whether there are free spins, chains or rings without field, whose walls move at no cost.
  var hasFreeMoves: Bool {
    guard outline.neighbours.lowerBound <= 2 else { return false }
    let model = model
    func isLoose(_ spin: Int) -> Bool {
      model.fields[spin] == 0 && model.adjacency.degree(of: spin) <= 2
    }
    return (0..<model.spinCount).contains { spin in
      isLoose(spin)
        && model.adjacency.range(of: spin).allSatisfy {
          isLoose(Int(model.adjacency.neighbours[$0]))
        }
    }
  }

  /// Whether all sites look alike, one a cell, so that correlations depend on distance alone.
  var isTranslationInvariant: Bool {
    guard case .uniform? = law, let description else { return false }
    return !shape.isEmpty && basis == 1
      && (description.boundary ?? description.family.defaultBoundary) == .periodic
  }

  /// The signs of the bonds of a ring, from each site to the next; empty for other lattices.
  var ringBondSigns: [Int8] {
    guard let description, description.family == .ring, model.spinCount >= 3,
      model.bonds.count == model.spinCount
    else { return [] }
    return (0..<model.spinCount).map { site in
      let next = Int32((site + 1) % model.spinCount)
      let entry = model.adjacency.range(of: site).first { model.adjacency.neighbours[$0] == next }
      return (entry.map { model.adjacency.couplings[$0] } ?? 1) < 0 ? -1 : 1
    }
  }

  /// Keys and values for the JSON document.
  func document(sizes: [String]) -> [(String, JSONValue)] {
    return [
      ("name", .string(description?.family.rawValue ?? "file")),
      ("title", .string(title)),
      ("sizes", .array(sizes.map { .string($0) })),
      (
        "boundary",
        (description?.boundary ?? description?.family.defaultBoundary).map {
          .string($0.rawValue)
        } ?? .null
      ),
      ("sites", .integer(UInt64(siteCount))),
      ("bonds", .integer(UInt64(outline.bondCount))),
      (
        "neighbours",
        .object([
          ("min", .integer(UInt64(outline.neighbours.lowerBound))),
          ("max", .integer(UInt64(outline.neighbours.upperBound))),
        ])
      ),
      ("colours", .integer(UInt64(outline.colourCount))),
      ("couplings", .string(couplingsText)),
    ]
  }
}
