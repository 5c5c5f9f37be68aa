internal import RandomStreams

/// The random numbers of rejection-free steps, made 256 at a time.
struct JumpDraws: Sendable {
  /// Steps made at a time; a divisor of `WordSequence.batch`.
  static let batch = 256

  /// Uniform numbers in (0, 1): which class and which member.
  private(set) var uniforms = [Double](repeating: 0, count: batch)
  /// Exponential numbers with mean 1: the waiting time times the total rate.
  private(set) var hazards = [Double](repeating: 0, count: batch)
  /// Steps of this batch that are over.
  var used = batch

  private var sequence: WordSequence

  init(_ key: StreamKey) { sequence = WordSequence(key) }

  /// Makes the numbers of the next steps.
  @inline(never)
  mutating func refill() {
    sequence.fill(uniforms: &uniforms)
    sequence.fill(exponentials: &hazards)
    used = 0
  }
}
