import ChipPrograms
import ExecutionRecords

extension Stage {
  /// `operations` of the periphery for each element of rows.
  func work(_ operations: Int, each matrix: Matrix) -> Work {
    record.add(
      .digitalOperation, .deterministic, on: .periphery, operations * matrix.elements.count)
    return .lanes(cycles: chip.laneCycles(max(1, operations) * matrix.width), depth: 0)
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
