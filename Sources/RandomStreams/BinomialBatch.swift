/// Binomial counts of many sites, each a function of its key and site alone.
public enum BinomialBatch {
  /// Sites that go through the stages together; their scratch stays in the first-level cache.
  private static let block = 64

  /// The count that a site draws: of what `draw` does the plain form.
  ///
  /// - Precondition: 0 ≤ trials ≤ 65535 and 0 ≤ probability ≤ 1.
  public static func count(
    trials: Int, probability: Float, key: StreamKey, site: UInt32
  ) -> Int {
    if trials <= BinomialTable.mostTrials {
      return BinomialTable.of(trials: trials).draw(probability: probability, key: key, site: site)
    }
    var stream = RandomStream(key, site: site)
    return stream.binomial(trials: trials, probability: Double(probability))
  }

  /// Draws counts[i] ~ Binomial(trials, probabilities[i]) for site firstSite + i.
  ///
  /// Equal to `count(trials:probability:key:site:)`, bit for bit. Up to `BinomialTable.mostTrials` trials
  /// from a table. Beyond, as `RandomStream(key, site: firstSite + i).binomial(trials:probability:)`: the
  /// random words, the candidates of the transformed rejection and the first term of the inversion are
  /// computed for a block of sites in vector loops; only the inversion's search and the few
  /// rejection tests that the bounds leave open are done site by site.
  /// - Parameters:
  ///   - trials: 0 to 65535.
  ///   - probabilities: each from 0 to 1 (numbers outside are a caller's error and give any count).
  ///   - key: names the streams.
  ///   - firstSite: site of the first count.
  ///   - counts: as many as probabilities.
  public static func draw(
    trials: Int, probabilities: UnsafeBufferPointer<Float>, key: StreamKey, firstSite: UInt32,
    into counts: UnsafeMutableBufferPointer<UInt16>
  ) {
    precondition(
      probabilities.count == counts.count,
      "\(probabilities.count) probabilities for \(counts.count) counts")
    precondition(trials >= 0 && trials <= 65535, "\(trials) trials, expected 0 to 65535")
    if trials <= BinomialTable.mostTrials {
      look(
        BinomialTable.of(trials: trials), probabilities: probabilities, key: key,
        firstSite: firstSite, into: counts)
      return
    }
    let probabilities = probabilities.span
    var counts = counts.mutableSpan
    ScratchNumbers<UInt32>.lend(parts: 1, of: 4 * block) { words in
      ScratchNumbers<Double>.lend(parts: 8, of: block) { numbers in
        let stages = Stages(trials: trials, words: words(0), numbers: numbers, size: block)
        var first = 0
        while first < counts.count {
          let site = firstSite &+ UInt32(truncatingIfNeeded: first)
          let own = probabilities.extracting(first..<min(first &+ block, counts.count))
          stages.fill(key, site: site)
          stages.propose(own)
          stages.decide(own, key: key, site: site, from: first, into: &counts)
          first &+= own.count
        }
      }
    }
  }

  /// The stages of one block; arrays of `size` numbers each.
  private struct Stages {
    let trials: Int
    let size: Int
    let words: ScratchNumbers<UInt32>
    /// min(p, 1 − p).
    let p: ScratchNumbers<Double>
    let u: ScratchNumbers<Double>
    let v: ScratchNumbers<Double>
    let candidates: ScratchNumbers<Double>
    /// 1 accepted, −1 rejected, 0 to be decided by the exact ratio.
    let verdicts: ScratchNumbers<Double>
    /// √(n p (1 − p)).
    let deviations: ScratchNumbers<Double>
    /// (1 − p)ⁿ.
    let none: ScratchNumbers<Double>
    /// (1 − p) to growing powers of 2.
    let squares: ScratchNumbers<Double>

    init(
      trials: Int, words: ScratchNumbers<UInt32>, numbers: (Int) -> ScratchNumbers<Double>,
      size: Int
    ) {
      self.trials = trials
      self.size = size
      self.words = words
      p = numbers(0)
      u = numbers(1)
      v = numbers(2)
      candidates = numbers(3)
      verdicts = numbers(4)
      none = numbers(5)
      deviations = numbers(6)
      squares = numbers(7)
    }

    /// The first block of random words of each site, and its two uniform numbers.
    func fill(_ key: StreamKey, site: UInt32) {
      for first in stride(from: 0, to: size, by: 16) {
        let drawn = Philox.sixteenBlocks(
          key: key, firstSite: site &+ UInt32(truncatingIfNeeded: first), block: 0)
        words.store(drawn.0, at: first)
        words.store(drawn.1, at: first &+ size)
        words.store(drawn.2, at: first &+ 2 &* size)
        words.store(drawn.3, at: first &+ 3 &* size)
      }
      for index in 0..<size {
        u[index] = number(words[index], words[index &+ size])
        v[index] = number(words[index &+ 2 &* size], words[index &+ 3 &* size])
      }
    }

    /// `Uniforms.openDouble`: the 52 bits become the mantissa of a number in [1, 2), from which
    /// 1 − 2⁻⁵³ is taken; exact, so the same number as by conversion.
    @inline(__always)
    private func number(_ high: UInt32, _ low: UInt32) -> Double {
      let bits = (UInt64(high) << 32 | UInt64(low)) >> 12
      return (Double(bitPattern: bits | 0x3ff0_0000_0000_0000) - 1) + 0x1p-53
    }

    /// Candidates of the transformed rejection and the quick acceptance, as `BinomialLaw.Setup`.
    func propose(_ probabilities: Span<Float>) {
      let n = Double(trials)
      let count = probabilities.count
      for index in 0..<count {
        let given = Double(probabilities[index])
        let smaller = given > 0.5 ? 1 - given : given
        p[index] = smaller
        none[index] = 1
        let deviation = DeterministicFunctions.nearSquareRoot(n * smaller * (1 - smaller))
        deviations[index] = deviation
        let setup = BinomialLaw.Setup(n: trials, p: smaller, deviation: deviation)
        let (candidate, margin) = setup.candidate(u[index])
        candidates[index] = candidate
        let quick = (margin >= 0.07 ? 1.0 : 0) * (v[index] <= setup.acceptBelow ? 1.0 : 0)
        let verdict = setup.squeeze(candidate, margin: margin, v: v[index])
        verdicts[index] = quick == 1 ? 1 : verdict
      }
      var rest = trials
      for index in 0..<count { squares[index] = 1 - p[index] }
      while rest > 0 {
        if rest & 1 == 1 {
          for index in 0..<count { none[index] = none[index] * squares[index] }
        }
        for index in 0..<count { squares[index] = squares[index] * squares[index] }
        rest &>>= 1
      }
    }

    /// The counts, from a place on.
    func decide(
      _ probabilities: Span<Float>, key: StreamKey, site: UInt32, from first: Int,
      into counts: inout MutableSpan<UInt16>
    ) {
      let n = Double(trials)
      for index in probabilities.indices {
        var drawn: Int
        if n * p[index] < BinomialLaw.inversionLimit {
          drawn = BinomialLaw.invert(n: trials, p: p[index], none: none[index], u: u[index])
        } else if verdicts[index] > 0 {
          drawn = Int(truncatingIfNeeded: Int32(candidates[index]))
        } else {
          let setup = BinomialLaw.Setup(n: trials, p: p[index], deviation: deviations[index])
          let margin = 0.5 - abs(u[index] - 0.5)
          if verdicts[index] == 0
            && setup.accepts(candidates[index], margin: margin, v: v[index])
          {
            drawn = Int(candidates[index])
          } else {
            var stream = RandomStream(
              key, site: site &+ UInt32(truncatingIfNeeded: index), block: 1)
            drawn = stream.transformedRejection(setup)
          }
        }
        if probabilities[index] > 0.5 { drawn = trials &- drawn }
        counts[first &+ index] = UInt16(truncatingIfNeeded: drawn)
      }
    }
  }
}
