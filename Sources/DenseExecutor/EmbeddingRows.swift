internal import ByteFormats
internal import DenseAlgebra
internal import TransformerModels

/// Gathers embeddings; the word table stays where the model has it, often a mapped file.
struct EmbeddingRows: Sendable {
  private let word: Tensor
  /// Position and token type, added once for each type: [positions × width], or [1 × width] without
  /// positions.
  private let further: [[Float]]
  private let hasPositions: Bool
  private let paddingID: Int?
  private let scale: Float
  let width: Int
  /// Rows of the word table.
  var vocabulary: Int { word.rowCount }
  /// The most tokens that have a row of the position table, if there is one.
  let positions: Int?
  /// Kinds of tokens that a text may have.
  let types: Int

  init(_ tables: EmbeddingTables) {
    word = tables.word
    width = tables.word.rowSize
    positions = tables.places
    hasPositions = tables.position != nil
    paddingID = tables.paddingID
    scale = tables.scale
    let position = tables.position?.floats
    types = max(1, tables.tokenType?.rowCount ?? 1)
    guard let type = tables.tokenType else {
      further = position.map { [$0] } ?? []
      return
    }
    let base = position ?? [Float](repeating: 0, count: width)
    further = (0..<type.rowCount).map { index in
      let row = type.row(index)
      return base.indices.map { base[$0] + row[$0 % row.count] }
    }
  }

  /// Writes scale · (word[id] + position[place] + type[t]) for each token of one text; rows `width` apart.
  ///
  /// - Parameters:
  ///   - tokens: ids with their types (`TokenWord`).
  ///   - past: tokens of the text before these.
  func gather(
    _ tokens: ArraySlice<Int>, past: Int = 0,
    into output: inout MutableSpan<Float>
  ) {
    for (index, token) in tokens.enumerated() {
      var target = output._mutatingExtracting((index &* width)..<(index &* width &+ width))
      word.readRow(TokenWord.id(token), into: &target)
    }
    if !further.isEmpty { addFurther(tokens, past: past, into: &output) }
    guard scale != 1 else { return }
    for place in 0..<(tokens.count * width) { output[place] = output[place] * scale }
  }

  private func addFurther(
    _ tokens: ArraySlice<Int>, past: Int, into output: inout MutableSpan<Float>
  ) {
    var counted = past
    for (index, token) in tokens.enumerated() {
      var place = past + index
      if let paddingID {
        place = paddingID
        if TokenWord.id(token) != paddingID {
          counted += 1
          place = paddingID + counted
        }
      }
      let first = hasPositions ? place &* width : 0
      let rows = further[TokenWord.type(token)]
      let source = rows.span.extracting(first..<(first &+ width))
      var target = output._mutatingExtracting((index &* width)..<(index &* width &+ width))
      for column in target.indices { target[column] = target[column] + source[column] }
    }
  }
}
