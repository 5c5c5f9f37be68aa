internal import RandomStreams

/// The numbers of one step.
struct OscillatorStep {
  /// Δt/2π in the unit of the couplings: what couplings move a phase by, in turns.
  var coupling: Float
  /// 2 Δt K_s/2π.
  var locking: Float
  /// √(2 T Δt)/2π: the standard deviation of the noise, in turns.
  var noise: Float
}

/// 64 copies of a network of oscillators: four vectors of 16 a spin.
///
/// Since sin(φ_i − φ_j) = sin φ_i cos φ_j − cos φ_i sin φ_j, a step needs one sine and cosine a spin, and
/// two sums over neighbours.
struct OscillatorLanes: Sendable {
  private let rows: LaneRows
  private var generator: VectorGenerator
  /// φ/2π in [−½, ½].
  private(set) var turns: [SIMD16<Float>]
  /// cos φ and sin φ, four vectors each a spin. Two copies, since all forces of a step are those of its
  /// beginning.
  private var waves: [SIMD16<Float>]
  private var nextWaves: [SIMD16<Float>]

  /// Phases uniform on the circle.
  init(_ rows: LaneRows, generator: VectorGenerator) {
    self.rows = rows
    var generator = generator
    turns = (0..<4 * rows.spinCount).map { _ in LaneDraws.uniform(&generator, within: 0.5) }
    self.generator = generator
    waves = []
    for spin in 0..<rows.spinCount {
      let phases = turns[4 * spin..<4 * spin + 4]
      waves += phases.map(PhaseFunctions.cosine) + phases.map(PhaseFunctions.sine)
    }
    nextWaves = waves
  }

  /// −1 where cos φ is negative.
  func down() -> [SIMD16<Int32>] {
    (0..<rows.spinCount).map {
      LaneDraws.down(waves[8 * $0], waves[8 * $0 + 1], waves[8 * $0 + 2], waves[8 * $0 + 3])
    }
  }

  /// One step of Euler's and Maruyama's method. The increments of the noise are uniform with the
  /// variance of the Gaussian ones, which is as good in the weak sense (Kloeden and Platen 1992, §14.1).
  mutating func step(_ step: OscillatorStep) {
    Self.move(step, rows, waves, &nextWaves, &turns, &generator)
    swap(&waves, &nextWaves)
  }

  @inline(__always)
  private static func move(
    _ step: OscillatorStep, _ rows: LaneRows, _ waves: [SIMD16<Float>],
    _ nextWaves: inout [SIMD16<Float>], _ turns: inout [SIMD16<Float>],
    _ generator: inout VectorGenerator
  ) {
    let offsets = rows.offsets.span
    let neighbours = rows.neighbours.span
    let couplings = rows.couplings.span
    let fields = rows.fields.span
    let wave = waves.span
    var next = nextWaves.mutableSpan
    var u = turns.mutableSpan
    var random = generator
    // With what `LaneRows` has checked: entries of rows and waves of neighbours exist.
    precondition(wave.count == 8 * fields.count && next.count == wave.count)
    precondition(u.count == 4 * fields.count && offsets.count == fields.count + 1)
    for spin in 0..<fields.count {
      // The field is the coupling to an oscillator that stays at phase 0.
      var c0 = SIMD16<Float>(repeating: fields[unchecked: spin])
      var c1 = c0
      var c2 = c0
      var c3 = c0
      var s0 = SIMD16<Float>()
      var s1 = s0
      var s2 = s0
      var s3 = s0
      let end = Int(offsets[unchecked: spin &+ 1])
      var k = Int(offsets[unchecked: spin])
      while k < end {
        let coupling = SIMD16<Float>(repeating: couplings[unchecked: k])
        let c = 8 &* Int(neighbours[unchecked: k])
        c0 += coupling * wave[unchecked: c]
        c1 += coupling * wave[unchecked: c &+ 1]
        c2 += coupling * wave[unchecked: c &+ 2]
        c3 += coupling * wave[unchecked: c &+ 3]
        s0 += coupling * wave[unchecked: c &+ 4]
        s1 += coupling * wave[unchecked: c &+ 5]
        s2 += coupling * wave[unchecked: c &+ 6]
        s3 += coupling * wave[unchecked: c &+ 7]
        k &+= 1
      }
      let (first, second) = (random.next(), random.next())
      let (p, c) = (4 &* spin, 8 &* spin)
      let s = c &+ 4
      u[unchecked: p] = step.moved(
        u[unchecked: p], wave[unchecked: c], wave[unchecked: s], c0, s0, LaneDraws.low(first))
      u[unchecked: p &+ 1] = step.moved(
        u[unchecked: p &+ 1], wave[unchecked: c &+ 1], wave[unchecked: s &+ 1], c1, s1,
        LaneDraws.high(first))
      u[unchecked: p &+ 2] = step.moved(
        u[unchecked: p &+ 2], wave[unchecked: c &+ 2], wave[unchecked: s &+ 2], c2, s2,
        LaneDraws.low(second))
      u[unchecked: p &+ 3] = step.moved(
        u[unchecked: p &+ 3], wave[unchecked: c &+ 3], wave[unchecked: s &+ 3], c3, s3,
        LaneDraws.high(second))
      for part in 0..<4 {
        next[unchecked: c &+ part] = PhaseFunctions.cosine(u[unchecked: p &+ part])
        next[unchecked: s &+ part] = PhaseFunctions.sine(u[unchecked: p &+ part])
      }
    }
    generator = random
  }
}

extension OscillatorStep {
  /// The phase after a step, in turns.
  /// - Parameters:
  ///   - c: cos φ; s: sin φ.
  ///   - cosines: h + Σ J cos φ_j.
  ///   - sines: Σ J sin φ_j.
  ///   - draw: uniform in ±√3.
  @inline(__always)
  func moved(
    _ u: SIMD16<Float>, _ c: SIMD16<Float>, _ s: SIMD16<Float>, _ cosines: SIMD16<Float>,
    _ sines: SIMD16<Float>, _ draw: SIMD16<Float>
  ) -> SIMD16<Float> {
    // sin 2φ = 2 sin φ cos φ.
    let force = coupling * (s * cosines - c * sines) + locking * (s * c)
    return PhaseFunctions.wrapped(u - force + noise * draw)
  }
}
