internal import RandomStreams

/// Numbers for local fields of ``WindowSpins``: float32 where all are integers, else float64.
protocol WindowScalar: BinaryFloatingPoint, BitwiseCopyable, Sendable {
  /// Looks at sixteen sites at once.
  ///
  /// - Returns: 2^lane where slope · spin · field is certainly below the bound; 2^(16 + lane) where it may
  ///   be.
  static func scan(
    _ spins: LentConstants<Self>, _ fields: LentConstants<Self>, _ bounds: LentConstants<Self>,
    slope: Self
  ) -> UInt32

  /// Draws bounds of costs (`DecisionNoise.fillBounds`) for 16 · count sites.
  static func fill(
    _ bounds: LentElements<Self>, words: LentElements<SIMD16<UInt32>>, count: Int,
    _ rule: UpdateRule, _ generator: inout VectorGenerator)
}

extension Float: WindowScalar {
  @inline(__always)
  static func scan(
    _ spins: LentConstants<Float>, _ fields: LentConstants<Float>, _ bounds: LentConstants<Float>,
    slope: Float
  ) -> UInt32 {
    let spin = spins.vector(SIMD16<Float>.self)
    let field = fields.vector(SIMD16<Float>.self)
    let bound = bounds.vector(SIMD16<Float>.self)
    let margin = bound - SIMD16(repeating: slope) * (spin * field)
    let error = SIMD16(repeating: DecisionNoise.boundError)
    var bits = SIMD16<UInt32>(repeating: 1 << 16)
    bits.replace(with: SIMD16(repeating: 1), where: margin .> error)
    bits.replace(with: SIMD16(repeating: 0), where: margin .< -error)
    bits = bits &<< SIMD16<UInt32>(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
    let eight = bits.lowHalf | bits.highHalf
    let four = eight.lowHalf | eight.highHalf
    let two = four.lowHalf | four.highHalf
    return two.x | two.y
  }

  @inline(__always)
  static func fill(
    _ bounds: LentElements<Float>, words: LentElements<SIMD16<UInt32>>, count: Int,
    _ rule: UpdateRule, _ generator: inout VectorGenerator
  ) {
    let vectors = bounds.viewed(as: SIMD16<Float>.self)
    DecisionNoise.fillBounds(vectors, words: words, count: count, rule, &generator)
  }
}

extension Double: WindowScalar {
  @inline(__always)
  static func scan(
    _ spins: LentConstants<Double>, _ fields: LentConstants<Double>,
    _ bounds: LentConstants<Double>, slope: Double
  ) -> UInt32 {
    half(spins, fields, bounds, slope) | half(spins.from(8), fields.from(8), bounds.from(8), slope)
      &<< 8
  }

  @inline(__always)
  private static func half(
    _ spins: LentConstants<Double>, _ fields: LentConstants<Double>,
    _ bounds: LentConstants<Double>, _ slope: Double
  ) -> UInt32 {
    let spin = spins.vector(SIMD8<Double>.self)
    let field = fields.vector(SIMD8<Double>.self)
    let bound = bounds.vector(SIMD8<Double>.self)
    let margin = bound - SIMD8(repeating: slope) * (spin * field)
    let error = SIMD8(repeating: Double(DecisionNoise.boundError))
    var bits = SIMD8<UInt64>(repeating: 1 << 16)
    bits.replace(with: SIMD8(repeating: 1), where: margin .> error)
    bits.replace(with: SIMD8(repeating: 0), where: margin .< -error)
    bits = bits &<< SIMD8<UInt64>(0, 1, 2, 3, 4, 5, 6, 7)
    let four = bits.lowHalf | bits.highHalf
    let two = four.lowHalf | four.highHalf
    return UInt32(truncatingIfNeeded: two.x | two.y)
  }

  static func fill(
    _ bounds: LentElements<Double>, words: LentElements<SIMD16<UInt32>>,
    count: Int, _ rule: UpdateRule, _ generator: inout VectorGenerator
  ) {
    LentElements<SIMD16<Float>>.scratch(count) { vectors in
      DecisionNoise.fillBounds(vectors, words: words, count: count, rule, &generator)
      let single = vectors.viewed(as: Float.self)
      for index in 0..<(16 &* count) { bounds[index] = Double(single[index]) }
    }
  }
}
