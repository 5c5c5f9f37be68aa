import DenseAlgebra
import RandomStreams

/// Draws sixteen at a time for agents that stand side by side.
struct LaneStream {
  private var generator: VectorGenerator

  /// The numbered stream of a key.
  init(_ key: StreamKey, stream: Int) {
    generator = VectorGenerator(key, stream: UInt32(truncatingIfNeeded: stream))
  }

  /// Random words.
  @inline(__always)
  mutating func words() -> SIMD16<UInt32> {
    unsafeBitCast(generator.next(), to: SIMD16<UInt32>.self)
  }

  /// Uniform numbers in [0, 1): multiples of 2⁻²⁴.
  @inline(__always)
  mutating func uniforms() -> Lanes { Uniforms.floats(words()) }

  /// Uniform numbers in (0, 1): odd multiples of 2⁻²⁴.
  @inline(__always)
  mutating func openUniforms() -> Lanes {
    let words = SIMD16<Int32>(truncatingIfNeeded: words() &>> SIMD16(repeating: 9))
    return (Lanes(words) + 0.5) * 0x1p-23
  }

  /// Thirty-two standard normal numbers (Box and Muller, *Annals of Mathematical Statistics* 29, 610
  /// (1958)): none beyond 5.8, which 24 bits of a uniform number do not reach.
  @inline(__always)
  mutating func normals() -> (Lanes, Lanes) {
    let radius = (VectorFunctions.log(openUniforms()) * -2).squareRoot()
    // The angle in turns, −½…½.
    let turn = uniforms() - 0.5
    let size = turn.absolute
    let cosine = Self.sine(0.25 - size)
    let near = size.replacing(with: 0.5 - size, where: size .> 0.25)
    let sine = Self.sine(near)
    return (radius * cosine, radius * sine.replacing(with: -sine, where: turn .< 0))
  }

  /// sin 2πz for |z| ≤ ¼: Taylor's series to z¹¹, absolute error below 10⁻⁷.
  @inline(__always)
  private static func sine(_ z: Lanes) -> Lanes {
    let q = z * z
    var p = q * -15.094642576823 + 42.058693944897
    p = p * q + -76.705859753061
    p = p * q + 81.605249276075
    p = p * q + -41.341702240400
    p = p * q + 6.283185307180
    return p * z
  }
}
