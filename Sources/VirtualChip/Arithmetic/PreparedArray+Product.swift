import ChipPrograms
import DenseAlgebra

extension PreparedArray {
  /// The rows of codes through the array: exact sums, scaled as `Instruction.Read` says.
  func product(_ codes: CodedMatrix) -> Matrix {
    switch product {
    case .exact(let weights): exact(weights, codes)
    case .blocks(let weights): blocks(weights, codes)
    }
  }

  private func exact(_ weights: ExactWeights, _ codes: CodedMatrix) -> Matrix {
    let outputs = array.outputs
    return withScratch(codes.rows * outputs, repeating: 0 as Int32, alignment: 64) { sums in
      if codes.bits <= 8 {
        weights.multiply(codes: codes.codes8.span, rows: codes.rows, into: &sums)
      } else {
        weights.multiply(codes: codes.codes16.span, rows: codes.rows, into: &sums)
      }
      return Matrix(rows: codes.rows, width: outputs) { fields in
        withScratch(outputs, repeating: 0 as Int32) { outlierSums in
          for row in 0..<codes.rows {
            let places = (row * outputs)..<((row + 1) * outputs)
            sumOutliers(codes, row: row, into: &outlierSums)
            var target = fields._mutatingExtracting(places)
            combine(
              codes, row: row, sums: sums.span.extracting(places), outlierSums: outlierSums.span,
              into: &target)
          }
        }
      }
    }
  }

  /// Zero, scales and static field of one row of counts.
  private func combine(
    _ codes: CodedMatrix, row: Int, sums: Span<Int32>, outlierSums: Span<Int32>,
    into target: inout MutableSpan<Float>
  ) {
    let zero = codes.zero[row]
    let scale = codes.scale[row]
    let outlierScale = codes.outlierScale[row]
    let (array, outputs) = (array, target.count)
    let codeSums = codeSums
    let (codeSum, sums) = (codeSums.span.extracting(0..<outputs), sums.extracting(0..<outputs))
    let apart = outlierSums.extracting(0..<outputs)
    let scales = array.scales.span.extracting(0..<outputs)
    let bias = array.fields.span.extracting(0..<outputs)
    for output in 0..<outputs {
      let count = sums[output] &- zero &* codeSum[output]
      let field = Float(count) * scale + Float(apart[output]) * outlierScale
      target[output] = field * scales[output] + bias[output]
    }
  }

  /// Σ_c outlierCode[c] · w[o,c] for each output.
  private func sumOutliers(
    _ codes: CodedMatrix, row: Int, into sums: inout MutableSpan<Int32>
  ) {
    sums.update(repeating: 0)
    for place in 0..<codes.outliers { addOutlier(codes, row * codes.outliers + place, to: &sums) }
  }

  /// Adds code · w[o,c] of one outlier to each output.
  private func addOutlier(
    _ codes: CodedMatrix, _ index: Int, to sums: inout MutableSpan<Int32>
  ) {
    let first = Int(codes.outlierChannel[index]) * array.outputs
    let transposed = transposed
    let column = transposed.span.extracting(first..<(first + sums.count))
    // 16-bit factors: their product is one instruction where that of 32-bit ones is not.
    let factor = Int16(truncatingIfNeeded: codes.outlierCode[index])
    for output in sums.indices {
      sums[output] = sums[output] &+ Int32(factor) &* Int32(column[output])
    }
  }

  private func blocks(_ weights: BlockScaledWeights, _ codes: CodedMatrix) -> Matrix {
    Matrix(rows: codes.rows, width: array.outputs) { fields in
      if codes.bits <= 8 {
        weights.multiply(codes: codes.codes8.span, rows: codes.rows, into: &fields)
      } else {
        weights.multiply(codes: codes.codes16.span, rows: codes.rows, into: &fields)
      }
      for row in 0..<codes.rows {
        let start = row &* array.outputs
        var target = fields._mutatingExtracting(start..<(start &+ array.outputs))
        finish(codes, row: row, fields: &target)
      }
    }
  }

  /// Zero, scale, static field and outliers of one row of scaled sums.
  private func finish(_ codes: CodedMatrix, row: Int, fields: inout MutableSpan<Float>) {
    let (array, outputs) = (array, fields.count)
    let zero = Float(codes.zero[row])
    let scale = codes.scale[row]
    let scaledSums = scaledSums
    let sums = scaledSums.span.extracting(0..<outputs)
    let bias = array.fields.span.extracting(0..<outputs)
    for output in 0..<outputs {
      fields[output] = (fields[output] - zero * sums[output]) * scale + bias[output]
    }
    withScratch(outputs, repeating: 0 as Int32) { sums in
      for block in 0..<array.blocks {
        addOutliers(codes, row: row, block: block, sums: &sums, to: &fields)
      }
    }
  }

  /// Adds the share of the outlier channels of one block to a row: their sum is counted exactly, then
  /// scaled.
  private func addOutliers(
    _ codes: CodedMatrix, row: Int, block: Int, sums: inout MutableSpan<Int32>,
    to target: inout MutableSpan<Float>
  ) {
    let outputs = target.count
    var found = 0
    for place in 0..<codes.outliers {
      let index = row * codes.outliers + place
      guard Int(codes.outlierChannel[index]) / array.block == block else { continue }
      if found == 0 { sums.update(repeating: 0) }
      found += 1
      addOutlier(codes, index, to: &sums)
    }
    guard found > 0 else { return }
    let outlierScale = codes.outlierScale[row]
    let blockScales = blockScales
    let scale = blockScales.span.extracting((block * outputs)..<((block + 1) * outputs))
    for output in target.indices {
      target[output] = target[output] + Float(sums[output]) * outlierScale * scale[output]
    }
  }
}
