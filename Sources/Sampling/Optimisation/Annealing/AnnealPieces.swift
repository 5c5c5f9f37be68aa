import ByteFormats

/// The sweeps of an anneal in pieces of constant β: few enough that setting β costs little, and short
/// enough to be watched.
struct AnnealPieces: Sequence {
  /// Sweeps at one β.
  struct Piece {
    var start: Int
    var end: Int
    /// Whether it is worth to look at energies after it.
    var isLate: Bool

    var count: Int { end - start }
    /// The sweep whose β it has.
    var middle: Int { start + (count - 1) / 2 }
  }

  private let sweeps: Int
  private let length: Int

  /// More pieces than these do not make an anneal any better.
  static let most = 400
  /// About 10 ms of the fast engines, and half a second of the slowest.
  static let attempts = 10_000_000

  init(sweeps: Int, attemptsPerSweep: Int) {
    self.sweeps = Swift.max(1, sweeps)
    length = Swift.max(
      1,
      Swift.min(
        ceilingDivide(self.sweeps, Self.most),
        Self.attempts / Swift.max(1, attemptsPerSweep)))
  }

  func makeIterator() -> AnyIterator<Piece> {
    var start = 0
    // In the last fifth, eight times.
    let interval = Swift.max(1, sweeps / 40)
    return AnyIterator {
      guard start < sweeps else { return nil }
      let end = Swift.min(start + length, sweeps)
      defer { start = end }
      let isLate = end < sweeps && start * 5 >= sweeps * 4 && start / interval != end / interval
      return Piece(start: start, end: end, isLate: isLate)
    }
  }
}
