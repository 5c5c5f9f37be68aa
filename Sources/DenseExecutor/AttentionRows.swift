internal import DenseAlgebra
internal import enum MoebiusGeometry.PositionFlow
internal import TransformerModels

/// Softmax attention of one text (Vaswani et al. 2017, arXiv:1706.03762), head by head.
enum AttentionRows {
  /// Elements between rows of scores: whole vectors, so that softmax needs no scalar tail.
  static func scoreStride(tokens: Int) -> Int { (tokens &+ 15) & ~15 }

  /// Scores that a text of this many tokens needs room for.
  static func scoreCount(tokens: Int) -> Int { tokens * scoreStride(tokens: tokens) }

  /// output = softmax(scale · q kᵀ) v for every head of one text.
  static func attend(
    _ shape: AttentionShape, bias: DistanceBiasRows?, tokens: Int, query: SlotRows, key: SlotRows,
    value: SlotRows, scores: SlotRows, into output: SlotRows
  ) {
    let size = shape.headSize
    let group = shape.heads / shape.keyValueHeads
    for head in 0..<shape.heads {
      let source = head / group * size
      score(
        shape, head: head, tokens: tokens, query: query.from(column: head * size),
        key: key.from(column: source), scores: scores)
      bias?.add(head: head, tokens: tokens, scores: scores)
      for row in 0..<tokens {
        scores.writeRow(row, width: scores.stride) {
          softmax(&$0, count: shape.causal ? row &+ 1 : tokens)
        }
      }
      let target = output.from(column: head * size)
      scores.read { scores in
        value.from(column: source).read { values in
          target.write {
            StridedProducts.times(
              rows: tokens, columns: size, inner: tokens, scores,
              aStride: scoreStride(tokens: tokens), values, bStride: value.stride, into: &$0,
              cStride: target.stride)
          }
        }
      }
    }
  }

  /// scale · q kᵀ of one head, with what positions do to it.
  private static func score(
    _ shape: AttentionShape, head: Int, tokens: Int, query: SlotRows, key: SlotRows,
    scores: SlotRows
  ) {
    let size = shape.headSize
    func multiply(_ q: Span<Float>, _ qStride: Int, _ k: Span<Float>, _ kStride: Int) {
      scores.write {
        StridedProducts.timesTransposed(
          rows: tokens, columns: tokens, inner: size, scale: shape.scale, q, aStride: qStride, k,
          bStride: kStride, into: &$0, cStride: scores.stride)
      }
    }
    guard case .elliptic(let base)? = shape.position else {
      query.read { q in key.read { k in multiply(q, query.stride, k, key.stride) } }
      if let position = shape.position {
        PositionRows.bias(position, head: head, of: shape.heads, tokens: tokens, scores: scores)
      }
      return
    }
    withScratch(tokens * size, repeating: 0 as Float) { queries in
      withScratch(tokens * size, repeating: 0 as Float) { keys in
        PositionRows.rotate(query, size: size, tokens: tokens, base: base, into: &queries)
        PositionRows.rotate(key, size: size, tokens: tokens, base: base, into: &keys)
        multiply(queries.span, size, keys.span, size)
      }
    }
  }

  private static let laneIndices = SIMD16<Int32>(
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)

  /// Softmax of the first `count` ≥ 1 of the values, a multiple of 16; the others become 0.
  private static func softmax(_ row: inout MutableSpan<Float>, count: Int) {
    let whole = count & ~15
    if whole < count {
      let beyond = laneIndices .>= Int32(truncatingIfNeeded: count &- whole)
      row.store(row.lanes(whole).replacing(with: -.infinity, where: beyond), at: whole)
    }
    // Whole vectors: the tail of minus infinities becomes zeros.
    var index = (count &+ 15) & ~15
    var seen = row._mutatingExtracting(0..<index)
    RowFunctions.softmax(&seen)
    while index < row.count {
      row.store(Lanes(repeating: 0), at: index)
      index &+= 16
    }
  }
}
