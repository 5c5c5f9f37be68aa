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
  /// Two copies, since all forces of a step are those of its beginning.
  private(set) var cosines: [SIMD16<Float>]
  private(set) var sines: [SIMD16<Float>]
  private var nextCosines: [SIMD16<Float>]
  private var nextSines: [SIMD16<Float>]

  /// Phases uniform on the circle.
  init(_ rows: LaneRows, generator: VectorGenerator) {
    self.rows = rows
    var generator = generator
    turns = (0..<4 * rows.spinCount).map { _ in LaneDraws.uniform(&generator, within: 0.5) }
    self.generator = generator
    cosines = turns.map(PhaseFunctions.cosine)
    sines = turns.map(PhaseFunctions.sine)
    nextCosines = cosines
    nextSines = sines
  }

  /// −1 where cos φ is negative.
  func down() -> [SIMD16<Int32>] {
    (0..<rows.spinCount).map {
      LaneDraws.down(cosines[4 * $0], cosines[4 * $0 + 1], cosines[4 * $0 + 2], cosines[4 * $0 + 3])
    }
  }

  /// One step of Euler's and Maruyama's method. The increments of the noise are uniform with the
  /// variance of the Gaussian ones, which is as good in the weak sense (Kloeden and Platen 1992, §14.1).
  mutating func step(_ step: OscillatorStep) {
    let rows = rows
    let offsets = rows.offsets.span
    let neighbours = rows.neighbours.span
    let couplings = rows.couplings.span
    let fields = rows.fields.span
    var random = generator
    cosines.withUnsafeBufferPointer { cosines in
      sines.withUnsafeBufferPointer { sines in
        nextCosines.withUnsafeMutableBufferPointer { nextCosines in
          nextSines.withUnsafeMutableBufferPointer { nextSines in
            turns.withUnsafeMutableBufferPointer { turns in
              let cosine = cosines.baseAddress!
              let sine = sines.baseAddress!
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
                  let from = 4 &* Int(neighbours[unchecked: k])
                  let c = cosine + from
                  let s = sine + from
                  c0 += coupling * c[0]
                  c1 += coupling * c[1]
                  c2 += coupling * c[2]
                  c3 += coupling * c[3]
                  s0 += coupling * s[0]
                  s1 += coupling * s[1]
                  s2 += coupling * s[2]
                  s3 += coupling * s[3]
                  k &+= 1
                }
                let (first, second) = (random.next(), random.next())
                let place = 4 &* spin
                let u = turns.baseAddress! + place
                let c = cosine + place
                let s = sine + place
                u[0] = step.moved(u[0], c[0], s[0], c0, s0, LaneDraws.low(first))
                u[1] = step.moved(u[1], c[1], s[1], c1, s1, LaneDraws.high(first))
                u[2] = step.moved(u[2], c[2], s[2], c2, s2, LaneDraws.low(second))
                u[3] = step.moved(u[3], c[3], s[3], c3, s3, LaneDraws.high(second))
                let nextC = nextCosines.baseAddress! + place
                let nextS = nextSines.baseAddress! + place
                nextC[0] = PhaseFunctions.cosine(u[0])
                nextC[1] = PhaseFunctions.cosine(u[1])
                nextC[2] = PhaseFunctions.cosine(u[2])
                nextC[3] = PhaseFunctions.cosine(u[3])
                nextS[0] = PhaseFunctions.sine(u[0])
                nextS[1] = PhaseFunctions.sine(u[1])
                nextS[2] = PhaseFunctions.sine(u[2])
                nextS[3] = PhaseFunctions.sine(u[3])
              }
            }
          }
        }
      }
    }
    generator = random
    swap(&cosines, &nextCosines)
    swap(&sines, &nextSines)
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

extension LaneDraws {
  /// √3/2¹⁵.
  @inline(__always)
  private static var scale: Float { 5.285821e-05 }

  /// Uniform in ±√3, variance 1, from the low halves of the words.
  @inline(__always)
  static func low(_ words: SIMD8<UInt64>) -> SIMD16<Float> {
    let bits = unsafeBitCast(words, to: SIMD16<Int32>.self)
    return float((bits &<< SIMD16(repeating: 16)) &>> SIMD16(repeating: 16)) * scale
  }

  /// The same from the high halves.
  @inline(__always)
  static func high(_ words: SIMD8<UInt64>) -> SIMD16<Float> {
    float(unsafeBitCast(words, to: SIMD16<Int32>.self) &>> SIMD16(repeating: 16)) * scale
  }
}
