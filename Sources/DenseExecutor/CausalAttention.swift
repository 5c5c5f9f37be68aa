internal import DenseAlgebra
internal import TransformerModels

/// Softmax attention of tokens to themselves and those before them, whose keys and values may lie in a
/// cache.
struct CausalAttention {
  let shape: AttentionShape
  /// Rows of keys and values that were there before those of the queries.
  let past: Int
  /// Rows of queries.
  let rows: Int

  /// Queries whose scores are computed together: enough for a fast product, few enough that little is
  /// computed of what they do not see.
  private static let blockRows = 64

  /// Scores that this many queries and keys need room for.
  static func scoreCount(_ shape: AttentionShape, rows: Int, total: Int) -> Int {
    let together = rows == 1 ? shape.heads / shape.keyValueHeads : min(rows, blockRows)
    return together * AttentionRows.scoreStride(tokens: total)
  }

  /// output = softmax(scale · q kᵀ) v for every head; `key` and `value` have past + rows rows.
  func attend(
    query: SlotRows, key: SlotRows, value: SlotRows, scores: SlotRows, into output: SlotRows
  ) {
    let size = shape.headSize
    let group = shape.heads / shape.keyValueHeads
    for head in 0..<shape.keyValueHeads {
      let (key, value) = (key.from(column: head * size), value.from(column: head * size))
      if rows == 1 {
        attendOne(
          query: query.from(column: head * group * size), group: group, key: key, value: value,
          scores: scores, into: output.from(column: head * group * size))
        continue
      }
      for member in 0..<group {
        let column = (head * group + member) * size
        var first = 0
        while first < rows {
          let count = min(Self.blockRows, rows - first)
          attend(
            first..<(first + count), query: query.from(row: first, column: column), key: key,
            value: value, scores: scores, into: output.from(row: first, column: column))
          first += count
        }
      }
    }
  }

  /// The keys that the query in `row` sees.
  private func seen(_ row: Int) -> Range<Int> {
    let end = past + row + 1
    return (shape.window.map { max(0, end - $0) } ?? 0)..<end
  }

  private func attend(
    _ block: Range<Int>, query: SlotRows, key: SlotRows, value: SlotRows, scores: SlotRows,
    into output: SlotRows
  ) {
    let size = shape.headSize
    let low = seen(block.lowerBound).lowerBound
    let count = seen(block.upperBound - 1).upperBound - low
    let (key, value) = (key.from(row: low), value.from(row: low))
    query.read { queries in
      key.read { keys in
        scores.write {
          StridedProducts.timesTransposed(
            rows: block.count, columns: count, inner: size, scale: shape.scale, queries,
            aStride: query.stride, keys, bStride: key.stride, into: &$0, cStride: scores.stride)
        }
      }
    }
    for row in block {
      let range = seen(row)
      scores.writeRow(row - block.lowerBound, width: count) { row in
        let (first, end) = (range.lowerBound - low, range.upperBound - low)
        for column in 0..<first { row[column] = 0 }
        var visible = row._mutatingExtracting(first..<end)
        RowFunctions.softmax(&visible)
        for column in end..<count { row[column] = 0 }
      }
    }
    scores.read { scoreValues in
      value.read { values in
        output.write {
          StridedProducts.times(
            rows: block.count, columns: size, inner: count, scoreValues, aStride: scores.stride,
            values, bStride: value.stride, into: &$0, cStride: output.stride)
        }
      }
    }
  }

  /// One token's queries of all heads that share keys and values.
  private func attendOne(
    query: SlotRows, group: Int, key: SlotRows, value: SlotRows, scores: SlotRows,
    into output: SlotRows
  ) {
    let size = shape.headSize
    let range = seen(0)
    let (key, value) = (key.from(row: range.lowerBound), value.from(row: range.lowerBound))
    query.read { queries in
      key.read { keys in
        scores.write {
          RowProducts.timesTransposed(
            rows: group, columns: range.count, inner: size, scale: shape.scale, queries,
            aStride: size, keys, bStride: key.stride, into: &$0, cStride: scores.stride)
        }
      }
    }
    for member in 0..<group {
      scores.writeRow(member, width: range.count) { _ = RowFunctions.softmax(&$0) }
      scores.from(row: member).read { weights in
        value.read { values in
          output.from(column: member * size).write {
            RowProducts.weightedSum(
              rows: range.count, columns: size, weights, values, stride: value.stride, into: &$0)
          }
        }
      }
    }
  }
}
