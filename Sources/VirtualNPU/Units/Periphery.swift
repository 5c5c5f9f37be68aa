import ByteFormats
import DenseAlgebra
import ExecutionRecords
import HardwareSpecs

/// `accumulate`, `rescale`, `pool` and `unit`: sums and scales of fields, element by element.
enum Periphery {
  /// left + gain ⊙ right + shift.
  static func accumulate(
    _ left: Matrix, _ right: Matrix, gain: [Float]?, shift: [Float]?
  ) -> Matrix {
    var sum = rescale(right, gain: gain, shift: shift)
    sum.elements.withUnsafeMutableBufferPointer { sum in
      left.elements.withUnsafeBufferPointer { left in
        let target = sum.baseAddress!
        let source = left.baseAddress!
        for index in 0..<sum.count { target[index] = source[index] + target[index] }
      }
    }
    return sum
  }

  /// gain ⊙ x + shift.
  static func rescale(_ fields: Matrix, gain: [Float]?, shift: [Float]?) -> Matrix {
    let width = fields.width
    return Matrix(rows: fields.rows, width: width) { result in
      fields.elements.withUnsafeBufferPointer { elements in
        for row in 0..<fields.rows {
          let source = elements.baseAddress! + row * width
          let target = result.baseAddress! + row * width
          if let gain {
            gain.withUnsafeBufferPointer { gain in
              let gain = gain.baseAddress!
              for index in 0..<width { target[index] = source[index] * gain[index] }
            }
          } else {
            target.update(from: source, count: width)
          }
          shift?.withUnsafeBufferPointer { shift in
            let shift = shift.baseAddress!
            for index in 0..<width { target[index] = target[index] + shift[index] }
          }
        }
      }
    }
  }

  /// The mean over tokens.
  static func pool(_ fields: Matrix) -> Matrix {
    let width = fields.width
    let inverse = 1 / Float(fields.rows)
    return Matrix(rows: 1, width: width) { sums in
      sums.update(repeating: 0)
      fields.elements.withUnsafeBufferPointer { elements in
        for row in 0..<fields.rows {
          let source = elements.baseAddress! + row * width
          for index in 0..<width { sums[index] = sums[index] + source[index] }
        }
      }
      for index in 0..<width { sums[index] = sums[index] * inverse }
    }
  }

  /// x / ‖x‖ for each row; a row of zeros stays.
  static func unit(_ fields: Matrix) -> Matrix {
    var result = fields
    let width = fields.width
    result.elements.withUnsafeMutableBufferPointer { elements in
      for row in 0..<fields.rows {
        let target = UnsafeMutableBufferPointer(
          rebasing: elements[(row * width)..<((row + 1) * width)])
        var squares = RowReductions.sumOfSquares(UnsafeBufferPointer(target))
        if !(squares > 1e-24 && squares < 1e24) {
          // Squares that float32 cannot hold: the row's power of two does not matter here.
          _ = RowStatistics.normalise(UnsafeBufferPointer(target), into: target.baseAddress!)
          squares = RowReductions.sumOfSquares(UnsafeBufferPointer(target))
        }
        let norm = squares.squareRoot()
        guard norm > 0 else { continue }
        for index in 0..<width { target[index] = target[index] / norm }
      }
    }
    return result
  }

  /// A sum over tokens, then one scaling of the result.
  static func accountPool(
    _ fields: Matrix, chip: ChipSpec, record: inout InstructionRecord
  ) -> StageTime {
    let time = account(fields, operations: 1, chip: chip, record: &record)
    record.add(.digitalOperation, .deterministic, on: .periphery, fields.width)
    return StageTime(latency: 2 * time.latency, initiation: time.initiation)
  }

  /// `operations` for each element of a value.
  static func account(
    _ fields: Matrix, operations: Int, chip: ChipSpec, record: inout InstructionRecord
  ) -> StageTime {
    record.add(
      .digitalOperation, .deterministic, on: .periphery, operations * fields.elements.count)
    let cycles = ceilingDivide(max(1, operations) * fields.width, chip.geometry.digitalLanes)
    return StageTime(latency: cycles, initiation: cycles)
  }
}
