import ChipPrograms

/// Zero, scales and static field of column sums, in the order of operations of `Instruction.Read`.
enum CrossbarSums {
  static func fields(
    _ prepared: PreparedArray, codes: CodedMatrix, sums: [Double], outlierSums: [Double]
  ) -> Matrix {
    let array = prepared.array
    let outputs = array.outputs
    let scale = codes.scale[0]
    let outlierScale = codes.outlierScale[0]
    return Matrix(rows: 1, width: outputs) { target in
      switch prepared.product {
      case .exact:
        for output in 0..<outputs {
          let count = sums[output] - Double(codes.zero[0]) * Double(prepared.codeSums[output])
          let apart = codes.outliers > 0 ? Float(outlierSums[output]) : 0
          let field = Float(count) * scale + apart * outlierScale
          target[output] = field * array.scales[output] + array.fields[output]
        }
      case .blocks:
        let zero = Float(codes.zero[0])
        for output in 0..<outputs {
          var sum: Float = 0
          for block in 0..<(sums.count / outputs) {
            let factor = prepared.blockScales[(array.blocks > 1 ? block : 0) * outputs + output]
            sum = sum + Float(sums[block * outputs + output]) * factor
          }
          sum = (sum - zero * prepared.scaledSums[output]) * scale + array.fields[output]
          for block in 0..<(outlierSums.count / outputs) {
            let apart = outlierSums[block * outputs + output]
            sum = sum + Float(apart) * outlierScale * prepared.blockScales[block * outputs + output]
          }
          target[output] = sum
        }
      }
    }
  }
}
