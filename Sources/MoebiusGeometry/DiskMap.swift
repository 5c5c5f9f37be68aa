/// A Möbius map of the unit disk onto itself, an element of SU(1,1): z → (az + b)/(b̄z + ā) with
/// |a|² − |b|² = 1.
public struct DiskMap: Sendable, Equatable {
  /// a, as (real, imaginary).
  public let a: SIMD2<Double>
  /// b, as (real, imaginary).
  public let b: SIMD2<Double>

  /// The map that moves nothing.
  public static let identity = DiskMap(a: SIMD2(1, 0), b: SIMD2(0, 0))

  package init(a: SIMD2<Double>, b: SIMD2<Double>) {
    self.a = a
    self.b = b
  }
}
