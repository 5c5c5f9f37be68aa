internal import IsingModels
internal import RandomStreams

/// Discrete trajectories where couplings are small integers in a common unit and no local field exceeds
/// a byte: one vector of bytes holds a spin's signs in all 64 trajectories.
///
/// With m = −1 for a negative and 0 for another sign, Σ J s = Σ J + 2 Σ J m = Σ J − 2 Σ (J & m). Sums may
/// wrap around on their way; the result does not, as it fits a byte.
struct ByteBifurcation: BifurcationLanes {
  private let rows: LaneRows
  /// J, four times the same byte; so is the sum of each row.
  private let couplings: [Int32]
  private let sums: [Int32]
  /// The unit in that of the rows.
  private let unit: Float
  private(set) var state: BifurcationState
  private var signs: [SIMD16<Int32>]
  private var nextSigns: [SIMD16<Int32>]

  /// Couplings of a row and their sum, in a unit; nil where they are not such integers.
  static func integers(_ model: IsingModel) -> (couplings: [Int8], unit: Double)? {
    guard let bare = try? IsingModel(spinCount: model.spinCount, bonds: model.bonds),
      let scale = IntegerScale(bare), scale.reach <= 127
    else { return nil }
    return (scale.kicks.map { Int8($0 / 2) }, scale.unit)
  }

  init(
    _ rows: LaneRows, couplings: [Int8], unit: Double, generator: VectorGenerator
  ) {
    self.rows = rows
    self.couplings = couplings.map(LaneDraws.fourfold)
    self.unit = Float(unit / rows.rootMeanSquareField)
    sums = (0..<rows.spinCount).map {
      couplings[Int(rows.offsets[$0])..<Int(rows.offsets[$0 + 1])].reduce(0, +)
    }.map(LaneDraws.fourfold)
    state = BifurcationState(spinCount: rows.spinCount, generator: generator)
    signs = state.down()
    nextSigns = signs
  }

  func down() -> [SIMD16<Int32>] { signs }

  mutating func step(_ step: BifurcationStep) {
    let rows = rows
    let offsets = rows.offsets.span
    let neighbours = rows.neighbours.span
    let integers = couplings
    let couplings = integers.span
    let rowSums = sums
    let sums = rowSums.span
    let fields = rows.fields.span
    let unit = SIMD16<Float>(repeating: unit)
    signs.withUnsafeBufferPointer { signs in
      nextSigns.withUnsafeMutableBufferPointer { next in
        state.positions.withUnsafeMutableBufferPointer { positions in
          state.momenta.withUnsafeMutableBufferPointer { momenta in
            let source = signs.baseAddress!
            for spin in 0..<fields.count {
              let end = Int(offsets[unchecked: spin &+ 1])
              var k = Int(offsets[unchecked: spin])
              var sum = SIMD64<Int8>()
              while k < end {
                // `&` on 64 bytes is done byte by byte here, on 16 words at once.
                let taken =
                  source[Int(neighbours[unchecked: k])]
                  & SIMD16(repeating: couplings[unchecked: k])
                sum &+= unsafeBitCast(taken, to: SIMD64<Int8>.self)
                k &+= 1
              }
              let force = unsafeBitCast(
                unsafeBitCast(SIMD16(repeating: sums[unchecked: spin]), to: SIMD64<Int8>.self)
                  &- (sum &+ sum), to: SIMD16<Int32>.self)
              let field = SIMD16<Float>(repeating: fields[unchecked: spin])
              let x = positions.baseAddress! + 4 &* spin
              let y = momenta.baseAddress! + 4 &* spin
              step.move(
                &x[0], &y[0], force: field + unit * LaneDraws.float(LaneDraws.part(0, of: force)))
              step.move(
                &x[1], &y[1], force: field + unit * LaneDraws.float(LaneDraws.part(1, of: force)))
              step.move(
                &x[2], &y[2], force: field + unit * LaneDraws.float(LaneDraws.part(2, of: force)))
              step.move(
                &x[3], &y[3], force: field + unit * LaneDraws.float(LaneDraws.part(3, of: force)))
              next[spin] = LaneDraws.down(x[0], x[1], x[2], x[3])
            }
          }
        }
      }
    }
    swap(&signs, &nextSigns)
  }
}
