import ChipPrograms
import DenseAlgebra

/// Keys and values of a text as the race tiles hold them.
struct RaceOperands {
  private let shape: Instruction.RaceShape
  private let tokens: Int
  /// Tokens, rounded up to whole lanes.
  let paddedTokens: Int
  /// Key codes, [group][channel][paddedTokens].
  private var keyCodes: KeyCodes
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

  /// Codes of keys: float32 holds their products with query codes exactly below 2²⁴, and multiplies
  /// faster; wider ones are integers.
  private enum KeyCodes {
    case float([Float])
    case integer([Int32])
  }

  init(_ key: Matrix, _ value: Matrix, shape: Instruction.RaceShape, beta: Float) {
    self.shape = shape
    self.beta = beta
    tokens = key.rows
    let padded = (key.rows + 15) & ~15
    paddedTokens = padded
    let groups = shape.keyValueHeads
    let size = shape.headSize
    keySums = [Int32](repeating: 0, count: groups * padded)
    keyScales = [Float](repeating: 1, count: groups * padded)
    values = [Float](repeating: 0, count: groups * tokens * size)
    queryLimit = Float((1 << shape.bits) - 1)
    let limit = Float((1 << (shape.bits - 1)) - 1)
    keyCodes = .float([])
    var codes = [Float](repeating: 0, count: groups * size * padded)
    for group in 0..<groups {
      for token in 0..<tokens {
        let start = token * key.width + group * size
        key.elements.withUnsafeBufferPointer { elements in
          let row = UnsafeBufferPointer(rebasing: elements[start..<(start + size)])
          let keyCode = SymmetricCode(of: row, limit: limit)
          var sum: Float = 0
          for channel in 0..<size {
            let code = keyCode.code(of: row[channel])
            codes[(group &* size &+ channel) &* padded &+ token] = code
            sum += code
          }
          keySums[group * padded + token] = Int32(sum)
          keyScales[group * padded + token] = keyCode.scale
        }
        value.elements.withUnsafeBufferPointer { elements in
          let row = UnsafeBufferPointer(rebasing: elements[start..<(start + size)])
          let valueCode = SymmetricCode(of: row, limit: limit)
          let target = (group * tokens + token) * size
          for channel in 0..<size {
            values[target &+ channel] = valueCode.code(of: row[channel]) * valueCode.scale
          }
        }
      }
    }
    // Sums of codes times the query's zero must be exact, too: both are below this bound.
    let largestSum = Float(size) * queryLimit * (limit + 1)
    keyCodes = largestSum < 0x1p24 ? .float(codes) : .integer(codes.map { Int32($0) })
  }

  /// β times the scores of one query against all keys of a group: exact integer products of codes,
  /// scaled.
  func score(
    _ query: UnsafeBufferPointer<Float>, group: Int, into scores: UnsafeMutableBufferPointer<Float>
  ) {
    let code = AffineCode(of: query, limit: queryLimit)
    let size = shape.headSize
    let first = group * size * paddedTokens
    withUnsafeTemporaryAllocation(of: Float.self, capacity: size) { codes in
      for channel in 0..<size { codes[channel] = code.code(of: query[channel]) }
      switch keyCodes {
      case .float(let keys):
        keys.withUnsafeBufferPointer {
          multiply(UnsafeBufferPointer(codes), $0.baseAddress! + first, into: scores)
        }
      case .integer(let keys):
        keys.withUnsafeBufferPointer {
          multiply(UnsafeBufferPointer(codes), $0.baseAddress! + first, into: scores, code: code)
        }
        return scaleScores(scores, code: code, group: group, zero: 0)
      }
    }
    scaleScores(scores, code: code, group: group, zero: code.zero)
  }

  /// Exact products in float32; four blocks of keys at a time hide the additions' latency.
  private func multiply(
    _ codes: UnsafeBufferPointer<Float>, _ keys: UnsafePointer<Float>,
    into sums: UnsafeMutableBufferPointer<Float>
  ) {
    var block = 0
    while block &+ 64 <= paddedTokens {
      var total = (
        Lanes(repeating: 0), Lanes(repeating: 0), Lanes(repeating: 0), Lanes(repeating: 0)
      )
      var column = keys + block
      for channel in 0..<codes.count {
        let code = codes[channel]
        total.0 += column.lanes(0) * code
        total.1 += column.lanes(16) * code
        total.2 += column.lanes(32) * code
        total.3 += column.lanes(48) * code
        column += paddedTokens
      }
      let target = sums.baseAddress! + block
      target.store(total.0, at: 0)
      target.store(total.1, at: 16)
      target.store(total.2, at: 32)
      target.store(total.3, at: 48)
      block &+= 64
    }
    while block < paddedTokens {
      // Even and odd channels apart, for the same reason.
      var total = (Lanes(repeating: 0), Lanes(repeating: 0))
      var column = keys + block
      var channel = 0
      while channel &+ 1 < codes.count {
        total.0 += column.lanes(0) * codes[channel]
        total.1 += column.lanes(paddedTokens) * codes[channel &+ 1]
        column += 2 &* paddedTokens
        channel &+= 2
      }
      if channel < codes.count { total.0 += column.lanes(0) * codes[channel] }
      sums.baseAddress!.store(total.0 + total.1, at: block)
      block &+= 16
    }
  }

  /// Exact products in integers, the query's zero taken away before they become float32.
  private func multiply(
    _ codes: UnsafeBufferPointer<Float>, _ keys: UnsafePointer<Int32>,
    into sums: UnsafeMutableBufferPointer<Float>, code: AffineCode
  ) {
    var block = 0
    while block < paddedTokens {
      var total = SIMD16<Int32>(repeating: 0)
      var column = UnsafeRawPointer(keys + block)
      for channel in 0..<codes.count {
        let difference = Int32(codes[channel] - code.zero)
        total &+= column.loadUnaligned(as: SIMD16<Int32>.self) &* difference
        column += 4 &* paddedTokens
      }
      sums.baseAddress!.store(Lanes(total), at: block)
      block &+= 16
    }
  }

  /// β · scales · (sum − zero · Σ codes).
  private func scaleScores(
    _ scores: UnsafeMutableBufferPointer<Float>, code: AffineCode, group: Int, zero: Float
  ) {
    let limit = Lanes(repeating: Self.largestScale)
    keySums.withUnsafeBufferPointer { sums in
      keyScales.withUnsafeBufferPointer { scales in
        let row = scores.baseAddress!
        var block = 0
        while block < paddedTokens {
          let offset = group &* paddedTokens &+ block
          let sum = UnsafeRawPointer(sums.baseAddress! + offset)
            .loadUnaligned(as: SIMD16<Int32>.self)
          let factor = (scales.baseAddress!.lanes(offset) * code.scale).smaller(limit) * beta
          row.store((row.lanes(block) - Lanes(sum) * zero) * factor, at: block)
          block &+= 16
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
    return withUnsafeTemporaryAllocation(of: Int32.self, capacity: weights.count) { fired in
      // The keys that fired, collected without a branch: which ones did is random.
      var read = 0
      for token in 0..<weights.count {
        fired[read] = Int32(truncatingIfNeeded: token)
        read &+= weights[token] > 0 ? 1 : 0
      }
      values.withUnsafeBufferPointer { values in
        let start = values.baseAddress! + group * tokens * size
        let target = context.baseAddress!
        let inverse = 1 / total
        let whole = size & ~15
        var channel = 0
        while channel &+ 32 <= whole {
          // Two chains of additions hide each other's latency.
          var first = Lanes(repeating: 0)
          var second = Lanes(repeating: 0)
          for index in 0..<read {
            let token = Int(fired[index])
            let row = start + (token &* size &+ channel)
            first += row.lanes(0) * weights[token]
            second += row.lanes(16) * weights[token]
          }
          target.store(first * inverse, at: channel)
          target.store(second * inverse, at: channel &+ 16)
          channel &+= 32
        }
        while channel < whole {
          var sum = Lanes(repeating: 0)
          for index in 0..<read {
            let token = Int(fired[index])
            sum += (start + (token &* size &+ channel)).lanes(0) * weights[token]
          }
          target.store(sum * inverse, at: channel)
          channel &+= 16
        }
        for channel in whole..<size {
          var sum: Float = 0
          for index in 0..<read {
            let token = Int(fired[index])
            sum += start[token &* size &+ channel] * weights[token]
          }
          target[channel] = sum * inverse
        }
      }
      return read
    }
  }
}

/// A signed code, symmetric about 0: value ≈ scale · code.
struct SymmetricCode {
  let scale: Float
  private let inverse: Float

  init(of row: UnsafeBufferPointer<Float>, limit: Float) {
    var largest: Float = 0
    for index in 0..<row.count {
      let magnitude = row[index].magnitude
      largest = magnitude > largest ? magnitude : largest
    }
    let range = largest / limit
    scale = range > 1e-30 ? range : 1
    inverse = 1 / scale
  }

  func code(of value: Float) -> Float { roundedToEven(value * inverse) }
}
