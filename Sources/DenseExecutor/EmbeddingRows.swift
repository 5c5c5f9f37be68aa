internal import DenseAlgebra
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
    var further = tables.position?.floats
    if let type = tables.tokenType?.row(0) {
      let base = further ?? [Float](repeating: 0, count: width)
      further = base.indices.map { base[$0] + type[$0 % type.count] }
    }
    self.further = further
  }

  /// Writes word[id] + position[index] + type[0] for each token of one text; rows `width` apart.
  func gather(_ tokens: [Int], into output: inout MutableSpan<Float>) {
    for (index, id) in tokens.enumerated() {
      var target = output._mutatingExtracting((index &* width)..<(index &* width &+ width))
      word.readRow(id, into: &target)
    }
    guard let further else { return }
    for index in tokens.indices {
      let first = hasPositions ? index &* width : 0
      let source = further.span.extracting(first..<(first &+ width))
      var target = output._mutatingExtracting((index &* width)..<(index &* width &+ width))
      for column in target.indices { target[column] = target[column] + source[column] }
    }
  }
}
