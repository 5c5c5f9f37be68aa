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
