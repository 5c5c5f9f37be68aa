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
    Self.move(step, rows, sources, &nextSources, &state.positions, &state.momenta)
    swap(&sources, &nextSources)
  }

  @inline(__always)
  private static func move(
    _ step: BifurcationStep, _ rows: LaneRows, _ sources: [SIMD16<Float>],
    _ nextSources: inout [SIMD16<Float>], _ positions: inout [SIMD16<Float>],
    _ momenta: inout [SIMD16<Float>]
  ) {
    let offsets = rows.offsets.span
    let neighbours = rows.neighbours.span
    let couplings = rows.couplings.span
    let fields = rows.fields.span
    let source = sources.span
    var next = nextSources.mutableSpan
    var positions = positions.mutableSpan
    var momenta = momenta.mutableSpan
    // With what `LaneRows` has checked: entries of rows and vectors of neighbours exist.
    precondition(source.count == 4 * fields.count && next.count == source.count)
    precondition(positions.count == source.count && momenta.count == source.count)
    for spin in 0..<fields.count {
      var f0 = SIMD16<Float>(repeating: fields[unchecked: spin])
      var f1 = f0
      var f2 = f0
      var f3 = f0
      let end = Int(offsets[unchecked: spin &+ 1])
      var k = Int(offsets[unchecked: spin])
      while k < end {
        let coupling = SIMD16<Float>(repeating: couplings[unchecked: k])
        let from = 4 &* Int(neighbours[unchecked: k])
        f0 += coupling * source[unchecked: from]
        f1 += coupling * source[unchecked: from &+ 1]
        f2 += coupling * source[unchecked: from &+ 2]
        f3 += coupling * source[unchecked: from &+ 3]
        k &+= 1
      }
      let place = 4 &* spin
      step.move(&positions[unchecked: place], &momenta[unchecked: place], force: f0)
      step.move(&positions[unchecked: place &+ 1], &momenta[unchecked: place &+ 1], force: f1)
      step.move(&positions[unchecked: place &+ 2], &momenta[unchecked: place &+ 2], force: f2)
      step.move(&positions[unchecked: place &+ 3], &momenta[unchecked: place &+ 3], force: f3)
      next[unchecked: place] = Variant.source(positions[unchecked: place])
      next[unchecked: place &+ 1] = Variant.source(positions[unchecked: place &+ 1])
      next[unchecked: place &+ 2] = Variant.source(positions[unchecked: place &+ 2])
      next[unchecked: place &+ 3] = Variant.source(positions[unchecked: place &+ 3])
    }
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
