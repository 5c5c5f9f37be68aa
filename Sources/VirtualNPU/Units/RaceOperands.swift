import ChipPrograms
import DenseAlgebra
import MoebiusGeometry
import RandomStreams

/// Keys and values of a text as the race tiles hold them.
struct RaceOperands {
  private let shape: Instruction.RaceShape
  private let tokens: Int
  /// Tokens, rounded up to whole lanes.
  let paddedTokens: Int
  /// Key codes, [group][channel][paddedTokens]: integers, held as float32 where every sum of products
  /// is an integer below 2²⁴ and so exact.
  private var keyCodes: [Float]
  /// The same codes where sums are larger.
  private var wideKeyCodes: [Int32]
  /// Scale of a key's codes, [group][paddedTokens].
  private var keyScales: [Float]
  /// Decoded values, [group][token][headSize].
  private var values: [Float]
  let positions: PositionTable?
  private let queryLimit: Float
  private let beta: Float
  /// The largest product of scales: with sums below 2³¹ scores stay finite.
  static let largestScale: Float = 1e25

  init(_ key: Matrix, _ value: Matrix, shape: Instruction.RaceShape, beta: Float) {
    self.shape = shape
    self.beta = beta
    tokens = key.rows
    let padded = (key.rows + 15) & ~15
    paddedTokens = padded
    positions = shape.position.map {
      PositionTable($0, heads: shape.heads, headSize: shape.headSize, tokens: key.rows)
    }
    var key = key
    let groups = shape.keyValueHeads
    let size = shape.headSize
    keyCodes = [Float](repeating: 0, count: groups * size * padded)
    keyScales = [Float](repeating: 1, count: groups * padded)
    values = [Float](repeating: 0, count: groups * tokens * size)
    queryLimit = Float((1 << shape.bits) - 1)
    let limit = Float((1 << (shape.bits - 1)) - 1)
    let largestSum = Double(queryLimit) * Double(limit) * Double(size)
    wideKeyCodes = []
    for group in 0..<groups {
      for token in 0..<tokens {
        let places = (token * key.width + group * size)..<(token * key.width + (group + 1) * size)
        key.elements.withUnsafeMutableBufferPointer { elements in
          positions?.rotate(
            UnsafeMutableBufferPointer(rebasing: elements[places]), token: token)
          let row = UnsafeBufferPointer(rebasing: elements[places])
          let code = SymmetricCode(of: row, limit: limit)
          keyScales[group * padded + token] = code.scale
          keyCodes.withUnsafeMutableBufferPointer { codes in
            let column = codes.baseAddress! + (group * size * padded + token)
            for channel in 0..<size { column[channel &* padded] = code.code(of: row[channel]) }
          }
        }
        value.elements.withUnsafeBufferPointer { elements in
          let row = UnsafeBufferPointer(rebasing: elements[places])
          let code = SymmetricCode(of: row, limit: limit)
          values.withUnsafeMutableBufferPointer { values in
            let decoded = values.baseAddress! + (group * tokens + token) * size
            for channel in 0..<size { decoded[channel] = code.code(of: row[channel]) * code.scale }
          }
        }
      }
    }
    if largestSum >= 16_777_216 { wideKeyCodes = keyCodes.map { Int32($0) } }
  }

  /// β times the scores of one query against all keys of its head: exact integer products of codes,
  /// scaled, with what the places of query and keys do to them.
  func score(
    _ query: UnsafeBufferPointer<Float>, head: Int, token: Int,
    into scores: UnsafeMutableBufferPointer<Float>
  ) {
    let group = head / (shape.heads / shape.keyValueHeads)
    if case .elliptic? = shape.position {
      withUnsafeTemporaryAllocation(of: Float.self, capacity: query.count) { turned in
        for channel in 0..<query.count { turned[channel] = query[channel] }
        positions?.rotate(turned, token: token)
        scoreProducts(UnsafeBufferPointer(turned), group: group, into: scores)
      }
    } else {
      scoreProducts(query, group: group, into: scores)
      positions?.add(to: scores, keys: tokens, head: head, token: token, beta: beta)
    }
  }

  private func scoreProducts(
    _ query: UnsafeBufferPointer<Float>, group: Int, into scores: UnsafeMutableBufferPointer<Float>
  ) {
    let code = AffineCode(of: query, limit: queryLimit)
    let scale = Lanes(repeating: code.scale)
    let limit = Lanes(repeating: Self.largestScale)
    let size = shape.headSize
    let start = group * size * paddedTokens
    withUnsafeTemporaryAllocation(of: Float.self, capacity: size) { codes in
      // The zero is taken away before the product: fewer operations, the same integers.
      for channel in 0..<size { codes[channel] = code.code(of: query[channel]) - code.zero }
      keyScales.withUnsafeBufferPointer { scales in
        var block = 0
        while block < paddedTokens {
          let sums =
            wideKeyCodes.isEmpty
            ? sums(codes, at: start &+ block) : wideSums(codes, at: start &+ block)
          let keyScale = scales.baseAddress!.lanes(group &* paddedTokens &+ block)
          scores.baseAddress!.store(
            sums * ((scale * keyScale).smaller(limit) * beta), at: block)
          block &+= 16
        }
      }
    }
  }

  /// Σ over channels of code × key code for sixteen keys.
  @inline(__always)
  private func sums(_ codes: UnsafeMutableBufferPointer<Float>, at first: Int) -> Lanes {
    keyCodes.withUnsafeBufferPointer { keys in
      var total = Lanes(repeating: 0)
      var column = keys.baseAddress! + first
      for channel in 0..<codes.count {
        total += column.lanes(0) * codes[channel]
        column += paddedTokens
      }
      return total
    }
  }

  /// The same in 32-bit integers.
  private func wideSums(_ codes: UnsafeMutableBufferPointer<Float>, at first: Int) -> Lanes {
    wideKeyCodes.withUnsafeBufferPointer { keys in
      var total = SIMD16<Int32>(repeating: 0)
      var column = UnsafeRawPointer(keys.baseAddress! + first)
      for channel in 0..<codes.count {
        total &+= column.loadUnaligned(as: SIMD16<Int32>.self) &* Int32(codes[channel])
        column += 4 &* paddedTokens
      }
      return Lanes(total)
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
      let inverse = 1 / total
      withUnsafeTemporaryAllocation(of: Int.self, capacity: weights.count) { fired in
        for token in 0..<weights.count {
          fired[read] = token
          read &+= weights[token] > 0 ? 1 : 0
        }
        var block = 0
        // Sums of sixteen channels stay in registers.
        while block &+ 16 <= size {
          var sum = Lanes(repeating: 0)
          for place in 0..<read {
            let token = fired[place]
            sum += (start + (token &* size &+ block)).lanes(0) * weights[token]
          }
          target.store(sum * inverse, at: block)
          block &+= 16
        }
        for channel in block..<size {
          var sum: Float = 0
          for place in 0..<read {
            let token = fired[place]
            sum += start[token &* size &+ channel] * weights[token]
          }
          target[channel] = sum * inverse
        }
      }
    }
    return read
  }
}

/// A signed code, symmetric about 0: value ≈ scale · code.
struct SymmetricCode {
  let scale: Float
  private let inverse: Float

  init(of row: UnsafeBufferPointer<Float>, limit: Float) {
    var largest: Float = 0
    for index in 0..<row.count where row[index].magnitude > largest {
      largest = row[index].magnitude
    }
    let range = largest / limit
    scale = range > 1e-30 ? range : 1
    inverse = 1 / scale
  }

  @inline(__always)
  func code(of value: Float) -> Float { WholeNumbers.nearest(value * inverse) }
}
