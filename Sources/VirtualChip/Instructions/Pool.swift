import ChipPrograms
import ExecutionRecords

/// One row of those of all tokens. For the mean a row is added when it comes, and the sum is scaled behind the
/// last one; the largest values are compared as rows come; the first or the last row is kept. Rows that are left out
/// pass the lanes too; before the last row of a text they are no operation, since a text may come in parts.
extension Instruction.Pool: RowInstruction {
  var passage: Passage { Passage(isCompleted: true) }

  func perform(_ rows: Range<Int>, _ stage: Stage) -> Work {
    foresee(rows, stage)
  }

  func foresee(_ rows: Range<Int>, _ stage: Stage) -> Work {
    guard self.rows == .last else { return stage.work(1, each: value, rows) }
    let isLast = rows.upperBound == stage.rows
    return stage.work(
      isLast ? 1 : 0, each: value,
      (isLast ? rows.upperBound - 1 : rows.lowerBound)..<rows.upperBound)
  }

  func complete(_ stage: Stage) -> Int {
    let width = stage.width(of: value)
    if stage.hasValues {
      stage.write(pooled(stage.fields(value, 0..<stage.rows)), into: into, 0..<1)
    }
    // Only a mean is scaled behind the last row.
    guard rows == .mean else { return 0 }
    stage.record.add(.digitalOperation, .deterministic, on: .periphery, width)
    return stage.laneCycles(width)
  }

  private func pooled(_ fields: Matrix) -> Matrix {
    let kept = min(after, fields.rows)..<fields.rows
    switch rows {
    case .mean: return Self.mean(fields, kept)
    case .first: return fields.rows(0..<1)
    case .last: return fields.rows((fields.rows - 1)..<fields.rows)
    case .largest:
      return Matrix(rows: 1, width: fields.width) { largest in
        guard !kept.isEmpty else { return }
        for index in largest.indices { largest[index] = -.infinity }
        for row in kept {
          let source = fields.elements.span.extracting(fields.place(ofRow: row))
          for index in largest.indices { largest[index] = max(largest[index], source[index]) }
        }
      }
    }
  }

  private static func mean(_ fields: Matrix, _ rows: Range<Int>) -> Matrix {
    let width = fields.width
    let inverse = 1 / Float(max(1, rows.count))
    return Matrix(rows: 1, width: width) { sums in
      for row in rows {
        let source = fields.elements.span.extracting(fields.place(ofRow: row))
        for index in sums.indices { sums[index] = sums[index] + source[index] }
      }
      for index in sums.indices { sums[index] = sums[index] * inverse }
    }
  }
}
