internal import TransformerModels

/// Gathers embeddings; the word table stays where the model has it, often a mapped file.
struct EmbeddingRows: Sendable {
  private let word: Tensor
  /// Position and token type 0, added once: [positions × width], or [1 × width] without positions.
  private let further: [Float]?
  private let hasPositions: Bool
  let width: Int
  /// Rows of the word table.
  var vocabulary: Int { word.rowCount }
  /// Rows of the position table, if there is one.
  let positions: Int?

  init(_ tables: EmbeddingTables) {
    word = tables.word
    width = tables.word.rowSize
    positions = tables.position?.rowCount
    hasPositions = tables.position != nil
    var further = tables.position.map { $0.withFloats { Array($0) } }
    if let type = tables.tokenType?.row(0) {
      let base = further ?? [Float](repeating: 0, count: width)
      further = base.indices.map { base[$0] + type[$0 % type.count] }
    }
    self.further = further
  }

  /// Writes word[id] + position[index] + type[0] for each token of one text; rows `width` apart.
  func gather(_ tokens: [Int], into output: UnsafeMutablePointer<Float>) {
    word.withFloats { words in
      for (index, id) in tokens.enumerated() {
        (output + index &* width).update(from: words.baseAddress! + id &* width, count: width)
      }
    }
    guard let further else { return }
    further.withUnsafeBufferPointer { rows in
      for index in 0..<tokens.count {
        let target = output + index &* width
        let source = rows.baseAddress! + (hasPositions ? index &* width : 0)
        for column in 0..<width { target[column] = target[column] + source[column] }
      }
    }
  }
}
