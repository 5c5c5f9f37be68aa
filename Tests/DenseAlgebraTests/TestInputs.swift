/// Reproducible inputs without any of the tested code: a 64-bit linear congruential generator.
struct TestInputs {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 | 1 }

  mutating func next() -> UInt32 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return UInt32(truncatingIfNeeded: state >> 33)
  }

  /// Uniform in a range of integers.
  mutating func integer(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next()) % range.count
  }

  /// Uniform in [−1, 1).
  mutating func float() -> Float { Float(Int32(bitPattern: next() << 1)) / 2_147_483_648 }

  mutating func floats(_ count: Int) -> [Float] { (0..<count).map { _ in float() } }

  mutating func codes(_ count: Int, bits: Int) -> [UInt16] {
    (0..<count).map { _ in UInt16(integer(0...(1 << bits - 1))) }
  }

  mutating func weights(_ count: Int, bits: Int) -> [Int16] {
    let limit = 1 << (bits - 1)
    return (0..<count).map { _ in Int16(integer(-limit...(limit - 1))) }
  }
}
