/// What clusters of spins tell about a model.
public struct ClusterStatistics: Sendable, Equatable {
  /// Clusters built.
  public internal(set) var clusters: UInt64 = 0
  /// Spins in them, all together.
  public internal(set) var spins: UInt64 = 0
  /// Estimates of M², M = Σ s, added up.
  var squares = 0.0
  /// How many estimates of M².
  var estimates: UInt64 = 0

  /// Nothing yet.
  public init() {}

  /// The mean number of spins of a cluster; NaN without clusters. For a ferromagnet without fields and
  /// clusters that grow from random spins (Wolff) it is N⟨m²⟩, m the magnetisation per spin.
  public var meanSize: Double { Double(spins) / Double(clusters) }

  /// ⟨M²⟩, M = Σ s, from the clusters instead of the spins: every assignment of signs to the clusters is
  /// averaged over, which leaves less noise than squares of M. NaN without estimates. The
  /// susceptibility in the symmetric phase is β times it, over N. (Wolff, *Physics Letters B* 228,
  /// 379 (1989).)
  public var meanSquareMagnetisation: Double { squares / Double(estimates) }
}
