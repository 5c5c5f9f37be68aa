/// How many bonds of each spin are unsatisfied: a four-bit number a lane, in planes, least bit first.
struct BondCount {
  var b0 = BitPlane()
  var b1 = BitPlane()
  var b2 = BitPlane()
  var b3 = BitPlane()

  /// Adds up planes of unsatisfied bonds with carry-save adders.
  ///
  /// - Parameters:
  ///   - degree: 1 … 15 planes; a constant where the caller is specialised, so that unused bits and
  ///     carries vanish.
  ///   - plane: the planes by number.
  @inline(__always)
  init(degree: Int, _ plane: (Int) -> BitPlane) {
    b0 = plane(0)
    var j = 1
    while j < degree {
      let first = carry(plane(j), j &+ 1 < degree ? plane(j &+ 1) : BitPlane())
      let second =
        j &+ 2 < degree
        ? carry(plane(j &+ 2), j &+ 3 < degree ? plane(j &+ 3) : BitPlane()) : BitPlane()
      let fours = BitLogic.majority(b1, first, second)
      b1 ^= first ^ second
      b3 ^= b2 & fours
      b2 ^= fours
      j &+= 4
    }
  }

  /// Adds two planes to the lowest bit.
  @inline(__always)
  private mutating func carry(_ x: BitPlane, _ y: BitPlane) -> BitPlane {
    let carry = BitLogic.majority(b0, x, y)
    b0 ^= x ^ y
    return carry
  }

  /// Set where the number is below a constant.
  @inline(__always)
  func isBelow(_ constant: Int) -> BitPlane {
    var below = BitPlane()
    below = constant & 1 != 0 ? ~b0 | below : ~b0 & below
    below = constant & 2 != 0 ? ~b1 | below : ~b1 & below
    below = constant & 4 != 0 ? ~b2 | below : ~b2 & below
    return constant & 8 != 0 ? ~b3 | below : ~b3 & below
  }

  /// Set where the number is a constant.
  @inline(__always)
  func isEqual(to constant: Int) -> BitPlane {
    var equal = constant & 1 != 0 ? b0 : ~b0
    equal &= constant & 2 != 0 ? b1 : ~b1
    equal &= constant & 4 != 0 ? b2 : ~b2
    return equal & (constant & 8 != 0 ? b3 : ~b3)
  }

  /// degree − number where `condition` is set. degree − u = degree + 1 + ~u modulo 16.
  @inline(__always)
  func folded(degree: Int, where condition: BitPlane) -> BondCount {
    let constant = degree &+ 1
    let (n0, n1, n2, n3) = (~b0, ~b1, ~b2, ~b3)
    let d0 = BitLogic.constant(constant & 1 != 0)
    let d1 = BitLogic.constant(constant & 2 != 0)
    let d2 = BitLogic.constant(constant & 4 != 0)
    let d3 = BitLogic.constant(constant & 8 != 0)
    let c1 = n0 & d0
    let c2 = BitLogic.majority(n1, d1, c1)
    let c3 = BitLogic.majority(n2, d2, c2)
    var result = self
    result.b0 = BitLogic.select(condition, n0 ^ d0, b0)
    result.b1 = BitLogic.select(condition, n1 ^ d1 ^ c1, b1)
    result.b2 = BitLogic.select(condition, n2 ^ d2 ^ c2, b2)
    result.b3 = BitLogic.select(condition, n3 ^ d3 ^ c3, b3)
    return result
  }
}
