import IsingModels
import Synchronization

/// Spins of one large lattice, one bit each.
///
/// It is no value as other chains are, so that 10⁸ spins exist once.
final class BitSlicedChain: Chain {
  private let engine: Mutex<BitSlicedLattice>

  static var areColours: Bool { false }
  var states: [Int8] { engine.withLock { $0.spins } }
  let siteCount: Int
  var counts: UpdateCounts { engine.withLock { $0.counts } }

  func advance(sweeps: Int) { engine.withLock { $0.advance(sweeps: sweeps) } }

  func measure() -> (energy: Double, order: Double) {
    engine.withLock { ($0.energy, Double($0.magnetisation) / Double(siteCount)) }
  }

  /// A chain on a system that `check` lets pass.
  init(_ system: some EngineSystem, _ start: ChainStart, rule: UpdateRule) throws {
    siteCount = system.siteCount
    let sides = try Self.sides(of: system)
    let first = start.spins ?? system.defaultStart
    if let coupling = system.knownCoupling {
      engine = Mutex(
        try BitSlicedLattice(
          sides: sides, coupling: coupling, beta: start.beta, rule: rule, start: first,
          key: start.key, threads: start.threads))
      return
    }
    let bonds = try LatticeBonds(system.model, sides: sides)
    let lattice = try BitSlicedLattice(
      sides: sides, coupling: bonds.strength, beta: start.beta, rule: rule, start: first,
      key: start.key, threads: start.threads, isNegative: bonds.isNegative)
    engine = Mutex(lattice)
  }

  /// Whether a system can be run.
  ///
  /// - Throws: `CatalogueError` for other lattices than hypercubic ones with ends that meet, and couplings
  ///   that are not all of one size.
  static func check(_ system: some EngineSystem) throws {
    let sides = try sides(of: system)
    try LatticeChecks.check(
      sides: sides, coupling: system.knownCoupling ?? 1, beta: 0, threads: 1)
    if system.knownCoupling == nil { try checkCouplings(of: system.model) }
  }

  private static func sides(of system: some EngineSystem) throws(CatalogueError) -> [Int] {
    guard let sides = system.torusSides, (1...4).contains(sides.count),
      sides.allSatisfy({ $0 >= 3 })
    else {
      throw .unfit(
        "engine: bit-sliced does not run \(system.title), expected a periodic or antiperiodic "
          + "ring, square, cubic, hypercubic lattice of 1 to 4 axes and sides from 3")
    }
    return sides
  }

  private static func checkCouplings(of model: IsingModel) throws(CatalogueError) {
    let size = abs(model.bonds.first?.coupling ?? 0)
    guard model.fields.allSatisfy({ $0 == 0 }),
      model.bonds.allSatisfy({ abs($0.coupling) == size })
    else {
      throw .unfit(
        "engine: bit-sliced has couplings J or ±J of one size and no field, found others")
    }
  }
}
