internal import Foundation
internal import RandomStreams

/// How the next token is chosen from logits.
public struct TokenChoice: Sendable, Equatable {
  /// The kinds of choice.
  public enum Rule: String, Sendable, CaseIterable {
    /// The largest logit, the smallest id of equal ones.
    case greedy
    /// One draw of p ∝ e^(logit/T).
    case temperature
    /// The first of agents that fire at rates e^(logit/T): the same law, as a race tile has it.
    case race
  }

  /// The kind of choice.
  public var rule: Rule
  /// T, above 0. Not used by `greedy`.
  public var temperature: Double
  /// Only so many of the largest logits take part; `nil` for all. Not used by `greedy`.
  public var topK: Int?
  /// Only the likeliest tokens take part, the fewest whose probabilities reach this sum; `nil` for all. Counts
  /// behind `topK`, as in transformers. Not used by `greedy`.
  public var topP: Double?

  /// Creates a choice.
  public init(
    _ rule: Rule, temperature: Double = 1, topK: Int? = nil, topP: Double? = nil
  ) {
    self.rule = rule
    self.temperature = temperature
    self.topK = topK
    self.topP = topP
  }

  /// The token for these logits.
  ///
  /// - Parameters:
  ///   - logits: one for each token, at least one, finite.
  ///   - seed: of all draws.
  ///   - text: which text it is.
  ///   - step: how many tokens were chosen before.
  public func token(logits: [Float], seed: UInt64, text: Int, step: Int) -> Int {
    precondition(!logits.isEmpty, "no logits")
    if rule == .greedy { return Self.largest(logits) }
    var key = StreamKey(
      seed: seed, purpose: .race, replica: UInt32(truncatingIfNeeded: text))
    // Stages of programs count instructions from 0: these are its largest numbers.
    key.stage = rule == .race ? .max : .max - 1
    var stream = RandomStream(key, site: UInt32(truncatingIfNeeded: step))
    let candidates = candidates(logits)
    switch rule {
    case .greedy: return Self.largest(logits)
    case .temperature:
      let total = candidates.reduce(0) { $0 + $1.weight }
      var rest = stream.uniform() * total
      for candidate in candidates {
        rest -= candidate.weight
        if rest < 0 { return candidate.id }
      }
      return candidates[candidates.count - 1].id
    case .race:
      var first = (time: Double.infinity, id: candidates[0].id)
      for candidate in candidates where candidate.weight > 0 {
        let time = -log(stream.uniform()) / candidate.weight
        if time < first.time { first = (time, candidate.id) }
      }
      return first.id
    }
  }

  private static func largest(_ logits: [Float]) -> Int {
    var best = 0
    for id in logits.indices where logits[id] > logits[best] { best = id }
    return best
  }

  /// The tokens that take part, with e^((logit − largest)/T), in the order of ids.
  private func candidates(_ logits: [Float]) -> [(id: Int, weight: Double)] {
    let largest = Double(logits.max() ?? 0)
    var candidates = logits.enumerated().map { id, logit in
      (id: id, weight: exp((Double(logit) - largest) / temperature))
    }
    guard topK != nil || topP != nil else { return candidates }
    // Of equal ones the smaller id is kept.
    candidates.sort { ($1.weight, $0.id) < ($0.weight, $1.id) }
    if let topK { candidates.removeLast(max(0, candidates.count - max(1, topK))) }
    if let topP {
      let total = candidates.reduce(0) { $0 + $1.weight }
      var sum = 0.0
      var kept = 0
      while kept < candidates.count, kept == 0 || sum < topP * total {
        sum += candidates[kept].weight
        kept += 1
      }
      candidates.removeLast(candidates.count - kept)
    }
    return candidates.sorted { $0.id < $1.id }
  }
}
