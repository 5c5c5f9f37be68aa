public import RandomStreams

/// Makes the chains of a ladder of temperatures, each a sampler of one type, so that the loop over them
/// is compiled for that type.
public protocol RungMaker: Sendable {
  /// The chains' type.
  associatedtype Engine: Sampler
  /// A chain that begins at an inverse temperature from given spins, one a site.
  func sampler(
    _ system: any EngineSystem, beta: Double, spins: [Int8], key: StreamKey, settings: Settings
  ) throws(CatalogueError) -> Engine
}

/// A maker of chains by a function.
struct Rung<Engine: Sampler>: RungMaker {
  typealias Make =
    @Sendable (
      _ system: any EngineSystem, _ beta: Double, _ spins: [Int8], _ key: StreamKey, Settings
    ) throws -> Engine

  let makeSampler: Make

  func sampler(
    _ system: any EngineSystem, beta: Double, spins: [Int8], key: StreamKey, settings: Settings
  ) throws(CatalogueError) -> Engine {
    try CatalogueError.wrapping { try makeSampler(system, beta, spins, key, settings) }
  }
}
