/// The lengths of batches, a function of their index alone.
public enum BatchLengths: Sendable, Equatable {
  /// All alike.
  case constant(Int)
  /// For an unknown time: four batches of each length, and each length twice the one before. Most of
  /// the time is spent in the longest batches, and what the end cuts off is a small part of it.
  case growing

  /// For an unknown time and a method that makes its own restarts: no end.
  case endless

  /// The first length of growing batches.
  public static let firstLength = 64
  /// Batches of one length.
  public static let batchesOfALength = 4
  /// The longest batch.
  public static let longest = 1_000_000_000

  /// Sweeps of a read of a batch.
  public func sweeps(of batch: Int) -> Int {
    switch self {
    case .constant(let sweeps): sweeps
    case .endless: .max
    case .growing:
      min(Self.longest, Self.firstLength << min(32, batch / Self.batchesOfALength))
    }
  }
}
