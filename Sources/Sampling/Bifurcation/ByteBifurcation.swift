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
    let rows = rows
    let bytes = bytes
    let neighbours = rows.neighbours.span
    let fields = rows.fields.span
    let couplings = bytes.couplings.span
    let starts = bytes.starts.span
    let sums = bytes.sums.span
    let pieces = bytes.pieces.span
    let unit = SIMD16<Float>(repeating: Float(bytes.unit / rows.rootMeanSquareField))
    signs.withUnsafeBufferPointer { signs in
      nextSigns.withUnsafeMutableBufferPointer { next in
        state.positions.withUnsafeMutableBufferPointer { positions in
          state.momenta.withUnsafeMutableBufferPointer { momenta in
            let source = signs.baseAddress!
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
                    source[Int(neighbours[unchecked: k])]
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
              let x = positions.baseAddress! + 4 &* spin
              let y = momenta.baseAddress! + 4 &* spin
              step.move(&x[0], &y[0], force: field + unit * WholeNumbers.float(f0))
              step.move(&x[1], &y[1], force: field + unit * WholeNumbers.float(f1))
              step.move(&x[2], &y[2], force: field + unit * WholeNumbers.float(f2))
              step.move(&x[3], &y[3], force: field + unit * WholeNumbers.float(f3))
              next[spin] = LaneDraws.down(x[0], x[1], x[2], x[3])
            }
          }
        }
      }
    }
    swap(&signs, &nextSigns)
  }
}
