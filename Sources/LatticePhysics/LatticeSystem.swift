public import IsingModels
public import Sampling

/// One size of the lattice with its couplings.
public struct LatticeSystem: EngineSystem {
  /// The size as the user wrote it.
  public let size: String
  /// What the lattice was made from; `nil` for a file of couplings.
  public let description: LatticeDescription?
  /// What is known without building it.
  public let outline: LatticeOutline
  private let parts: LatticeParts
  /// The law of couplings; `nil` for a file.
  public let law: CouplingLaw?
  /// Whether a field acts on some spin.
  public let hasFields: Bool
  /// Whether couplings and fields all favour the state with all spins up.
  public let isFerromagnet: Bool
  /// The largest |J| or |h|.
  public let strongest: Double
  /// Couplings in words.
  public let couplingsText: String
  /// What reading a file corrected or found strange, one sentence each.
  public internal(set) var warnings: [String] = []

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
  public var lattice: Lattice { built.lattice }
  /// Couplings and fields.
  public var model: IsingModel { built.model }

  private var built: LatticeParts.Built {
    do { return try parts.get() } catch {
      preconditionFailure("\(outline.title): asked for sites that cannot be built: \(error)")
    }
  }

  /// Whether it is a periodic hypercubic lattice with equal couplings that was not built.
  let isUnbuilt: Bool

  /// A proper colouring.
  public var colourClasses: [[Int32]] { lattice.colourClasses }

  /// Sites along each axis of a ring or a hypercubic lattice whose ends meet.
  public var torusSides: [Int]? {
    guard let description,
      [.ring, .square, .cubic, .hypercubic].contains(description.family),
      [.periodic, .antiperiodic].contains(
        description.boundary ?? description.family.defaultBoundary)
    else { return nil }
    return shape
  }

  /// The coupling of a lattice that was not built.
  public var knownCoupling: Double? {
    guard isUnbuilt, case .uniform(let coupling)? = law else { return nil }
    return coupling
  }

  /// For people.
  public var title: String { outline.title }
  /// Cells along each axis; empty for graphs without axes.
  public var shape: [Int] { outline.shape }
  /// Sites a cell.
  public var basis: Int { outline.basis }
  /// Number of sites.
  public var siteCount: Int { outline.siteCount }
  /// Whether its sites can be shown, and states of all sites are kept.
  public var isShown: Bool { siteCount <= Self.mostShown }

  /// The most sites of a picture.
  public static let mostShown = 1 << 22
}
