/// Integer weights as one or two 8-bit digits, multiplied exactly by activations of one or two
/// unsigned 8-bit digits.
///
/// Digit products are combined modulo 2³²; the caller has shown that the true sums fit Int32, so the
/// result is exact.
final class DigitProduct: Sendable {
  /// Row counts of library calls: few, so that few kernels are made. The last rows are padded to 16, or,
  /// where that costs less, multiplied one by one: a row alone is as fast as memory gives the weights,
  /// and sixteen cost about four of them.
  private static let rowBlocks = [256, 64, 16]
  private static let singleRows = 3

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
        kind: .integer, weights: values.span, outputs: outputs, inputs: columns.count)
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

  /// Packs rows of signed 8-bit weights that `fill` writes.
  init(
    outputs: Int, inputs: Int, activationBits: Int, saturates: Bool,
    fill: (_ row: Int, _ target: inout MutableSpan<Int8>) -> Void
  ) {
    self.outputs = outputs
    self.inputs = inputs
    guard
      let split = IntegerKernelProbe.split(
        weightBits: 8, activationDigitBits: min(8, activationBits), saturates: saturates)
    else {
      digits = [
        (PackedMatrix(kind: .integer, outputs: outputs, inputs: inputs, fill: fill), 0)
      ]
      return
    }
    func pack(_ digit: @escaping (Int8) -> Int8) -> PackedMatrix {
      PackedMatrix(kind: .integer, outputs: outputs, inputs: inputs) {
        (row, target: inout MutableSpan<Int8>) in
        fill(row, &target)
        for column in target.indices { target[column] = digit(target[column]) }
      }
    }
    let mask = Int8(1) << Int8(split) - 1
    digits = [(pack { $0 >> Int8(split) }, Int32(split)), (pack { $0 & mask }, 0)]
  }

  /// Rows of a call that computes at least `count`: rounded up, because every other number of rows is another
  /// kernel to generate.
  static func paddedRows(_ count: Int) -> Int {
    if count <= 1 { return count }
    return count <= 64 ? (count + 3) & ~3 : (count + 15) & ~15
  }

  /// output[rows × outputs] = codes[rows × inputs] · weightsᵀ in one call, for rows as `paddedRows` gives them.
  func multiply(padded rows: Int, _ codes: Span<UInt8>, into output: inout MutableSpan<Int32>) {
    multiplyBlock(
      low: codes, high: nil, stride: inputs, rows: rows, into: &output, outputStride: outputs)
  }

  /// output = activations · weightsᵀ, where the activations are low + 256·high.
  func multiply(
    low: Span<UInt8>, high: Span<UInt8>?, stride: Int, rows: Int,
    into output: inout MutableSpan<Int32>, outputStride: Int
  ) {
    var first = 0
    while first < rows {
      let remaining = rows - first
      let block = Self.rowBlocks.first { $0 <= remaining }
      let count = block ?? (remaining <= Self.singleRows ? 1 : remaining)
      var target = output._mutatingExtracting(droppingFirst: first * outputStride)
      let low = low.extracting(droppingFirst: first * stride)
      let high = high?.extracting(droppingFirst: first * stride)
      if count > 1, count < 16 {
        multiplyTail(
          low: low, high: high, stride: stride, rows: count, into: &target,
          outputStride: outputStride)
      } else {
        multiplyBlock(
          low: low, high: high, stride: stride, rows: count, into: &target,
          outputStride: outputStride)
      }
      first += count
    }
  }

  /// Fewer than 16 rows: copied into 16, the rest zero.
  private func multiplyTail(
    low: Span<UInt8>, high: Span<UInt8>?, stride: Int, rows: Int,
    into output: inout MutableSpan<Int32>, outputStride: Int
  ) {
    withScratch(16 * inputs, repeating: 0 as UInt8, alignment: 64) { padded in
      pad(low, stride: stride, rows: rows, into: &padded)
      withScratch(16 * outputs, repeating: 0 as Int32, alignment: 64) { sums in
        if let high {
          withScratch(16 * inputs, repeating: 0 as UInt8, alignment: 64) { paddedHigh in
            pad(high, stride: stride, rows: rows, into: &paddedHigh)
            multiplyBlock(
              low: padded.span, high: paddedHigh.span, stride: inputs, rows: 16, into: &sums,
              outputStride: outputs)
          }
        } else {
          multiplyBlock(
            low: padded.span, high: nil, stride: inputs, rows: 16, into: &sums,
            outputStride: outputs)
        }
        for row in 0..<rows {
          output.copy(
            sums.span.extracting((row * outputs)..<((row + 1) * outputs)), at: row * outputStride)
        }
      }
    }
  }

  private func pad(
    _ codes: Span<UInt8>, stride: Int, rows: Int, into padded: inout MutableSpan<UInt8>
  ) {
    for row in 0..<rows {
      padded.copy(
        codes.extracting((row * stride)..<(row * stride + inputs)), at: row * inputs)
    }
  }

  private func multiplyBlock(
    low: Span<UInt8>, high: Span<UInt8>?, stride: Int, rows: Int,
    into output: inout MutableSpan<Int32>, outputStride: Int
  ) {
    if digits.count == 1 && high == nil {
      digits[0].matrix.multiply(
        input: low, inputStride: stride, rows: rows, bias: nil, output: &output,
        outputStride: outputStride, accumulates: false)
      return
    }
    for row in 0..<rows {
      var sums = output._mutatingExtracting((row * outputStride)..<(row * outputStride + outputs))
      sums.update(repeating: 0)
    }
    add(low, shift: 0, stride: stride, rows: rows, to: &output, outputStride: outputStride)
    if let high {
      add(high, shift: 8, stride: stride, rows: rows, to: &output, outputStride: outputStride)
    }
  }

  /// Adds the products of one digit of the activations, which weighs 2^shift.
  private func add(
    _ codes: Span<UInt8>, shift: Int32, stride: Int, rows: Int,
    to output: inout MutableSpan<Int32>, outputStride: Int
  ) {
    withUnwrittenScratch(rows * outputs, of: Int32.self) { partial in
      for digit in digits {
        digit.matrix.multiply(
          input: codes, inputStride: stride, rows: rows, bias: nil, output: &partial,
          outputStride: outputs, accumulates: false)
        let factor = Int32(1) << (digit.shift + shift)
        for row in 0..<rows {
          let start = row &* outputStride
          var sums = output._mutatingExtracting(start..<(start &+ outputs))
          let part = partial.span.extracting((row &* outputs)..<((row &+ 1) &* outputs))
          for index in sums.indices { sums[index] = sums[index] &+ part[index] &* factor }
        }
      }
    }
  }
}
