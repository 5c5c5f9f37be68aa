internal import RandomStreams

/// The numbers of one step.
struct BifurcationStep {
  /// Δt c₀ in the unit of the forces.
  var kick: Float
  /// Δt (a₀ − a(t)).
  var restoring: Float
  /// Δt a₀.
  var drift: Float
  /// Δt γ.
  var heating: Float

  /// y ← y + Δt [−(a₀ − a) x + c₀ f], x ← x + Δt a₀ y, inelastic walls at |x| = 1, and Δt γ times the
  /// old y added to the new one.
  @inline(__always)
  func move(_ x: inout SIMD16<Float>, _ y: inout SIMD16<Float>, force: SIMD16<Float>) {
    // At a wall y is only γ Δt times what it was, again and again: without an end it would come to the
    // numbers below 2⁻¹²⁶, which the processor is slow with.
    let product = unsafeBitCast(heating * y, to: SIMD16<Int32>.self)
    let smallest = SIMD16<Int32>(repeating: 0x2000_0000)  // 2⁻⁶³
    let isTiny = ((product & SIMD16(repeating: 0x7fff_ffff)) &- smallest) &>> SIMD16(repeating: 31)
    let heat = unsafeBitCast(product & ~isTiny, to: SIMD16<Float>.self)
    y += kick * force - restoring * x
    x += drift * y
    // On the bits: comparisons, minimum and maximum of SIMD16<Float> are done lane by lane here.
    let bits = unsafeBitCast(x, to: SIMD16<Int32>.self)
    let one = SIMD16<Int32>(repeating: 0x3f80_0000)
    let size = bits & SIMD16(repeating: 0x7fff_ffff)
    let wall = bits & SIMD16(repeating: .min) | one
    let outside = (one &- size) &>> SIMD16(repeating: 31)
    x = unsafeBitCast((bits & ~outside) | (wall & outside), to: SIMD16<Float>.self)
    y =
      unsafeBitCast(unsafeBitCast(y, to: SIMD16<Int32>.self) & ~outside, to: SIMD16<Float>.self)
      + heat
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
