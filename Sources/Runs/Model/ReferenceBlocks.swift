import DenseExecutor
import Synchronization

/// The dense reference of a run's texts, made block by block while the texts are run: a run that is stopped has those
/// of the texts that it ran.
///
/// Blocks are those of the whole batch, so that outputs do not depend on where a run was stopped.
final class ReferenceBlocks: Sendable {
  private let executor: DenseExecutor
  private let tokens: [[Int]]
  private let blocks: [Range<Int>]
  /// The block of each text.
  private let owners: [Int]
  private let outputs: Mutex<[[Float]?]>

  /// Nothing yet of so many texts.
  init(_ executor: DenseExecutor, tokens: [[Int]]) {
    self.executor = executor
    self.tokens = tokens
    let blocks = DenseExecutor.blocks(of: tokens)
    self.blocks = blocks
    owners = blocks.indices.flatMap { repeatElement($0, count: blocks[$0].count) }
    outputs = Mutex([[Float]?](repeating: nil, count: tokens.count))
  }

  /// Runs the block that a text begins, on this thread; nothing for other texts.
  ///
  /// What the reference refuses is left for `outputs(of:)`: the machine may have more to say of that text.
  func prepare(_ text: Int) {
    let block = blocks[owners[text]]
    guard block.lowerBound == text else { return }
    try? run(block)
  }

  /// The outputs of texts by their places; blocks that are missing are run now.
  ///
  /// - Throws: `TokenError` for texts that the reference refuses.
  func outputs(of places: [Int]) throws(TokenError) -> [[Float]] {
    for place in places where outputs.withLock({ $0[place] == nil }) {
      try run(blocks[owners[place]])
    }
    return outputs.withLock { outputs in places.map { outputs[$0] ?? [] } }
  }

  private func run(_ block: Range<Int>) throws(TokenError) {
    let results = try executor.run(block: block, of: tokens)
    outputs.withLock { outputs in
      for (place, output) in zip(block, results) { outputs[place] = output }
    }
  }
}
