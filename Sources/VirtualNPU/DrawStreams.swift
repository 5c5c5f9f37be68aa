import DenseAlgebra
package import RandomStreams

/// The streams of one instruction on one text: keyed by seed, text and instruction, so that they
/// depend neither on the batch nor on threads.
package struct DrawStreams {
  package let settings: RunSettings
  private let text: UInt32
  private let instruction: UInt16

  /// The streams of an instruction on a text.
  package init(settings: RunSettings, text: UInt32, instruction: Int) {
    self.settings = settings
    self.text = text
    self.instruction = UInt16(truncatingIfNeeded: instruction)
  }

  /// The key of a family of streams of this instruction on this text.
  package func key(_ purpose: StreamPurpose) -> StreamKey {
    StreamKey(seed: settings.seed, purpose: purpose, stage: instruction, replica: text)
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

  /// Counts of S draws with the given probabilities, one site each.
  func binomials(
    _ probabilities: UnsafeBufferPointer<Float>, firstSite: Int,
    into counts: UnsafeMutableBufferPointer<UInt16>
  ) {
    BinomialBatch.draw(
      trials: settings.samples, probabilities: probabilities, key: key(.gate),
      firstSite: UInt32(truncatingIfNeeded: firstSite), into: counts)
  }

  /// How S draws fall on agents with the given shares.
  func multinomial(
    _ shares: UnsafeBufferPointer<Float>, row: Int, into counts: UnsafeMutableBufferPointer<UInt16>
  ) {
    var stream = RandomStream(key(.race), site: UInt32(truncatingIfNeeded: row))
    stream.multinomial(draws: settings.samples, weights: shares, into: counts)
  }

  /// Firings lost to collisions before S are accepted.
  func collisions(acceptance: Float, row: Int) -> Int {
    guard acceptance < 1 else { return 0 }
    var stream = RandomStream(key(.collision), site: UInt32(truncatingIfNeeded: row))
    return stream.negativeBinomial(
      successes: Double(settings.samples), probability: Double(acceptance))
  }

  /// The time of `firings` firings, in units of their mean interval.
  func erlang(_ firings: Int, row: Int) -> Double {
    var stream = RandomStream(key(.duration), site: UInt32(truncatingIfNeeded: row))
    return stream.gamma(shape: Double(max(1, firings)))
  }

  /// The stream of a row.
  func stream(_ purpose: StreamPurpose, row: Int) -> RandomStream {
    RandomStream(key(purpose), site: UInt32(truncatingIfNeeded: row))
  }

  /// The time of `draws` ramped draws, in units of 1/γ.
  func ramped(_ draws: Int, row: Int) -> Double {
    var stream = stream(.duration, row: row)
    return RampedWait.sum(draws, &stream)
  }

  /// A Poisson count of what a row's agents did, by the stream of its durations; above 10⁹, where its
  /// relative deviation is below 10⁻⁴, the mean.
  func count(mean: Double, row: Int, purpose: StreamPurpose = .duration) -> Int {
    guard mean <= 1e9 else { return Int(mean) }
    var stream = stream(purpose, row: row)
    return stream.poisson(mean: mean)
  }

  /// A uniform number that decides how long a round of gates takes.
  func gateDuration(row: Int, round: Int, rounds: Int) -> Double {
    var stream = RandomStream(
      key(.duration), site: UInt32(truncatingIfNeeded: row * rounds + round))
    return stream.uniform()
  }
}
