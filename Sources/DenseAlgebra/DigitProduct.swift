/// Integer weights as one or two 8-bit digits, multiplied exactly by activations of one or two
/// unsigned 8-bit digits.
///
/// Digit products are combined modulo 2³²; the caller has shown that the true sums fit Int32, so the
/// result is exact.
final class DigitProduct: Sendable {
  /// Row counts of library calls: few, so that few kernels are made. The last rows are padded to 16.
  private static let rowBlocks = [256, 64, 16]

  let outputs: Int
  let inputs: Int
  private let digits: [(matrix: PackedMatrix, shift: Int32)]

  /// Packs `columns` of row-major weights that have `stride` elements a row.
  init(
    _ weights: [Int16], stride: Int, columns: Range<Int>, outputs: Int, weightBits: Int,
    activationBits: Int, saturates: Bool
  ) {
    self.outputs = outputs
    inputs = columns.count
    let split = IntegerKernelProbe.split(
      weightBits: weightBits, activationDigitBits: min(8, activationBits), saturates: saturates)
    func pack(_ digit: (Int16) -> Int16) -> PackedMatrix {
      var values: [Int8] = []
      values.reserveCapacity(outputs * columns.count)
      for row in 0..<outputs {
        for column in columns { values.append(Int8(digit(weights[row * stride + column]))) }
      }
      return PackedMatrix(
        kind: .integer, weights: values, outputs: outputs, inputs: columns.count)
    }
    if let split {
      let mask = Int16(1) << Int16(split) - 1
      digits = [
        (pack { $0 >> Int16(split) }, Int32(split)),
        (pack { $0 & mask }, 0),
      ]
    } else {
      digits = [(pack { $0 }, 0)]
    }
  }

  /// output = activations · weightsᵀ, where the activations are low + 256·high.
  func multiply(
    low: UnsafePointer<UInt8>, high: UnsafePointer<UInt8>?, stride: Int, rows: Int,
    into output: UnsafeMutablePointer<Int32>, outputStride: Int
  ) {
    var first = 0
    while first < rows {
      let remaining = rows - first
      let count = Self.rowBlocks.first { $0 <= remaining } ?? remaining
      let target = output + first * outputStride
      if count < 16 {
        multiplyTail(
          low: low + first * stride, high: high.map { $0 + first * stride }, stride: stride,
          rows: count, into: target, outputStride: outputStride)
      } else {
        multiplyBlock(
          low: low + first * stride, high: high.map { $0 + first * stride }, stride: stride,
          rows: count, into: target, outputStride: outputStride)
      }
      first += count
    }
  }

  /// Fewer than 16 rows: copied into 16, the rest zero.
  private func multiplyTail(
    low: UnsafePointer<UInt8>, high: UnsafePointer<UInt8>?, stride: Int, rows: Int,
    into output: UnsafeMutablePointer<Int32>, outputStride: Int
  ) {
    withUnsafeTemporaryAllocation(byteCount: 32 * inputs, alignment: 64) { bytes in
      withUnsafeTemporaryAllocation(byteCount: 64 * outputs, alignment: 64) { sums in
        let padded = bytes.bindMemory(to: UInt8.self).baseAddress!
        let rowSums = sums.bindMemory(to: Int32.self).baseAddress!
        (padded + rows * inputs).update(repeating: 0, count: (16 - rows) * inputs)
        for row in 0..<rows {
          (padded + row * inputs).update(from: low + row * stride, count: inputs)
        }
        let paddedHigh = padded + 16 * inputs
        if let high {
          (paddedHigh + rows * inputs).update(repeating: 0, count: (16 - rows) * inputs)
          for row in 0..<rows {
            (paddedHigh + row * inputs).update(from: high + row * stride, count: inputs)
          }
        }
        multiplyBlock(
          low: padded, high: high == nil ? nil : UnsafePointer(paddedHigh), stride: inputs,
          rows: 16, into: rowSums, outputStride: outputs)
        for row in 0..<rows {
          (output + row * outputStride).update(from: rowSums + row * outputs, count: outputs)
        }
      }
    }
  }

  private func multiplyBlock(
    low: UnsafePointer<UInt8>, high: UnsafePointer<UInt8>?, stride: Int, rows: Int,
    into output: UnsafeMutablePointer<Int32>, outputStride: Int
  ) {
    func product(
      _ matrix: PackedMatrix, _ codes: UnsafePointer<UInt8>,
      _ target: UnsafeMutablePointer<Int32>, _ targetStride: Int
    ) {
      matrix.multiply(
        input: codes, inputStride: stride, rows: rows, bias: nil, output: target,
        outputStride: targetStride, accumulates: false)
    }
    if digits.count == 1 && high == nil {
      product(digits[0].matrix, low, output, outputStride)
      return
    }
    withUnsafeTemporaryAllocation(byteCount: rows * outputs * 4, alignment: 64) { bytes in
      let partial = bytes.bindMemory(to: Int32.self).baseAddress!
      for row in 0..<rows {
        (output + row * outputStride).update(repeating: 0, count: outputs)
      }
      for (codes, activationShift) in [(low as UnsafePointer<UInt8>?, Int32(0)), (high, 8)] {
        guard let codes else { continue }
        for digit in digits {
          product(digit.matrix, codes, partial, outputs)
          let factor = Int32(1) << (digit.shift + activationShift)
          for row in 0..<rows {
            let sums = output + row &* outputStride
            let part = partial + row &* outputs
            for index in 0..<outputs { sums[index] = sums[index] &+ part[index] &* factor }
          }
        }
      }
    }
  }
}
