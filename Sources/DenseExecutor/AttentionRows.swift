internal import DenseAlgebra
internal import enum MoebiusGeometry.PositionFlow
internal import TransformerModels

/// Softmax attention of one text (Vaswani et al. 2017, arXiv:1706.03762), head by head.
enum AttentionRows {
  /// Rows of a matrix of which a text takes some.
  struct Operand {
    var pointer: UnsafeMutablePointer<Float>
    var stride: Int
  }

  /// Elements between rows of scores: whole vectors, so that softmax needs no scalar tail.
  static func scoreStride(tokens: Int) -> Int { (tokens &+ 15) & ~15 }

  /// Scores that a text of this many tokens needs room for.
  static func scoreCount(tokens: Int) -> Int { tokens * scoreStride(tokens: tokens) }

  /// output = softmax(scale · q kᵀ) v for every head of one text.
  static func attend(
    _ shape: AttentionShape, tokens: Int, query: Operand, key: Operand, value: Operand,
    scores: UnsafeMutablePointer<Float>, into output: Operand
  ) {
    let size = shape.headSize
    let stride = scoreStride(tokens: tokens)
    let group = shape.heads / shape.keyValueHeads
    for head in 0..<shape.heads {
      let source = head / group * size
      score(
        shape, head: head, tokens: tokens, query: query, key: key, scores: scores, stride: stride)
      for row in 0..<tokens {
        softmax(
          scores + row &* stride, count: shape.causal ? row &+ 1 : tokens, stride: stride)
      }
      StridedProducts.times(
        rows: tokens, columns: size, inner: tokens, scores, aStride: stride,
        value.pointer + source, bStride: value.stride, into: output.pointer + head * size,
        cStride: output.stride)
    }
  }

  /// scale · q kᵀ of one head, with what positions do to it.
  private static func score(
    _ shape: AttentionShape, head: Int, tokens: Int, query: Operand, key: Operand,
    scores: UnsafeMutablePointer<Float>, stride: Int
  ) {
    let size = shape.headSize
    let source = head / (shape.heads / shape.keyValueHeads) * size
    guard case .elliptic(let base)? = shape.position else {
      StridedProducts.timesTransposed(
        rows: tokens, columns: tokens, inner: size, scale: shape.scale,
        query.pointer + head * size, aStride: query.stride, key.pointer + source,
        bStride: key.stride, into: scores, cStride: stride)
      if let position = shape.position {
        PositionRows.bias(
          position, head: head, of: shape.heads, tokens: tokens, scores: scores, stride: stride)
      }
      return
    }
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * tokens * size) { turned in
      let queries = turned.baseAddress!
      let keys = queries + tokens * size
      PositionRows.rotate(
        query, column: head * size, size: size, tokens: tokens, base: base, into: queries)
      PositionRows.rotate(
        key, column: source, size: size, tokens: tokens, base: base, into: keys)
      StridedProducts.timesTransposed(
        rows: tokens, columns: tokens, inner: size, scale: shape.scale, queries, aStride: size,
        keys, bStride: size, into: scores, cStride: stride)
    }
  }

  private static let laneIndices = SIMD16<Int32>(
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)

  /// Softmax of the first `count` ≥ 1 of `stride` values, a multiple of 16; the others become 0.
  private static func softmax(_ row: UnsafeMutablePointer<Float>, count: Int, stride: Int) {
    let whole = count & ~15
    if whole < count {
      let beyond = laneIndices .>= Int32(truncatingIfNeeded: count &- whole)
      row.store(row.lanes(whole).replacing(with: -.infinity, where: beyond), at: whole)
    }
    // Whole vectors: the tail of minus infinities becomes zeros.
    var index = (count &+ 15) & ~15
    RowFunctions.softmax(UnsafeMutableBufferPointer(start: row, count: index))
    while index < stride {
      row.store(Lanes(repeating: 0), at: index)
      index &+= 16
    }
  }
}
