import DenseAlgebra
package import RandomStreams

/// The streams of one instruction on one text: keyed by seed, text and instruction, so that they
/// depend neither on the batch nor on threads.
package struct InstructionStreams {
  private let seed: UInt64
  private let text: UInt32
  private let instruction: UInt16

  /// The streams of an instruction on a text.
  package init(seed: UInt64, text: UInt32, instruction: Int) {
    self.seed = seed
    self.text = text
    self.instruction = UInt16(truncatingIfNeeded: instruction)
  }

  /// The key of a family of streams of this instruction on this text.
  package func key(_ purpose: StreamPurpose) -> StreamKey {
    StreamKey(seed: seed, purpose: purpose, stage: instruction, replica: text)
  }

  /// The stream of a row.
  func stream(_ purpose: StreamPurpose, row: Int) -> RandomStream {
    RandomStream(key(purpose), site: UInt32(truncatingIfNeeded: row))
  }

  /// Phases in [0, 1) of 64 agents: words 0…3 of sites `64·group…` onwards, 16 sites at a time.
  @inline(__always)
  func phases(group: Int, retry: Int = 0) -> (Lanes, Lanes, Lanes, Lanes) {
    let words = Philox.sixteenBlocks(
      key: key(.phase), firstSite: UInt32(truncatingIfNeeded: group) &* 16,
      block: UInt32(truncatingIfNeeded: retry))
    return (
      Uniforms.floats(words.0), Uniforms.floats(words.1), Uniforms.floats(words.2),
      Uniforms.floats(words.3)
    )
  }

  /// Replaces the shares of a row's agents by how S draws fall on them.
  func multinomial(
    _ shares: inout MutableSpan<Float>, count: Int, samples: Int, row: Int
  ) {
    withScratch(count, repeating: 0 as UInt16) { counts in
      Multinomial.draw(
        samples, weights: shares.span.extracting(0..<count), key: key(.race),
        site: UInt32(truncatingIfNeeded: row), into: &counts)
      for index in 0..<count { shares[index] = Float(counts[index]) }
    }
  }

  /// Draws that are discarded before S are accepted.
  func discarded(accepted samples: Int, acceptance: Float, row: Int) -> Int {
    guard acceptance < 1 else { return 0 }
    var stream = stream(.collision, row: row)
    return stream.negativeBinomial(successes: Double(samples), probability: Double(acceptance))
  }

  /// The time of `firings` firings, in units of their mean interval.
  func erlang(_ firings: Int, row: Int) -> Double {
    var stream = stream(.duration, row: row)
    return stream.gamma(shape: Double(max(1, firings)))
  }

  /// A Poisson count of what a row's agents did, by the stream of its durations; above 10⁹, where its
  /// relative deviation is below 10⁻⁴, the mean.
  func count(mean: Double, row: Int, purpose: StreamPurpose = .duration) -> Int {
    guard mean <= 1e9 else { return Int(counting: mean) }
    var stream = stream(purpose, row: row)
    return stream.poisson(mean: mean)
  }
}
