/// The bias converter of one agent, set bit by bit by firings that are counted against a reference.
///
/// At each bit the converter goes to the middle of the interval that is left, the agent draws, and the count tells on
/// which side its own offset lies: successive approximation. A firing rate saturates where an offset is large, its
/// order does not, so that the whole range is found.
public struct BiasTrim: Sendable, Equatable {
  /// Comparisons in all: one a bit.
  public let bits: Int
  private var low: Double
  private var high: Double
  private var done = 0

  /// Nothing known but the range ±R.
  public init(bits: Int, range: Double) {
    self.bits = bits
    low = -range
    high = range
  }

  /// The bias to compare at, which is subtracted from the agent's input; `nil` when all bits are set.
  public var trial: Double? { done < bits ? (low + high) / 2 : nil }

  /// What is left: the middle of the last interval.
  public var setting: Double { (low + high) / 2 }

  /// Takes the counts at `trial`: the agent that fires more often than its reference has the larger input.
  public mutating func compare(firings: Int, reference: Int) {
    guard let trial else { return }
    if firings > reference { low = trial } else { high = trial }
    done += 1
  }
}
