import DenseAlgebra

/// Columns whose currents are converted, one conversion for each pair of planes.
struct ConvertedColumns {
  private let array: CouplingPlanes
  private let converter: ColumnConverter
  /// Current of each coupling bit, [plane][input][output]; empty if all are alike.
  private let currents: [Float]

  init(_ array: CouplingPlanes, converter: ColumnConverter, currents: [Float]) {
    self.array = array
    self.converter = converter
    self.currents = currents
  }

  /// Converts the columns `columns` of one segment for all pairs of planes, and adds
  /// Σ_{p,w} ±2^{p+w} · value to `sums`, [outputs].
  ///
  /// - Parameters:
  ///   - segment: Which rows.
  ///   - columns: Which outputs.
  ///   - codes: Planes of codes whose pulses add to the current.
  ///   - negative: Planes of codes whose pulses draw from it.
  ///   - draws: The converters' noise.
  ///   - sums: Results, [outputs].
  func convert(
    _ segment: CouplingPlanes.Segment, columns: Range<Int>, codes: CodePlanes,
    negative: CodePlanes?, draws: inout LaneStream, into sums: inout MutableSpan<Double>
  ) {
    // Whole groups of noise.
    withScratch((columns.count + 31) & ~31, repeating: 0 as Float) { scratch in
      var target = sums._mutatingExtracting(columns)
      for code in 0..<codes.planes {
        for plane in 0..<array.bits {
          scratch.update(repeating: 0)
          collect(codes, code, plane, segment, columns, sign: 1, into: &scratch)
          if let negative {
            collect(negative, code, plane, segment, columns, sign: -1, into: &scratch)
          }
          convert(&scratch, draws: &draws)
          let size = Double(UInt64(1) << UInt64(code + plane))
          let weight = plane == array.bits - 1 ? -size : size
          let values = scratch.span.extracting(0..<target.count)
          for column in target.indices {
            target[column] = target[column] + Double(values[column]) * weight
          }
        }
      }
    }
  }

  /// Adds the currents that one plane of codes drives through one coupling plane.
  private func collect(
    _ codes: CodePlanes, _ code: Int, _ plane: Int, _ segment: CouplingPlanes.Segment,
    _ columns: Range<Int>, sign: Float, into currents: inout MutableSpan<Float>
  ) {
    let words = codes.words.span
    var currents = currents._mutatingExtracting(0..<columns.count)
    for word in 0..<segment.words {
      var bits = words[code &* array.wordsInPlane &+ segment.firstWord &+ word]
      guard bits != 0 else { continue }
      if self.currents.isEmpty {
        array.plane(plane, word: segment.firstWord &+ word, columns) { couplings in
          for column in currents.indices {
            let count = (couplings[column] & bits).nonzeroBitCount
            currents[column] = currents[column] + Float(Int32(truncatingIfNeeded: count)) * sign
          }
        }
      } else {
        while bits != 0 {
          let row = segment.rows.lowerBound &+ word &* 64 &+ bits.trailingZeroBitCount
          bits &= bits &- 1
          let first = (plane &* array.inputs &+ row) &* array.outputs
          let source = self.currents.span.extracting(
            (first &+ columns.lowerBound)..<(first &+ columns.upperBound))
          for column in currents.indices {
            currents[column] = currents[column] + source[column] * sign
          }
        }
      }
    }
  }

  /// Converts currents in whole groups of 32.
  private func convert(_ currents: inout MutableSpan<Float>, draws: inout LaneStream) {
    var index = 0
    while index < currents.count {
      var (first, second) = (currents.lanes(index), currents.lanes(index &+ 16))
      if converter.noise > 0 {
        let noise = draws.normals()
        first += noise.0 * converter.noise
        second += noise.1 * converter.noise
      }
      currents.store(converter.value(first), at: index)
      currents.store(converter.value(second), at: index &+ 16)
      index &+= 32
    }
  }
}
