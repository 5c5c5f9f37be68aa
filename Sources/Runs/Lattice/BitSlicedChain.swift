import IsingModels
import RandomStreams
import Sampling
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

  /// A chain on a system.
  ///
  /// - Throws: `RunFailure` of kind `.usage` for other lattices than hypercubic ones with ends that meet,
  ///   and couplings that are not all of one size; what the engine throws.
  init(
    _ system: LatticeSystem, beta: Double, rule: UpdateRule, start: InitialSpins, key: StreamKey,
    threads: Int
  ) throws {
    siteCount = system.siteCount
    if system.isUnbuilt, case .uniform(let coupling)? = system.law {
      engine = Mutex(
        try BitSlicedLattice(
          sides: system.shape, coupling: coupling, beta: beta, rule: rule, start: start, key: key,
          threads: threads))
      return
    }
    let families: [LatticeFamily] = [.ring, .square, .cubic, .hypercubic]
    guard let description = system.description, families.contains(description.family),
      [.periodic, .antiperiodic].contains(
        description.boundary ?? description.family.defaultBoundary),
      (1...4).contains(system.shape.count), system.shape.allSatisfy({ $0 >= 3 })
    else {
      throw RunFailure(
        .usage,
        "engine: bit-sliced does not run \(system.title), expected a periodic or antiperiodic "
          + families.map(\.rawValue).joined(separator: ", ")
          + " lattice of 1 to 4 axes and sides from 3")
    }
    let model = system.model
    guard !system.hasFields, model.bonds.allSatisfy({ abs($0.coupling) == system.strongest })
    else {
      throw RunFailure(
        .usage,
        "engine: bit-sliced has couplings J or ±J of one size and no field, found others")
    }
    let shape = system.shape
    var strides = shape.map { _ in 1 }
    for axis in strides.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] * shape[axis + 1]
    }
    let adjacency = model.adjacency
    let lattice = try BitSlicedLattice(
      sides: shape, coupling: system.strongest, beta: beta, rule: rule, start: start, key: key,
      threads: threads
    ) { site, axis in
      let isLast = site / strides[axis] % shape[axis] == shape[axis] - 1
      let next = Int32(site + (isLast ? 1 - shape[axis] : 1) * strides[axis])
      let entry = adjacency.range(of: site).first { adjacency.neighbours[$0] == next }!
      return adjacency.couplings[entry] < 0
    }
    engine = Mutex(lattice)
  }
}
