import ChipPrograms
import ExecutionRecords

extension Stage {
  /// `operations` of the periphery for each element of rows.
  func work(_ operations: Int, each matrix: Matrix) -> Work {
    record.add(
      .digitalOperation, .deterministic, on: .periphery, operations * matrix.elements.count)
    return .lanes(cycles: laneCycles(max(1, operations) * matrix.width), depth: 0)
  }
}

extension InstructionRecord {
  /// Counts operands that wait for others: written into the memory beside the tiles that need them, and
  /// read once.
  mutating func addWaiting(bits: Int) {
    add(.onChipMemoryBit, .deterministic, on: .memory, 2 * bits)
  }
}

extension Matrix {
  /// gain ⊙ x + shift; `nil` for ones and zeros.
  func rescaled(gain: [Float]?, shift: [Float]?) -> Matrix {
    Matrix(rows: rows, width: width) { result in
      elements.withUnsafeBufferPointer { elements in
        for row in 0..<rows {
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
}
