/// Moves bits of a plane to neighbouring domains.
///
/// Lanes are numbered in fields of bits; a field of `bits` bits from bit `position` of the lane's number
/// is the coordinate of a domain along an axis. The permutation reads from the lane whose coordinate is
/// one more, or one less, modulo 2^bits:
/// `(shuffled(first) >> right) & mask | (shuffled(second) << left) & ~mask`.
package struct LanePermutation: Sendable {
  /// Words exchanged before shifts: see ``shuffled(_:_:)``.
  private var first = 0
  private var second = 0
  private var right: UInt64 = 0
  private var left: UInt64 = 0
  private var mask: UInt64 = ~0

  /// - Parameters:
  ///   - position: lowest bit of the field in the lane's number, 0 … 8.
  ///   - bits: width of the field; 0 for an axis that is not split.
  ///   - up: lane c reads from c + 1; else from c − 1.
  package init(position: Int, bits: Int, up: Bool) {
    guard bits > 0 else { return }
    let end = position + bits
    let step = 1 << position
    if end <= 6 {
      // Within words: a rotation of each block of bits.
      let block = 1 << end
      let shift = up ? step : block - step
      (right, left) = (UInt64(shift), UInt64(block - shift))
      mask = 0
      for bit in 0..<64 where bit % block < block - shift { mask |= 1 << UInt64(bit) }
    } else if position >= 6 {
      first = Self.code(step: step >> 6, block: 1 << (end - 6), up: up)
    } else {
      // Across words: bits that leave a word come from the next.
      let word = Self.code(step: 1, block: 1 << (end - 6), up: up)
      if up {
        (right, left, second) = (UInt64(step), UInt64(64 - step), word)
        mask = ~0 >> UInt64(step)
      } else {
        (right, left, first) = (UInt64(64 - step), UInt64(step), word)
        mask = (1 << UInt64(step)) - 1
      }
    }
  }

  /// The permuted plane.
  @inline(__always)
  package func callAsFunction(_ x: BitPlane) -> BitPlane {
    let low = Self.shuffled(x, first) &>> BitPlane(repeating: right)
    let high = Self.shuffled(x, second) &<< BitPlane(repeating: left)
    return BitLogic.select(BitPlane(repeating: mask), low, high)
  }

  /// The number of a rotation of words in blocks of 2, 4 or 8.
  private static func code(step: Int, block: Int, up: Bool) -> Int {
    switch (step, block) {
    case (1, 2): 1
    case (1, 4): up ? 2 : 3
    case (1, 8): up ? 4 : 5
    case (2, 4): 6
    case (2, 8): up ? 7 : 8
    default: 9
    }
  }

  @inline(__always)
  private static func shuffled(_ x: BitPlane, _ code: Int) -> BitPlane {
    switch code {
    case 0: x
    case 1: BitPlane(x[1], x[0], x[3], x[2], x[5], x[4], x[7], x[6])
    case 2: BitPlane(x[1], x[2], x[3], x[0], x[5], x[6], x[7], x[4])
    case 3: BitPlane(x[3], x[0], x[1], x[2], x[7], x[4], x[5], x[6])
    case 4: BitPlane(x[1], x[2], x[3], x[4], x[5], x[6], x[7], x[0])
    case 5: BitPlane(x[7], x[0], x[1], x[2], x[3], x[4], x[5], x[6])
    case 6: BitPlane(x[2], x[3], x[0], x[1], x[6], x[7], x[4], x[5])
    case 7: BitPlane(x[2], x[3], x[4], x[5], x[6], x[7], x[0], x[1])
    case 8: BitPlane(x[6], x[7], x[0], x[1], x[2], x[3], x[4], x[5])
    default: BitPlane(x[4], x[5], x[6], x[7], x[0], x[1], x[2], x[3])
    }
  }
}
