internal import TransformerModels

/// Texts that a decoder continues: the keys and values of their tokens, so that each further token costs one
/// row of work.
///
/// Keys keep the rotation that they were given when their token was new, as in transformers: with a rotary
/// embedding that depends on the length, a cached text differs from one that is run anew. At the one length
/// where longrope changes its frequencies the cache is made anew.
public final class DecodingSession {
  private let executor: DenseExecutor
  /// Token ids of each text up to now.
  public private(set) var tokens: [[Int]] = []
  private var caches: [KeyValueCache] = []

  /// Tokens of one text that are run together.
  private static let chunk = 512

  /// Texts without tokens.
  ///
  /// - Precondition: the executor's model is a decoder with a head for the next token.
  public init(_ executor: DenseExecutor, texts: Int) {
    precondition(
      executor.graph.isCausal && executor.task == .nextToken,
      "a model without logits of the next token")
    self.executor = executor
    tokens = [[Int]](repeating: [], count: texts)
    caches = (0..<texts).map { _ in KeyValueCache(widths: executor.graph.cacheWidths) }
  }

  /// Adds tokens to texts: a prompt, or the token that was chosen.
  ///
  /// - Parameter further: token ids for each text; none where a text has ended.
  /// - Returns: for each text the logits of the token that follows; none where nothing was added.
  /// - Throws: `TokenError` for an unknown id, and for a text that grows beyond what the model takes.
  public func extend(_ further: [[Int]]) throws(TokenError) -> [[Float]] {
    precondition(further.count == tokens.count, "\(further.count) of \(tokens.count) texts")
    for (index, added) in further.enumerated() where !added.isEmpty {
      try executor.check(tokens[index] + added, index)
    }
    var pending = further
    for index in further.indices where !further[index].isEmpty {
      let old = tokens[index].count
      tokens[index] += further[index]
      if executor.graph.changesRotation(from: old, to: tokens[index].count) {
        caches[index].removeAll()
        pending[index] = tokens[index]
      }
    }
    var rows = [[Float]](repeating: [], count: tokens.count)
    // Long prompts in parts, short ones and single tokens of all texts together.
    for index in pending.indices where pending[index].count > Self.chunk {
      rows[index] = run([index], pending)[0]
      pending[index] = []
    }
    let short = pending.indices.filter { !pending[$0].isEmpty }
    for (index, row) in zip(short, run(short, pending)) { rows[index] = row }
    let wanted = rows.indices.filter { !rows[$0].isEmpty }
    let logits = executor.logits(ofRows: wanted.flatMap { rows[$0] })
    let width = wanted.isEmpty ? 0 : logits.count / wanted.count
    var results = [[Float]](repeating: [], count: tokens.count)
    for (place, index) in wanted.enumerated() {
      results[index] = Array(logits[(place * width)..<((place + 1) * width)])
    }
    return results
  }

  /// Runs tokens of some texts and returns the last row of each.
  private func run(_ texts: [Int], _ pending: [[Int]]) -> [[Float]] {
    guard !texts.isEmpty else { return [] }
    return executor.withWorkspace { workspace in
      var last: [[Float]] = []
      let longest = texts.map { pending[$0].count }.max() ?? 0
      var first = 0
      while first < longest {
        let end = min(longest, first + Self.chunk)
        let block = BlockRun(
          executor.plan,
          texts.map { text in
            BlockSequence(
              pending[text][min(first, pending[text].count)..<min(end, pending[text].count)],
              behind: caches[text], length: tokens[text].count)
          }, workspace: workspace)
        block.run()
        if end == longest {
          last = texts.indices.map {
            block.value(executor.plan.output, text: $0, last: 1).elements
          }
        }
        first = end
      }
      return last
    }
  }
}

extension PreparedGraph {
  /// Whether a rotation has other frequencies at the newer length, all at once.
  fileprivate func changesRotation(from old: Int, to new: Int) -> Bool {
    entries.contains { entry in
      guard case .rotation(let rotary) = entry.operation,
        case .longRope(let long) = rotary.scaling
      else { return false }
      return old > 0 && old <= long.context && new > long.context
    }
  }
}
