import ChipPrograms
import DenseAlgebra

/// Keys and values of a text as the race tiles hold them.
struct RaceOperands {
  private let shape: Instruction.RaceShape
  private let tokens: Int
  /// Tokens, rounded up to whole lanes.
  let paddedTokens: Int
  /// Key codes, [group][channel][paddedTokens].
  private var keyCodes: [Int32]
  /// Σ of a key's codes, [group][paddedTokens].
  private var keySums: [Int32]
  /// Scale of a key's codes, [group][paddedTokens].
  private var keyScales: [Float]
  /// Decoded values, [group][token][headSize].
  private var values: [Float]
  private let queryLimit: Float
  private let beta: Float
  /// The largest product of scales: with sums below 2³¹ scores stay finite.
  private static let largestScale: Float = 1e25

  init(_ key: Matrix, _ value: Matrix, shape: Instruction.RaceShape, beta: Float) {
    self.shape = shape
    self.beta = beta
    tokens = key.rows
    let padded = (key.rows + 15) & ~15
    paddedTokens = padded
    let groups = shape.keyValueHeads
    let size = shape.headSize
    keyCodes = [Int32](repeating: 0, count: groups * size * padded)
    keySums = [Int32](repeating: 0, count: groups * padded)
    keyScales = [Float](repeating: 1, count: groups * padded)
    values = [Float](repeating: 0, count: groups * tokens * size)
    queryLimit = Float((1 << shape.bits) - 1)
    let limit = Float((1 << (shape.bits - 1)) - 1)
    for group in 0..<groups {
      for token in 0..<tokens {
        let start = token * key.width + group * size
        let keyRow = key.elements[start..<(start + size)]
        let keyCode = SymmetricCode(of: keyRow, limit: limit)
        var sum: Int32 = 0
        for (channel, element) in keyRow.enumerated() {
          let code = keyCode.code(of: element)
          keyCodes[(group * size + channel) * padded + token] = Int32(code)
          sum += Int32(code)
        }
        keySums[group * padded + token] = sum
        keyScales[group * padded + token] = keyCode.scale
        let valueRow = value.elements[start..<(start + size)]
        let valueCode = SymmetricCode(of: valueRow, limit: limit)
        for (channel, element) in valueRow.enumerated() {
          values[(group * tokens + token) * size + channel] =
            valueCode.code(of: element) * valueCode.scale
        }
      }
    }
  }

  /// β times the scores of one query against all keys of a group: exact integer products of codes,
  /// scaled.
  func score(
    _ query: UnsafeBufferPointer<Float>, group: Int, into scores: UnsafeMutableBufferPointer<Float>
  ) {
    let code = AffineCode(of: query, limit: queryLimit)
    let zero = SIMD16<Int32>(repeating: Int32(code.zero))
    let scale = Lanes(repeating: code.scale)
    let limit = Lanes(repeating: Self.largestScale)
    let size = shape.headSize
    keyCodes.withUnsafeBufferPointer { keys in
      keySums.withUnsafeBufferPointer { sums in
        keyScales.withUnsafeBufferPointer { scales in
          withUnsafeTemporaryAllocation(of: Int32.self, capacity: size) { codes in
            for channel in 0..<size { codes[channel] = Int32(code.code(of: query[channel])) }
            var block = 0
            while block < paddedTokens {
              var total = SIMD16<Int32>(repeating: 0)
              var column = UnsafeRawPointer(keys.baseAddress! + group * size * paddedTokens + block)
              for channel in 0..<size {
                total &+= column.loadUnaligned(as: SIMD16<Int32>.self) &* codes[channel]
                column += 4 &* paddedTokens
              }
              let offset = group * paddedTokens + block
              let sum = UnsafeRawPointer(sums.baseAddress! + offset)
                .loadUnaligned(as: SIMD16<Int32>.self)
              let keyScale = scales.baseAddress!.lanes(offset)
              let factor = (scale * keyScale).smaller(limit) * beta
              let field = Lanes(total &- zero &* sum) * factor
              scores.baseAddress!.store(field, at: block)
              block &+= 16
            }
          }
        }
      }
    }
  }

  /// Σ_j weight_j v_j / total; returns how many values were read.
  func readValues(
    _ weights: UnsafeBufferPointer<Float>, total: Float, group: Int,
    into context: UnsafeMutableBufferPointer<Float>
  ) -> Int {
    let size = shape.headSize
    var read = 0
    values.withUnsafeBufferPointer { values in
      let start = values.baseAddress! + group * tokens * size
      let target = context.baseAddress!
      for token in 0..<weights.count {
        let weight = weights[token]
        guard weight > 0 else { continue }
        read &+= 1
        let row = start + token &* size
        for channel in 0..<size { target[channel] = target[channel] + weight * row[channel] }
      }
      let inverse = 1 / total
      for channel in 0..<size { target[channel] = target[channel] * inverse }
    }
    return read
  }
}

/// A signed code, symmetric about 0: value ≈ scale · code.
struct SymmetricCode {
  let scale: Float
  private let inverse: Float

  init(of row: ArraySlice<Float>, limit: Float) {
    var largest: Float = 0
    for element in row where element.magnitude > largest { largest = element.magnitude }
    let range = largest / limit
    scale = range > 1e-30 ? range : 1
    inverse = 1 / scale
  }

  func code(of value: Float) -> Float { roundedToEven(value * inverse) }
}
