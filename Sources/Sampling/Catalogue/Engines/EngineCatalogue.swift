/// The engines that sample lattices. A new one is an ``EngineEntry`` and a place in `all`.
public enum EngineCatalogue {
  /// All engines.
  public static let all = Catalogue<EngineEntry>(
    entries: [
      .reference, .sequential, .randomSite, .chromatic, .bitSliced, .lanes, .synchronous,
      .asynchronous, .eventQueue, .rejectionFree, .nextReaction, .wolff, .swendsenWang, .kawasaki,
      .potts,
    ],
    parameters: [
      .rule, .delay, .delayLaw, .rates, .tickProbability, .states, .pairs, .tempering, .upFraction,
    ])

  /// The name that leaves the choice of the engine to the program.
  public static let automaticName = "auto"

  /// From where packing spins into vectors pays, to where a run takes so long that it should have been
  /// asked for by name.
  private static let packedSiteCounts = 4096...(1 << 28)

  /// The engine of a command that names none: `bit-sliced` for large periodic lattices that it can run,
  /// `sequential` for all else.
  ///
  /// - Parameter tori: the sides of each periodic square, cubic or hypercubic lattice with couplings J or
  ///   ±J and no fields; `nil` for another one.
  /// - Returns: the name of an engine.
  public static func automatic(for tori: [[Int]?]) -> String {
    let fits = tori.allSatisfy { sides in
      guard let sides else { return false }
      return sides.count <= 4 && sides.allSatisfy { $0 >= 4 && $0 % 2 == 0 }
        && packedSiteCounts.contains(sides.reduce(1, *))
    }
    return (fits ? EngineEntry.bitSliced : .sequential).name
  }
}
