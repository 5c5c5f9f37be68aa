import ChipPrograms
import DenseAlgebra

/// x / ‖x‖ for each row, of which a row of zeros stays: square, add and scale each element.
extension Instruction.Unit: RowInstruction {
  func perform(_ rows: Range<Int>, _ stage: Stage) -> Work {
    var result = stage.fields(value, rows)
    let width = result.width
    result.elements.withUnsafeMutableBufferPointer { elements in
      for start in stride(from: 0, to: elements.count, by: width) {
        Self.normalise(UnsafeMutableBufferPointer(rebasing: elements[start..<(start + width)]))
      }
    }
    stage.write(result, into: into, rows)
    return stage.work(3, each: result)
  }

  private static func normalise(_ row: UnsafeMutableBufferPointer<Float>) {
    var squares = RowReductions.sumOfSquares(UnsafeBufferPointer(row))
    if !(squares > 1e-24 && squares < 1e24) {
      // Squares that float32 cannot hold: the row's power of two does not matter here.
      _ = RowStatistics.normalise(UnsafeBufferPointer(row), into: row.baseAddress!)
      squares = RowReductions.sumOfSquares(UnsafeBufferPointer(row))
    }
    let norm = squares.squareRoot()
    guard norm > 0 else { return }
    for index in 0..<row.count { row[index] = row[index] / norm }
  }
}
