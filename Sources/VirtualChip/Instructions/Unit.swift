import ChipPrograms
import DenseAlgebra

/// x / ‖x‖ for each row, of which a row of zeros stays: square, add and scale each element.
extension Instruction.Unit: RowInstruction {
  func perform(_ rows: Range<Int>, _ stage: Stage) -> Work {
    var result = stage.fields(value, rows)
    let width = result.width
    var elements = result.elements.mutableSpan
    for start in stride(from: 0, to: elements.count, by: width) {
      var row = elements._mutatingExtracting(start..<(start + width))
      Self.normalise(&row)
    }
    stage.write(result, into: into, rows)
    return foresee(rows, stage)
  }

  func foresee(_ rows: Range<Int>, _ stage: Stage) -> Work { stage.work(3, each: into, rows) }

  private static func normalise(_ row: inout MutableSpan<Float>) {
    var squares = RowReductions.sumOfSquares(row.span)
    if !(squares > 1e-24 && squares < 1e24) {
      // Squares that float32 cannot hold: the row's power of two does not matter here.
      _ = RowStatistics.normalise(&row)
      squares = RowReductions.sumOfSquares(row.span)
    }
    let norm = squares.squareRoot()
    guard norm > 0 else { return }
    for index in row.indices { row[index] = row[index] / norm }
  }
}
