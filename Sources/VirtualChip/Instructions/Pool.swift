import ChipPrograms
import ExecutionRecords

/// The mean over tokens: a row is added when it comes, and the sum is scaled behind the last one.
extension Instruction.Pool: RowInstruction {
  var passage: Passage { Passage(isCompleted: true) }

  func perform(_ rows: Range<Int>, _ stage: Stage) -> Work {
    stage.work(1, each: stage.fields(value, rows))
  }

  func complete(_ stage: Stage) -> Int {
    let fields = stage.fields(value, 0..<stage.rows)
    stage.write(Self.mean(fields), into: into, 0..<1)
    stage.record.add(.digitalOperation, .deterministic, on: .periphery, fields.width)
    return stage.chip.laneCycles(fields.width)
  }

  private static func mean(_ fields: Matrix) -> Matrix {
    let width = fields.width
    let inverse = 1 / Float(fields.rows)
    return Matrix(rows: 1, width: width) { sums in
      for row in 0..<fields.rows {
        let source = fields.elements.span.extracting(fields.place(ofRow: row))
        for index in sums.indices { sums[index] = sums[index] + source[index] }
      }
      for index in sums.indices { sums[index] = sums[index] * inverse }
    }
  }
}
