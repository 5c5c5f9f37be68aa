internal import RandomStreams

/// Discrete trajectories with small integer couplings: one vector of bytes holds a spin's signs in all
/// 64 trajectories.
///
/// With m = −1 for a negative and 0 for another sign, Σ J s = Σ J + 2 Σ J m = Σ J − 2 Σ (J & m). Sums of
/// a piece of a row may wrap around on their way; the result does not, as it fits a byte.
struct ByteBifurcation: BifurcationLanes {
  private let rows: LaneRows
  private let bytes: CodedRows
  private(set) var state: BifurcationState
  private var signs: [SIMD16<Int32>]
  private var nextSigns: [SIMD16<Int32>]

  init(_ rows: LaneRows, bytes: CodedRows, generator: VectorGenerator) {
    self.rows = rows
    self.bytes = bytes
    state = BifurcationState(spinCount: rows.spinCount, generator: generator)
    signs = state.down()
    nextSigns = signs
  }

  func down() -> [SIMD16<Int32>] { signs }

  mutating func step(_ step: BifurcationStep) {
    Self.move(step, rows, bytes, signs, &nextSigns, &state.positions, &state.momenta)
    swap(&signs, &nextSigns)
  }

  @inline(__always)
  private static func move(
    _ step: BifurcationStep, _ rows: LaneRows, _ bytes: CodedRows, _ signs: [SIMD16<Int32>],
    _ nextSigns: inout [SIMD16<Int32>], _ positions: inout [SIMD16<Float>],
    _ momenta: inout [SIMD16<Float>]
  ) {
    let neighbours = rows.neighbours.span
    let fields = rows.fields.span
    let couplings = bytes.couplings.span
    let starts = bytes.starts.span
    let sums = bytes.sums.span
    let pieces = bytes.pieces.span
    let source = signs.span
    var next = nextSigns.mutableSpan
    var positions = positions.mutableSpan
    var momenta = momenta.mutableSpan
    // With what `LaneRows` and `CodedRows` have checked: entries of pieces and signs of neighbours exist.
    precondition(source.count == fields.count && pieces.count == fields.count + 1)
    precondition(couplings.count == neighbours.count && next.count == fields.count)
    precondition(positions.count == 4 * fields.count && momenta.count == positions.count)
    let unit = SIMD16<Float>(repeating: Float(bytes.unit / rows.rootMeanSquareField))
    for spin in 0..<fields.count {
      var f0 = SIMD16<Int32>()
      var f1 = SIMD16<Int32>()
      var f2 = SIMD16<Int32>()
      var f3 = SIMD16<Int32>()
      let lastPiece = Int(pieces[unchecked: spin &+ 1])
      var piece = Int(pieces[unchecked: spin])
      while piece < lastPiece {
        let end = Int(starts[unchecked: piece &+ 1])
        var k = Int(starts[unchecked: piece])
        var sum = SIMD64<Int8>()
        while k < end {
          // `&` on 64 bytes is done byte by byte here, on 16 words at once.
          let taken =
            source[unchecked: Int(neighbours[unchecked: k])]
            & SIMD16(repeating: couplings[unchecked: k])
          sum &+= unsafeBitCast(taken, to: SIMD64<Int8>.self)
          k &+= 1
        }
        let whole = unsafeBitCast(
          SIMD16(repeating: sums[unchecked: piece]), to: SIMD64<Int8>.self)
        let force = unsafeBitCast(whole &- (sum &+ sum), to: SIMD16<Int32>.self)
        f0 &+= LaneDraws.part(0, of: force)
        f1 &+= LaneDraws.part(1, of: force)
        f2 &+= LaneDraws.part(2, of: force)
        f3 &+= LaneDraws.part(3, of: force)
        piece &+= 1
      }
      let field = SIMD16<Float>(repeating: fields[unchecked: spin])
      let place = 4 &* spin
      step.move(
        &positions[unchecked: place], &momenta[unchecked: place],
        force: field + unit * WholeNumbers.float(f0))
      step.move(
        &positions[unchecked: place &+ 1], &momenta[unchecked: place &+ 1],
        force: field + unit * WholeNumbers.float(f1))
      step.move(
        &positions[unchecked: place &+ 2], &momenta[unchecked: place &+ 2],
        force: field + unit * WholeNumbers.float(f2))
      step.move(
        &positions[unchecked: place &+ 3], &momenta[unchecked: place &+ 3],
        force: field + unit * WholeNumbers.float(f3))
      next[unchecked: spin] = LaneDraws.down(
        positions[unchecked: place], positions[unchecked: place &+ 1],
        positions[unchecked: place &+ 2], positions[unchecked: place &+ 3])
    }
  }
}
