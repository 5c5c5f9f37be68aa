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

  private func exact(
    _ weights: ExactWeights, _ codes: CodedMatrix
  ) -> Matrix {
    let outputs = array.outputs
    return withUnsafeTemporaryAllocation(byteCount: codes.rows * outputs * 4, alignment: 64) {
      raw in
      let sums = raw.bindMemory(to: Int32.self).baseAddress!
      if codes.bits <= 8 {
        codes.codes8.withUnsafeBufferPointer {
          weights.multiply(codes: $0.baseAddress!, rows: codes.rows, into: sums)
        }
      } else {
        codes.codes16.withUnsafeBufferPointer {
          weights.multiply(codes: $0.baseAddress!, rows: codes.rows, into: sums)
        }
      }
      return Matrix(rows: codes.rows, width: outputs) { fields in
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: outputs) { outlierSums in
          for row in 0..<codes.rows {
            sumOutliers(codes, row: row, into: outlierSums.baseAddress!)
            combine(
              codes, row: row, sums: sums + row * outputs,
              outlierSums: outlierSums.baseAddress!, into: fields.baseAddress! + row * outputs)
          }
        }
      }
    }
  }

  /// Zero, scales and static field of one row of counts.
  private func combine(
    _ codes: CodedMatrix, row: Int, sums: UnsafePointer<Int32>,
    outlierSums: UnsafePointer<Int32>, into target: UnsafeMutablePointer<Float>
  ) {
    let zero = codes.zero[row]
    let scale = codes.scale[row]
    let outlierScale = codes.outlierScale[row]
    codeSums.withUnsafeBufferPointer { codeSums in
      array.scales.withUnsafeBufferPointer { scales in
        array.fields.withUnsafeBufferPointer { bias in
          let codeSums = codeSums.baseAddress!
          let scales = scales.baseAddress!
          let bias = bias.baseAddress!
          for output in 0..<array.outputs {
            let count = sums[output] &- zero &* codeSums[output]
            let field = Float(count) * scale + Float(outlierSums[output]) * outlierScale
            target[output] = field * scales[output] + bias[output]
          }
        }
      }
    }
  }

  /// Σ_c outlierCode[c] · w[o,c] for each output.
  private func sumOutliers(
    _ codes: CodedMatrix, row: Int,
    into sums: UnsafeMutablePointer<Int32>
  ) {
    let outputs = array.outputs
    sums.update(repeating: 0, count: outputs)
    transposed.withUnsafeBufferPointer { weights in
      for place in 0..<codes.outliers {
        let code = codes.outlierCode[row * codes.outliers + place]
        let channel = Int(codes.outlierChannel[row * codes.outliers + place])
        let column = weights.baseAddress! + channel * outputs
        // 16-bit factors: their product is one instruction where that of 32-bit ones is not.
        let factor = Int16(truncatingIfNeeded: code)
        for output in 0..<outputs {
          sums[output] = sums[output] &+ Int32(factor) &* Int32(column[output])
        }
      }
    }
  }

  private func blocks(
    _ weights: BlockScaledWeights, _ codes: CodedMatrix
  ) -> Matrix {
    let outputs = array.outputs
    var result = Matrix(rows: codes.rows, width: outputs) { fields in
      if codes.bits <= 8 {
        codes.codes8.withUnsafeBufferPointer {
          weights.multiply(
            codes: $0.baseAddress!, rows: codes.rows, into: fields.baseAddress!)
        }
      } else {
        codes.codes16.withUnsafeBufferPointer {
          weights.multiply(
            codes: $0.baseAddress!, rows: codes.rows, into: fields.baseAddress!)
        }
      }
    }
    result.elements.withUnsafeMutableBufferPointer { fields in
      for row in 0..<codes.rows {
        let start = row &* outputs
        finish(
          codes, row: row,
          fields: UnsafeMutableBufferPointer(rebasing: fields[start..<(start &+ outputs)]))
      }
    }
    return result
  }

  /// Zero, scale, static field and outliers of one row of scaled sums.
  private func finish(
    _ codes: CodedMatrix, row: Int,
    fields: UnsafeMutableBufferPointer<Float>
  ) {
    let outputs = array.outputs
    let target = fields.baseAddress!
    let zero = Float(codes.zero[row])
    let scale = codes.scale[row]
    scaledSums.withUnsafeBufferPointer { sums in
      array.fields.withUnsafeBufferPointer { bias in
        for output in 0..<outputs {
          target[output] = (target[output] - zero * sums[output]) * scale + bias[output]
        }
      }
    }
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: outputs) { sums in
      for block in 0..<array.blocks {
        addOutliers(codes, row: row, block: block, sums: sums.baseAddress!, to: target)
      }
    }
  }

  /// Adds the share of the outlier channels of one block to a row: their sum is counted exactly, then
  /// scaled.
  private func addOutliers(
    _ codes: CodedMatrix, row: Int, block: Int,
    sums: UnsafeMutablePointer<Int32>, to target: UnsafeMutablePointer<Float>
  ) {
    let outputs = array.outputs
    var found = 0
    transposed.withUnsafeBufferPointer { weights in
      for place in 0..<codes.outliers {
        let index = row * codes.outliers + place
        let channel = Int(codes.outlierChannel[index])
        guard channel / array.block == block else { continue }
        if found == 0 { sums.update(repeating: 0, count: outputs) }
        found += 1
        let column = weights.baseAddress! + channel * outputs
        let factor = Int16(truncatingIfNeeded: codes.outlierCode[index])
        for output in 0..<outputs {
          sums[output] = sums[output] &+ Int32(factor) &* Int32(column[output])
        }
      }
    }
    guard found > 0 else { return }
    let outlierScale = codes.outlierScale[row]
    blockScales.withUnsafeBufferPointer { scales in
      let scale = scales.baseAddress! + block * outputs
      for output in 0..<outputs {
        target[output] = target[output] + Float(sums[output]) * outlierScale * scale[output]
      }
    }
  }
}
