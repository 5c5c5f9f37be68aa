internal import RandomStreams

/// The random numbers of clock events, made 256 at a time: which agent acts, what decides whether it
/// flips, and the waiting time since the event before.
///
/// Superposed Poisson clocks are one Poisson process whose events fall on agents independently, with
/// probabilities proportional to their rates: no queue is needed.
struct EventDraws: Sendable {
  /// Events made at a time; a divisor of `WordSequence.batch`.
  static let batch = 256

  /// Agents that act.
  private(set) var sites = [Int32](repeating: 0, count: batch)
  /// Uniform words, to compare with probabilities.
  private(set) var words = [UInt32](repeating: 0, count: batch)
  /// An agent flips where its cost x = βΔE is below this number; made only for laws without a table.
  /// Heat bath: u < 1/(1 + eˣ) where x < ln(1 − u) − ln u. Metropolis: u < e⁻ˣ where x < −ln u.
  private(set) var limits: [Double] = []
  /// Waiting times in units of the mean; made only where times matter.
  private(set) var gaps: [Double] = []
  /// Events of this batch that are over.
  var used = batch

  private let siteCount: UInt64
  private let alias: (keeps: [UInt32], aliases: [Int32])?
  private let limitRule: UpdateRule?
  private var sequence: WordSequence

  /// - Parameters:
  ///   - limitRule: the rule for which `limits` are drawn, if any.
  ///   - gaps: whether waiting times are drawn.
  init(
    siteCount: Int, rates: ClockRates, limitRule: UpdateRule?, gaps: Bool, key: StreamKey
  ) {
    self.siteCount = UInt64(siteCount)
    alias = rates.relative.map {
      let table = AliasTable(weights: $0)
      return (table.wordLimits, table.aliases)
    }
    self.limitRule = limitRule
    if limitRule != nil { limits = Array(repeating: 0, count: Self.batch) }
    if gaps { self.gaps = Array(repeating: 0, count: Self.batch) }
    sequence = WordSequence(key)
  }

  /// Makes the next events.
  @inline(never)
  mutating func refill() {
    let count = siteCount
    sequence.withNext(Self.batch) { drawn in
      for k in 0..<Self.batch {
        // An agent's probability is off by 2⁻³² at most.
        sites[k] = Int32(truncatingIfNeeded: (UInt64(drawn[k]) &* count) &>> 32)
      }
    }
    if let alias {
      sequence.withNext(Self.batch) { drawn in
        for k in 0..<Self.batch {
          let column = Int(sites[k])
          if drawn[k] > alias.keeps[column] { sites[k] = alias.aliases[column] }
        }
      }
    }
    sequence.fill(words: &words)
    switch limitRule {
    case .heatBath: sequence.fill(logistics: &limits)
    case .metropolis: sequence.fill(exponentials: &limits)
    case nil: break
    }
    if !gaps.isEmpty { sequence.fill(exponentials: &gaps) }
    used = 0
  }

  /// The numbers of this batch, for hot loops.
  @inline(__always)
  func lend<Result>(
    _ body: (
      _ sites: LentConstants<Int32>, _ words: LentConstants<UInt32>,
      _ gaps: LentConstants<Double>, _ limits: LentConstants<Double>
    ) -> Result
  ) -> Result {
    sites.lendConstants(count: Self.batch) { sites in
      words.lendConstants(count: Self.batch) { words in
        gaps.lendConstants(count: gaps.count) { gaps in
          limits.lendConstants(count: limits.count) { limits in body(sites, words, gaps, limits) }
        }
      }
    }
  }
}
