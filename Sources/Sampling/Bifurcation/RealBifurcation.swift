internal import RandomStreams

/// Trajectories with couplings in float32, for both variants of the method.
struct RealBifurcation<Variant: BifurcationForce>: BifurcationLanes {
  private let rows: LaneRows
  private(set) var state: BifurcationState
  /// What acts on the neighbours: positions, or their signs. Two copies, since all forces of a step are
  /// those of its beginning.
  private var sources: [SIMD16<Float>]
  private var nextSources: [SIMD16<Float>]

  init(_ rows: LaneRows, generator: VectorGenerator) {
    self.rows = rows
    state = BifurcationState(spinCount: rows.spinCount, generator: generator)
    sources = state.positions.map(Variant.source)
    nextSources = sources
  }

  func down() -> [SIMD16<Int32>] { state.down() }

  mutating func step(_ step: BifurcationStep) {
    let rows = rows
    let offsets = rows.offsets.span
    let neighbours = rows.neighbours.span
    let couplings = rows.couplings.span
    let fields = rows.fields.span
    sources.withUnsafeBufferPointer { sources in
      nextSources.withUnsafeMutableBufferPointer { next in
        state.positions.withUnsafeMutableBufferPointer { positions in
          state.momenta.withUnsafeMutableBufferPointer { momenta in
            let source = sources.baseAddress!
            for spin in 0..<fields.count {
              var f0 = SIMD16<Float>(repeating: fields[unchecked: spin])
              var f1 = f0
              var f2 = f0
              var f3 = f0
              let end = Int(offsets[unchecked: spin &+ 1])
              var k = Int(offsets[unchecked: spin])
              while k < end {
                let coupling = SIMD16<Float>(repeating: couplings[unchecked: k])
                let from = source + 4 &* Int(neighbours[unchecked: k])
                f0 += coupling * from[0]
                f1 += coupling * from[1]
                f2 += coupling * from[2]
                f3 += coupling * from[3]
                k &+= 1
              }
              let x = positions.baseAddress! + 4 &* spin
              let y = momenta.baseAddress! + 4 &* spin
              let to = next.baseAddress! + 4 &* spin
              step.move(&x[0], &y[0], force: f0)
              step.move(&x[1], &y[1], force: f1)
              step.move(&x[2], &y[2], force: f2)
              step.move(&x[3], &y[3], force: f3)
              to[0] = Variant.source(x[0])
              to[1] = Variant.source(x[1])
              to[2] = Variant.source(x[2])
              to[3] = Variant.source(x[3])
            }
          }
        }
      }
    }
    swap(&sources, &nextSources)
  }
}

/// How a position acts on its neighbours.
protocol BifurcationForce {
  static func source(_ x: SIMD16<Float>) -> SIMD16<Float>
}

/// By itself.
enum BallisticForce: BifurcationForce {
  @inline(__always)
  static func source(_ x: SIMD16<Float>) -> SIMD16<Float> { x }
}

/// By its sign.
enum DiscreteForce: BifurcationForce {
  @inline(__always)
  static func source(_ x: SIMD16<Float>) -> SIMD16<Float> {
    let sign = unsafeBitCast(x, to: SIMD16<UInt32>.self) & SIMD16(repeating: 0x8000_0000)
    return unsafeBitCast(sign | SIMD16(repeating: 0x3f80_0000), to: SIMD16<Float>.self)
  }
}
