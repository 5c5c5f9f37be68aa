import IsingModels
import Synchronization

/// Sites, links, couplings and fields of a system, built when somebody asks for them first: an engine
/// that needs none of them runs 10⁸ spins in 13 megabytes.
final class LatticeParts: Sendable {
  /// What is built.
  struct Built: Sendable {
    /// Where sites lie.
    var lattice: Lattice
    /// Couplings and fields.
    var model: IsingModel
  }

  private let build: @Sendable () throws -> Built
  private let built: Mutex<Built?>

  /// Parts that exist.
  init(lattice: Lattice, model: IsingModel) {
    let parts = Built(lattice: lattice, model: model)
    build = { parts }
    built = Mutex(parts)
  }

  /// Parts that may be built later.
  init(_ build: @escaping @Sendable () throws -> Built) {
    self.build = build
    built = Mutex(nil)
  }

  /// The parts.
  /// - Throws: what building them throws.
  func get() throws -> Built {
    try built.withLock { built in
      if let built { return built }
      let parts = try build()
      built = parts
      return parts
    }
  }
}

/// What is known of a lattice before it is built.
struct LatticeOutline: Sendable {
  /// For people.
  var title: String
  /// Cells along each axis; empty for graphs without axes.
  var shape: [Int]
  /// Sites a cell.
  var basis = 1
  /// Number of sites.
  var siteCount: Int
  /// Number of coupled pairs.
  var bondCount: Int
  /// Fewest and most neighbours of a site.
  var neighbours: ClosedRange<Int>
  /// Number of blocks of a proper colouring.
  var colourCount: Int

  /// The outline of what is there.
  init(_ lattice: Lattice, _ model: IsingModel) {
    title = lattice.title
    shape = lattice.shape
    basis = lattice.basis
    siteCount = lattice.siteCount
    bondCount = model.bonds.count
    let degrees = (0..<model.spinCount).map { model.adjacency.degree(of: $0) }
    neighbours = (degrees.min() ?? 0)...(degrees.max() ?? 0)
    colourCount = lattice.colourClasses.count
  }

  /// The outline of a periodic hypercubic lattice with sides from 3.
  init(family: LatticeFamily, hypercube sides: [Int]) {
    title =
      "\(family.rawValue) \(sides.map(String.init).joined(separator: " × ")), "
      + Boundary.periodic.rawValue
    shape = sides
    siteCount = sides.reduce(1, *)
    bondCount = sides.count * siteCount
    neighbours = (2 * sides.count)...(2 * sides.count)
    colourCount = sides.allSatisfy { $0 % 2 == 0 } ? 2 : 3
  }
}
