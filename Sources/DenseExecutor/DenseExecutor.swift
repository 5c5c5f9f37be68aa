internal import Dispatch
internal import Synchronization
public import TransformerModels

/// The dense reference: runs a model in float32 on this machine's cores.
///
/// Weights are packed once. Linear layers see the tokens of several texts as one matrix without
/// padding; attention sees one text at a time. A batch gives the same bits on one type of processor
/// whatever the number of threads; the same text in another batch may differ in the last bits.
public final class DenseExecutor: Sendable {
  private let graph: PreparedGraph
  private let plan: ExecutionPlan
  private let idle = Mutex<[Workspace]>([])

  /// The largest number of tokens of one text.
  public let maximumTokens: Int

  /// Packs a model's weights; the word table is used where it lies.
  ///
  /// - Precondition: `graph` begins with its only embedding; each value is made before it is read, in
  ///   the width that its reader expects.
  public init(graph: ModelGraph) {
    self.graph = PreparedGraph(graph)
    plan = PlanBuilder.plan(self.graph, keepsAll: false)
    maximumTokens = min(graph.maximumTokens, self.graph.embedding.positions ?? Int.max)
  }

  /// Runs a batch of texts.
  ///
  /// - Parameters:
  ///   - tokens: token ids of each text, special tokens included; 1 to `maximumTokens` ids each.
  ///   - threads: how many threads share the work, at least 1.
  /// - Returns: the output of each text in order: one row if the model pools, otherwise the rows of all
  ///   its tokens, row-major.
  /// - Throws: `TokenError` for the first text that is empty, too long, or has an unknown id.
  public func run(tokens: [[Int]], threads: Int) throws(TokenError) -> [[Float]] {
    precondition(threads >= 1, "\(threads) threads, expected at least 1")
    for (index, text) in tokens.enumerated() { try check(text, index) }
    let blocks = TextBlocks.split(counts: tokens.map(\.count))
    let outputs = Mutex([[Float]](repeating: [], count: tokens.count))
    let queue = BlockQueue(blocks)
    let workers = min(threads, blocks.count)
    @Sendable func work(_: Int) {
      self.work(queue, tokens) { text, output in outputs.withLock { $0[text] = output } }
    }
    if workers <= 1 {
      work(0)
    } else {
      DispatchQueue.concurrentPerform(iterations: workers, execute: work(_:))
    }
    return outputs.withLock { $0 }
  }

  /// Runs one text and hands out what every node computed, by node name.
  ///
  /// The arithmetic is that of `run` with this text alone.
  ///
  /// - Throws: `TokenError` as `run`, with text 0.
  public func values(tokens: [Int]) throws(TokenError) -> [String: NodeValue] {
    try check(tokens, 0)
    let plan = PlanBuilder.plan(graph, keepsAll: true)
    let block = BlockRun(
      plan, texts: [tokens], workspace: Workspace(widths: plan.slotWidths))
    block.run()
    var values: [String: NodeValue] = [:]
    for (name, view) in zip(graph.names, plan.views) {
      if let view { values[name] = block.value(view, text: 0) }
    }
    return values
  }

  /// Runs blocks until none is left, and hands out each text's output.
  private func work(
    _ queue: BlockQueue, _ tokens: [[Int]], _ output: (_ text: Int, [Float]) -> Void
  ) {
    let workspace = idle.withLock { $0.popLast() } ?? Workspace(widths: plan.slotWidths)
    while let texts = queue.next() {
      let block = BlockRun(plan, texts: tokens[texts], workspace: workspace)
      block.run()
      for text in texts {
        output(text, block.value(plan.output, text: text - texts.lowerBound).elements)
      }
    }
    idle.withLock { $0.append(workspace) }
  }

  private func check(_ text: [Int], _ index: Int) throws(TokenError) {
    guard !text.isEmpty else { throw TokenError(text: index, reason: .empty) }
    guard text.count <= maximumTokens else {
      throw TokenError(
        text: index, reason: .tooLong(found: text.count, maximum: maximumTokens))
    }
    let vocabulary = graph.embedding.vocabulary
    for (position, id) in text.enumerated() where id < 0 || id >= vocabulary {
      throw TokenError(
        text: index,
        reason: .outOfRange(position: position, id: id, vocabulary: vocabulary))
    }
  }
}
