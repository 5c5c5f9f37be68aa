internal import RandomStreams

/// The numbers of one step.
struct BifurcationStep {
  /// Δt c₀ in the unit of the forces.
  var kick: Float
  /// Δt (a₀ − a(t)).
  var restoring: Float
  /// Δt a₀.
  var drift: Float

  /// y ← y + Δt [−(a₀ − a) x + c₀ f], x ← x + Δt a₀ y, inelastic walls at |x| = 1.
  @inline(__always)
  func move(_ x: inout SIMD16<Float>, _ y: inout SIMD16<Float>, force: SIMD16<Float>) {
    y += kick * force - restoring * x
    x += drift * y
    // On the bits: comparisons, minimum and maximum of SIMD16<Float> are done lane by lane here.
    let bits = unsafeBitCast(x, to: SIMD16<Int32>.self)
    let one = SIMD16<Int32>(repeating: 0x3f80_0000)
    let size = bits & SIMD16(repeating: 0x7fff_ffff)
    let wall = bits & SIMD16(repeating: .min) | one
    let outside = (one &- size) &>> SIMD16(repeating: 31)
    x = unsafeBitCast((bits & ~outside) | (wall & outside), to: SIMD16<Float>.self)
    y = unsafeBitCast(
      unsafeBitCast(y, to: SIMD16<Int32>.self) & ~outside, to: SIMD16<Float>.self)
  }
}

/// 64 trajectories of one model.
protocol BifurcationLanes {
  var state: BifurcationState { get }
  /// One step of all.
  mutating func step(_ step: BifurcationStep)
  /// −1 in the lanes where the position is negative, else 0; one a spin.
  mutating func down() -> [SIMD16<Int32>]
}

/// Positions and momenta of 64 trajectories: four vectors a spin.
struct BifurcationState: Sendable {
  var positions: [SIMD16<Float>]
  var momenta: [SIMD16<Float>]

  init(spinCount: Int, generator: VectorGenerator) {
    var generator = generator
    let count = 4 * spinCount
    func draw() -> SIMD16<Float> { LaneDraws.uniform(&generator, within: 0.1) }
    positions = (0..<count).map { _ in draw() }
    momenta = (0..<count).map { _ in draw() }
  }

  /// −1 where the position is negative.
  func down() -> [SIMD16<Int32>] {
    (0..<positions.count / 4).map {
      LaneDraws.down(
        positions[4 * $0], positions[4 * $0 + 1], positions[4 * $0 + 2], positions[4 * $0 + 3])
    }
  }
}

/// Small pieces of the kernels with 16 float32 lanes.
enum LaneDraws {
  /// 16 numbers uniform in (−r, r), with 23 bits.
  @inline(__always)
  static func uniform(_ generator: inout VectorGenerator, within r: Float) -> SIMD16<Float> {
    let words = unsafeBitCast(generator.next(), to: SIMD16<UInt32>.self)
    let bits = words &>> SIMD16(repeating: 9) | SIMD16(repeating: 0x3f80_0000)
    return (unsafeBitCast(bits, to: SIMD16<Float>.self) - 1.5) * (2 * r)
  }

  /// Small integers as numbers: added to the bits of 1.5·2²³.
  @inline(__always)
  static func float(_ integers: SIMD16<Int32>) -> SIMD16<Float> {
    unsafeBitCast(integers &+ SIMD16(repeating: 0x4b40_0000), to: SIMD16<Float>.self)
      - SIMD16(repeating: 0x1.8p23)
  }

  /// The bytes of one part of the trajectories, with their signs: byte 4w + q belongs to lane w of part
  /// q, so that bytes and words need no permutation.
  @inline(__always)
  static func part(_ part: Int32, of bytes: SIMD16<Int32>) -> SIMD16<Int32> {
    (bytes &<< SIMD16(repeating: 24 &- 8 &* part)) &>> SIMD16(repeating: 24)
  }

  /// −1 in the bytes of the trajectories with negative numbers, else 0.
  @inline(__always)
  static func down(
    _ x0: SIMD16<Float>, _ x1: SIMD16<Float>, _ x2: SIMD16<Float>, _ x3: SIMD16<Float>
  ) -> SIMD16<Int32> {
    let ones = SIMD16<Int32>(repeating: 31)
    let m0 = unsafeBitCast(x0, to: SIMD16<Int32>.self) &>> ones & SIMD16(repeating: 0xff)
    let m1 = unsafeBitCast(x1, to: SIMD16<Int32>.self) &>> ones & SIMD16(repeating: 0xff00)
    let m2 = unsafeBitCast(x2, to: SIMD16<Int32>.self) &>> ones & SIMD16(repeating: 0xff_0000)
    let m3 = unsafeBitCast(x3, to: SIMD16<Int32>.self) &>> ones & SIMD16(repeating: -0x100_0000)
    return m0 | m1 | m2 | m3
  }
}
