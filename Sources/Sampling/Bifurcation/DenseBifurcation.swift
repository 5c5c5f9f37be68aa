internal import RandomStreams

/// Trajectories of a model in which most spins are coupled: four rows of couplings at a time share the
/// loads of their neighbours. The sums have the bits of `RealBifurcation`.
struct DenseBifurcation<Variant: BifurcationForce>: BifurcationLanes {
  private let rows: LaneRows
  private let blocks: DenseBlocks
  private(set) var state: BifurcationState
  private var sources: [SIMD16<Float>]

  init(_ rows: LaneRows, blocks: DenseBlocks, generator: VectorGenerator) {
    self.rows = rows
    self.blocks = blocks
    state = BifurcationState(spinCount: rows.spinCount, generator: generator)
    sources = state.positions.map(Variant.source)
  }

  func down() -> [SIMD16<Int32>] { state.down() }

  mutating func step(_ step: BifurcationStep) {
    Self.move(step, rows, blocks, sources, &state.positions, &state.momenta)
    // Only now: all forces of a step are those of its beginning.
    for place in sources.indices { sources[place] = Variant.source(state.positions[place]) }
  }

  @inline(__always)
  private static func move(
    _ step: BifurcationStep, _ rows: LaneRows, _ blocks: DenseBlocks,
    _ sources: [SIMD16<Float>],
    _ positions: inout [SIMD16<Float>], _ momenta: inout [SIMD16<Float>]
  ) {
    let fields = rows.fields.span
    let sources = sources.span
    var positions = positions.mutableSpan
    var momenta = momenta.mutableSpan
    var forces = InlineArray<16, SIMD16<Float>>(repeating: SIMD16())
    for block in 0..<blocks.count {
      blocks.product(block, sources, into: &forces)
      let first = 4 &* block
      for row in 0..<min(4, fields.count &- first) {
        let field = SIMD16<Float>(repeating: fields[first &+ row])
        for part in 0..<4 {
          let place = 4 &* (first &+ row) &+ part
          step.move(
            &positions[place], &momenta[place], force: field + forces[4 &* row &+ part])
        }
      }
    }
  }
}

/// A full matrix in blocks of four rows; column after column of a block, absent couplings as 0.
struct DenseBlocks: Sendable {
  let count: Int
  private let spins: Int
  private let couplings: [Float]

  /// nil where fewer than half of all pairs are coupled, so that compressed rows are better.
  init?(_ rows: LaneRows) {
    let spins = rows.spinCount
    guard spins >= 8, rows.neighbours.count > spins * (spins - 1) / 2 else { return nil }
    count = (spins + 3) / 4
    self.spins = spins
    var couplings = [Float](repeating: 0, count: 4 * count * spins)
    for spin in 0..<spins {
      for k in Int(rows.offsets[spin])..<Int(rows.offsets[spin + 1]) {
        couplings[(spin / 4 * spins + Int(rows.neighbours[k])) * 4 + spin % 4] = rows.couplings[k]
      }
    }
    self.couplings = couplings
  }

  /// Σ_j J_ij x_j of the four rows of a block, four vectors each.
  @inline(__always)
  func product(
    _ block: Int, _ sources: Span<SIMD16<Float>>,
    into force: inout InlineArray<16, SIMD16<Float>>
  ) {
    let couplings = couplings.span.extracting(
      4 &* block &* spins..<4 &* (block &+ 1) &* spins)
    precondition(couplings.count == sources.count && sources.count == 4 * spins)
    var f00 = SIMD16<Float>()
    var f01 = SIMD16<Float>()
    var f02 = SIMD16<Float>()
    var f03 = SIMD16<Float>()
    var f10 = SIMD16<Float>()
    var f11 = SIMD16<Float>()
    var f12 = SIMD16<Float>()
    var f13 = SIMD16<Float>()
    var f20 = SIMD16<Float>()
    var f21 = SIMD16<Float>()
    var f22 = SIMD16<Float>()
    var f23 = SIMD16<Float>()
    var f30 = SIMD16<Float>()
    var f31 = SIMD16<Float>()
    var f32 = SIMD16<Float>()
    var f33 = SIMD16<Float>()
    var k = 0
    for _ in 0..<spins {
      let (x0, x1) = (sources[unchecked: k], sources[unchecked: k &+ 1])
      let (x2, x3) = (sources[unchecked: k &+ 2], sources[unchecked: k &+ 3])
      let j0 = SIMD16<Float>(repeating: couplings[unchecked: k &+ 0])
      f00 += j0 * x0
      f01 += j0 * x1
      f02 += j0 * x2
      f03 += j0 * x3
      let j1 = SIMD16<Float>(repeating: couplings[unchecked: k &+ 1])
      f10 += j1 * x0
      f11 += j1 * x1
      f12 += j1 * x2
      f13 += j1 * x3
      let j2 = SIMD16<Float>(repeating: couplings[unchecked: k &+ 2])
      f20 += j2 * x0
      f21 += j2 * x1
      f22 += j2 * x2
      f23 += j2 * x3
      let j3 = SIMD16<Float>(repeating: couplings[unchecked: k &+ 3])
      f30 += j3 * x0
      f31 += j3 * x1
      f32 += j3 * x2
      f33 += j3 * x3
      k &+= 4
    }
    force[0] = f00
    force[1] = f01
    force[2] = f02
    force[3] = f03
    force[4] = f10
    force[5] = f11
    force[6] = f12
    force[7] = f13
    force[8] = f20
    force[9] = f21
    force[10] = f22
    force[11] = f23
    force[12] = f30
    force[13] = f31
    force[14] = f32
    force[15] = f33
  }
}
