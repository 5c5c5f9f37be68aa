/// One bit of each of 512 spins: bit b of word w belongs to lane 64 w + b.
package typealias BitPlane = SIMD8<UInt64>

/// Functions of three planes are one instruction each on processors with `vpternlogq`; the compiler
/// finds them.
enum BitLogic {
  /// `yes` where `condition` is set, else `no`.
  @inline(__always)
  static func select(_ condition: BitPlane, _ yes: BitPlane, _ no: BitPlane) -> BitPlane {
    (condition & yes) | (~condition & no)
  }

  /// Set where at least two of three are: the carry of a full adder.
  @inline(__always)
  static func majority(_ a: BitPlane, _ b: BitPlane, _ c: BitPlane) -> BitPlane {
    (a & b) | (a & c) | (b & c)
  }

  /// All bits the same.
  @inline(__always)
  static func constant(_ bit: Bool) -> BitPlane { BitPlane(repeating: bit ? ~0 : 0) }

  /// Whether any bit is set. Two instructions; `any` of a mask is a call in large functions.
  @inline(__always)
  static func any(_ x: BitPlane) -> Bool {
    (x[0] | x[1] | x[2] | x[3] | x[4] | x[5] | x[6] | x[7]) != 0
  }

  /// The planes of the first `count` lanes.
  static func lanes(below count: Int) -> BitPlane {
    var plane = BitPlane()
    for word in 0..<8 {
      let bits = min(max(count - 64 * word, 0), 64)
      plane[word] = bits == 64 ? ~0 : (1 << UInt64(bits)) - 1
    }
    return plane
  }
}
