import ChipPrograms
import DenseAlgebra
import MoebiusGeometry

/// Keys and values of the tokens so far, as the race tiles hold them. What is made of a token depends on it
/// alone, so that it does not matter how many come at once.
package struct RaceOperands {
  private let shape: Instruction.RaceShape
  /// Tokens that are held.
  private(set) var tokens = 0
  /// Tokens for which there is room, whole lanes.
  private var capacity = 0
  /// Key codes, [group][channel][capacity]: integers, held as float32 where every sum of products
  /// is an integer below 2²⁴ and so exact.
  private var keyCodes: [Float] = []
  /// The same codes where sums are larger.
  private var wideKeyCodes: [Int32] = []
  /// Scale of a key's codes, [group][capacity].
  private var keyScales: [Float] = []
  /// Decoded values, [group][capacity][headSize].
  private var values: [Float] = []
  private var bits: OperandBits
  private var positions: PositionTable?
  private var rotations: RotationTable?
  private let queryLimit: Float
  /// The largest magnitude of a key's or value's code.
  private let limit: Float
  /// Whether sums of products leave the exact range of float32.
  private let isWide: Bool
  /// The largest product of scales: with sums below 2³¹ scores stay finite.
  static let largestScale: Float = 1e25

  /// No tokens.
  /// - Parameter angles: those of the shape's rotation, by pair; none without one.
  init(_ shape: Instruction.RaceShape, angles: [Float]) {
    self.shape = shape
    queryLimit = Float((1 << shape.bits) - 1)
    limit = Float((1 << (shape.bits - 1)) - 1)
    bits = OperandBits(groups: shape.keyValueHeads, channels: shape.headSize, bits: shape.bits)
    isWide = Double(queryLimit) * Double(limit) * Double(shape.headSize) >= 16_777_216
    positions = shape.position.map {
      PositionTable($0, heads: shape.heads, headSize: shape.headSize, tokens: 0)
    }
    rotations = shape.rotation.map {
      RotationTable(angles: angles.map(Double.init), amplitude: $0.amplitude)
    }
  }

  /// Takes the keys and values of further tokens, a row each.
  mutating func append(keys: Matrix, values: Matrix) {
    reserve(tokens + keys.rows)
    positions?.extend(to: tokens + keys.rows)
    rotations?.extend(to: tokens + keys.rows)
    let keys = Saturation.saturated(keys)
    let values = Saturation.saturated(values)
    var key = [Float](repeating: 0, count: shape.headSize)
    for row in 0..<keys.rows {
      for group in 0..<shape.keyValueHeads {
        let start = row * keys.width + group * shape.headSize
        let places = start..<(start + shape.headSize)
        var turned = key.mutableSpan
        turned.copy(keys.elements.span.extracting(places))
        rotate(&turned, token: tokens)
        write(key: turned.span, group: group)
        write(value: values.elements.span.extracting(places), group: group)
      }
      tokens += 1
    }
  }

  private mutating func write(key: Span<Float>, group: Int) {
    let code = SymmetricCode(of: key, limit: limit)
    keyScales[group * capacity + tokens] = code.scale
    let first = group * shape.headSize * capacity + tokens
    for channel in 0..<key.count {
      let place = first + channel * capacity
      keyCodes[place] = code.code(of: key[channel])
      bits.append(keyCode: keyCodes[place], group: group)
      if isWide { wideKeyCodes[place] = Int32(keyCodes[place]) }
    }
  }

  private mutating func write(value: Span<Float>, group: Int) {
    let code = SymmetricCode(of: value, limit: limit)
    let first = (group * capacity + tokens) * shape.headSize
    bits.appendValue(group: group)
    for channel in 0..<value.count {
      let number = code.code(of: value[channel])
      values[first + channel] = number * code.scale
      bits.append(valueCode: number, group: group)
    }
  }

  /// Makes room, at least twice as much as there was.
  private mutating func reserve(_ count: Int) {
    // Behind the last key there is room for the lanes of a window that begins anywhere.
    let slack = shape.window == nil ? 0 : 16
    guard count + slack > capacity else { return }
    let (old, groups, size) = (self, shape.keyValueHeads, shape.headSize)
    capacity = ((max(count, 2 * capacity) + 15) & ~15) + slack
    keyCodes = [Float](repeating: 0, count: groups * size * capacity)
    wideKeyCodes = [Int32](repeating: 0, count: isWide ? keyCodes.count : 0)
    keyScales = [Float](repeating: 1, count: groups * capacity)
    values = [Float](repeating: 0, count: groups * capacity * size)
    guard tokens > 0 else { return }
    for token in 0..<tokens {
      for group in 0..<groups {
        keyScales[group * capacity + token] = old.keyScales[group * old.capacity + token]
        for channel in 0..<size {
          let code = old.keyCode(group: group, channel: channel, token: token)
          let place = (group * size + channel) * capacity + token
          keyCodes[place] = code
          if isWide { wideKeyCodes[place] = Int32(code) }
          values[(group * capacity + token) * size + channel] =
            old.values[(group * old.capacity + token) * size + channel]
        }
      }
    }
  }

  /// One code of a key.
  func keyCode(group: Int, channel: Int, token: Int) -> Float {
    keyCodes[(group * shape.headSize + channel) * capacity + token]
  }

  /// The scale of a key's codes.
  func keyScale(group: Int, token: Int) -> Float { keyScales[group * capacity + token] }

  /// Turns the channels of a query or key by the place of its token, where places turn.
  func rotate(_ query: inout MutableSpan<Float>, token: Int) {
    positions?.rotate(&query, token: token)
    rotations?.rotateHalves(&query, token: token)
  }

  /// Adds what the places of a query and of keys do to scores, where places are biases.
  func addBiases(
    to scores: inout MutableSpan<Float>, keys: Range<Int>, head: Int, token: Int, beta: Float
  ) {
    positions?.add(to: &scores, keys: keys, head: head, token: token, beta: beta)
  }

  /// Products of two bits that are 1 on an analog twin: of a query's code with the keys that it sees, and of
  /// their weights with their values.
  ///
  /// - Parameters:
  ///   - query: saturated.
  ///   - scores: of these keys, with room for whole lanes.
  func activeProducts(
    _ query: Span<Float>, _ scores: Span<Float>, head: Int, token: Int, keys: Range<Int>
  ) -> Int {
    let group = head / (shape.heads / shape.keyValueHeads)
    let products = withScratch(query.count, repeating: 0 as Float) { turned in
      turned.copy(query)
      rotate(&turned, token: token)
      let code = AffineCode(of: turned.span, limit: queryLimit)
      for channel in 0..<query.count { turned[channel] = code.code(of: turned[channel]) }
      return bits.products(ofQuery: turned.span, group: group, keys: keys)
    }
    return products + bits.products(ofScores: scores, group: group, keys: keys)
  }

  /// β times the scores of one query against the keys that it sees of its head: exact integer products of codes,
  /// scaled, with what the places of query and keys do to them.
  func score(
    _ query: Span<Float>, head: Int, token: Int, keys: Range<Int>, beta: Float,
    into scores: inout MutableSpan<Float>
  ) {
    let group = head / (shape.heads / shape.keyValueHeads)
    if shape.turnedChannels > 0 {
      withScratch(query.count, repeating: 0 as Float) { turned in
        turned.copy(query)
        rotate(&turned, token: token)
        scoreProducts(turned.span, group: group, keys: keys, beta: beta, into: &scores)
      }
    } else {
      scoreProducts(query, group: group, keys: keys, beta: beta, into: &scores)
      addBiases(to: &scores, keys: keys, head: head, token: token, beta: beta)
    }
  }

  private func scoreProducts(
    _ query: Span<Float>, group: Int, keys: Range<Int>, beta: Float,
    into scores: inout MutableSpan<Float>
  ) {
    let code = AffineCode(of: query, limit: queryLimit)
    let scale = Lanes(repeating: code.scale)
    let limit = Lanes(repeating: Self.largestScale)
    let size = shape.headSize
    let start = group * size * capacity + keys.lowerBound
    let firstScale = group * capacity + keys.lowerBound
    withScratch(size, repeating: 0 as Float) { codes in
      // The zero is taken away before the product: fewer operations, the same integers.
      for channel in 0..<size { codes[channel] = code.code(of: query[channel]) - code.zero }
      let scales = keyScales.span
      var block = 0
      while block < keys.count {
        let sums =
          isWide
          ? wideSums(codes.span, at: start &+ block) : sums(codes.span, at: start &+ block)
        let keyScale = scales.lanes(firstScale &+ block)
        scores.store(sums * ((scale * keyScale).smaller(limit) * beta), at: block)
        block &+= 16
      }
    }
  }

  /// Σ over channels of code × key code for sixteen keys.
  @inline(__always)
  private func sums(_ codes: Span<Float>, at first: Int) -> Lanes {
    let keys = keyCodes.span
    var total = Lanes(repeating: 0)
    var column = first
    for channel in codes.indices {
      total += keys.lanes(column) * codes[channel]
      column &+= capacity
    }
    return total
  }

  /// The same in 32-bit integers.
  private func wideSums(_ codes: Span<Float>, at first: Int) -> Lanes {
    let keys = wideKeyCodes.span
    var total = SIMD16<Int32>(repeating: 0)
    var column = first
    for channel in codes.indices {
      total &+= keys.lanes(column) &* Int32(codes[channel])
      column &+= capacity
    }
    return Lanes(total)
  }

  /// Σ_j weight_j v_j / total over the tokens from the first that is seen on; returns how many values were
  /// read.
  func readValues(
    _ weights: Span<Float>, from first: Int, total: Float, group: Int,
    into context: inout MutableSpan<Float>
  ) -> Int {
    let size = shape.headSize
    let start = (group * capacity + first) * size
    let values = values.span.extracting(start..<(start + weights.count * size))
    let inverse = 1 / total
    return withScratch(weights.count, repeating: 0) { (fired: inout MutableSpan<Int>) in
      var read = 0
      for token in weights.indices {
        fired[read] = token
        read &+= weights[token] > 0 ? 1 : 0
      }
      let fired = fired.span.extracting(0..<read)
      var block = 0
      // Sums of sixteen channels stay in registers.
      while block &+ 16 <= size {
        var sum = Lanes(repeating: 0)
        for place in fired.indices {
          let token = fired[place]
          sum += values.lanes(token &* size &+ block) * weights[token]
        }
        context.store(sum * inverse, at: block)
        block &+= 16
      }
      for channel in block..<size {
        var sum: Float = 0
        for place in fired.indices {
          let token = fired[place]
          sum += values[token &* size &+ channel] * weights[token]
        }
        context[channel] = sum * inverse
      }
      return read
    }
  }
}
