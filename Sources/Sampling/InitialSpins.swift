internal import RandomStreams

/// Where a chain begins.
public enum InitialSpins: String, CaseIterable, Sendable {
  /// All spins up: the ground state of a ferromagnet.
  case up
  /// Each spin up or down with probability ½: infinite temperature.
  case random

  /// The spins of a replica: purpose `initialState`, one stream a replica.
  public func spins(count: Int, seed: UInt64, replica: UInt32) -> [Int8] {
    switch self {
    case .up: return Array(repeating: 1, count: count)
    case .random:
      var words = WordSequence(StreamKey(seed: seed, purpose: .initialState, replica: replica))
      return (0..<count).map { _ in words.next() & 1 == 1 ? 1 : -1 }
    }
  }
}
