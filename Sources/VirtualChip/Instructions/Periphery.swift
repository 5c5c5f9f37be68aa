import ChipPrograms
import ExecutionRecords

extension Stage {
  /// `operations` of the periphery for each element of rows of a value.
  func work(_ operations: Int, each value: Int, _ rows: Range<Int>) -> Work {
    let width = width(of: value)
    record.add(
      .digitalOperation, .deterministic, on: .periphery, operations * rows.count * width)
    return .lanes(cycles: laneCycles(max(1, operations) * width), depth: 0)
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
    var result = self
    var elements = result.elements.mutableSpan
    for row in 0..<rows {
      var target = elements._mutatingExtracting(place(ofRow: row))
      if let gain {
        let gain = gain.span.extracting(0..<target.count)
        for index in target.indices { target[index] = target[index] * gain[index] }
      }
      if let shift {
        let shift = shift.span.extracting(0..<target.count)
        for index in target.indices { target[index] = target[index] + shift[index] }
      }
    }
    return result
  }
}
