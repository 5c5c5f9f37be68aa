internal import ByteFormats
public import enum DenseAlgebra.WeightFormat
internal import Dispatch
internal import Synchronization
public import TransformerModels

/// The dense reference: runs a model in float32 on this machine's cores.
///
/// An encoder's weights are packed once; a decoder's are copied row by row as float32, or packed where another
/// format is asked for. Pages of the model's file are given back meanwhile. Linear layers see the tokens
/// of several texts as one matrix without padding; attention sees one text at a time. A batch gives the same
/// bits on one type of processor whatever the number of threads; the same text in another batch may differ
/// in the last bits.
public final class DenseExecutor: Sendable {
  let graph: PreparedGraph
  let plan: ExecutionPlan
  private let head: HeadRows?
  private let states: [Int]
  private let resultWidth: Int?
  private let idle = Mutex<[Workspace]>([])

  /// The largest number of tokens of one text.
  public let maximumTokens: Int
  /// What the head's results mean; `nil` without a head.
  public let task: ModelHead.Task?

  /// Prepares a model's weights; the word table is used where it lies.
  ///
  /// - Parameters:
  ///   - graph: operations and weights.
  ///   - weights: how weights of linear layers are held and multiplied; all else is float32.
  /// - Precondition: `graph` begins with its only embedding; each value is made before it is read, in
  ///   the width that its reader expects; the format is available on this processor.
  public init(graph: ModelGraph, weights: WeightFormat = .float32) {
    precondition(weights.isAvailable, "\(weights.rawValue) on this processor")
    self.graph = PreparedGraph(graph, format: weights)
    plan = PlanBuilder.plan(self.graph, keepsAll: false)
    head = graph.head.map { HeadRows($0, format: weights) }
    task = graph.head?.task
    states = graph.states
    resultWidth = graph.resultWidth
    maximumTokens = min(graph.maximumTokens, self.graph.embedding?.positions ?? Int.max)
  }

  /// Runs a batch of texts.
  ///
  /// - Parameters:
  ///   - tokens: token ids of each text, special tokens included; 1 to `maximumTokens` each. Those of the second
  ///     text of a pair are words with a type (`TokenWord`, `TokenizedText.words`).
  ///   - threads: how many threads share the work, at least 1.
  /// - Returns: the output of each text in order: one row if the model pools, otherwise the rows of all
  ///   its tokens, row-major; of each row the channels that are the result (`ModelGraph.resultWidth`).
  /// - Throws: `TokenError` for the first text that is empty, too long, or has an unknown id or type.
  public func run(
    tokens: [[Int]], threads: Int
  ) throws(TokenError) -> [[Float]] {
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

  /// The ranges of texts that `run` multiplies as one matrix: their split follows from the texts' lengths alone.
  package static func blocks(of tokens: [[Int]]) -> [Range<Int>] {
    TextBlocks.split(counts: tokens.map(\.count))
  }

  /// Runs one block of a batch on this thread: the outputs are those of `run` for the whole batch.
  ///
  /// - Parameters:
  ///   - block: one of `blocks`.
  ///   - tokens: of all texts of the batch.
  /// - Throws: `TokenError` as `run`.
  package func run(block: Range<Int>, of tokens: [[Int]]) throws(TokenError) -> [[Float]] {
    for text in block { try check(tokens[text], text) }
    return withWorkspace { outputs(of: block, of: tokens, workspace: $0) }
  }

  /// The results of a block's texts.
  private func outputs(
    of block: Range<Int>, of tokens: [[Int]], workspace: Workspace
  ) -> [[Float]] {
    let run = BlockRun(plan, block.map { BlockSequence(tokens[$0]) }, workspace: workspace)
    run.run()
    return block.map { text in
      let value = run.value(plan.output, text: text - block.lowerBound)
      return resultWidth.map { value.first(columns: $0) } ?? value.elements
    }
  }

  /// Runs one text and hands out what every node computed, by node name.
  ///
  /// The arithmetic is that of `run` with this text alone.
  ///
  /// - Throws: `TokenError` as `run`, with text 0.
  public func values(
    tokens: [Int]
  ) throws(TokenError) -> [String: NodeValue] {
    try check(tokens, 0)
    let (plan, block) = runKeepingAll(tokens)
    var values: [String: NodeValue] = [:]
    for (name, view) in zip(graph.names, plan.views) {
      if let view { values[name] = block.value(view, text: 0) }
    }
    return values
  }

  /// The hidden states of one text: the embeddings, what each layer makes, and the output.
  ///
  /// - Throws: `TokenError` as `run`, with text 0.
  public func hiddenStates(
    tokens: [Int]
  ) throws(TokenError) -> (states: [NodeValue], output: NodeValue) {
    try check(tokens, 0)
    let (plan, block) = runKeepingAll(tokens)
    return (
      states.compactMap { plan.views[$0].map { block.value($0, text: 0) } },
      block.value(plan.output, text: 0)
    )
  }

  /// What the head makes of rows of the output.
  ///
  /// - Parameter rows: [n × width], row-major.
  /// - Returns: [n × logits], row-major.
  /// - Precondition: the model has a head, and the rows have its width.
  public func logits(ofRows rows: [Float]) -> [Float] {
    guard let head else { preconditionFailure("a model without head") }
    return head.logits(ofRows: rows)
  }

  private func runKeepingAll(
    _ tokens: [Int]
  ) -> (ExecutionPlan, BlockRun) {
    let plan = PlanBuilder.plan(graph, keepsAll: true)
    let block = BlockRun(
      plan, [BlockSequence(tokens)], workspace: Workspace(widths: plan.slotWidths))
    block.run()
    return (plan, block)
  }

  /// Calls `body` with a workspace that nobody else uses meanwhile.
  func withWorkspace<Result>(_ body: (Workspace) -> Result) -> Result {
    let workspace = idle.withLock { $0.popLast() } ?? Workspace(widths: plan.slotWidths)
    defer { idle.withLock { $0.append(workspace) } }
    return body(workspace)
  }

  /// Runs blocks until none is left, and hands out each text's output.
  private func work(
    _ queue: BlockQueue, _ tokens: [[Int]],
    _ output: (_ text: Int, [Float]) -> Void
  ) {
    withWorkspace { workspace in
      while let texts = queue.next() {
        for (text, result) in zip(texts, outputs(of: texts, of: tokens, workspace: workspace)) {
          output(text, result)
        }
      }
    }
  }

  /// Refuses a text that cannot be run.
  func check(_ text: [Int], _ index: Int) throws(TokenError) {
    guard !text.isEmpty else { throw TokenError(text: index, reason: .empty) }
    guard text.count <= maximumTokens else {
      throw TokenError(
        text: index, reason: .tooLong(found: text.count, maximum: maximumTokens))
    }
    let vocabulary = graph.embedding?.vocabulary ?? 0
    let types = graph.embedding?.types ?? 1
    for (position, word) in text.enumerated() {
      let (id, type) = (TokenWord.id(word), TokenWord.type(word))
      guard (0..<vocabulary).contains(id) else {
        throw TokenError(
          text: index,
          reason: .outOfRange(position: position, id: id, vocabulary: vocabulary))
      }
      guard type < types else {
        throw TokenError(
          text: index, reason: .unknownType(position: position, type: type, types: types))
      }
    }
  }
}
