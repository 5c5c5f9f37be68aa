import ByteFormats
internal import IsingModels

/// All couplings of a model as float32, those that are zero too, in the order in which sweeps read them.
///
/// The matrix is cut into blocks of 64 rows, and those into tiles of 128 columns: a tile has 32 KB and
/// stays in the first-level cache while all replicas use it. Numbers are divided by a power of two, so
/// that the largest lies in [1, 2): float32 holds any model's.
struct DenseCouplings: Sendable {
  typealias Vector = SIMD16<Float>

  /// Rows of a block: sites that decide before the others hear of it.
  static let rows = 64
  /// Columns of a tile.
  static let columns = 128
  /// Vectors of a row of a tile.
  static let vectors = columns / 16

  /// Sites N.
  let count: Int
  /// Blocks of rows, the last one filled up with zeros.
  let blockCount: Int
  /// Tiles of a block.
  let tileCount: Int
  /// J/scale by block, tile, row and column.
  let tiles: AlignedArray<Vector>
  /// The couplings of each block among itself once more, by row and column: they stay in the second-level
  /// cache.
  let diagonal: AlignedArray<Float>
  /// h/scale, filled up with zeros to full tiles.
  let fields: [Float]
  /// The power of two.
  let scale: Double

  init(_ model: IsingModel) {
    let count = model.spinCount
    self.count = count
    blockCount = ceilingDivide(count, Self.rows)
    tileCount = ceilingDivide(count, Self.columns)
    let largest = [model.adjacency.couplings, model.fields].joined().reduce(0) { max($0, abs($1)) }
    let scale = largest > 0 ? largest.binade : 1
    self.scale = scale
    var fields = [Float](repeating: 0, count: tileCount * Self.columns)
    for (site, field) in model.fields.enumerated() { fields[site] = Float(field / scale) }
    self.fields = fields

    var tiles = AlignedArray(
      repeating: Vector(), count: blockCount * tileCount * Self.rows * Self.vectors)
    let tileCount = tileCount
    tiles.change { vectors in
      let entries = vectors.viewed(as: Float.self)
      func set(_ row: Int, _ column: Int, _ coupling: Float) {
        let tile = row / Self.rows * tileCount + column / Self.columns
        entries[(tile * Self.rows + row % Self.rows) * Self.columns + column % Self.columns] =
          coupling
      }
      for bond in model.bonds {
        let coupling = Float(bond.coupling / scale)
        set(Int(bond.first), Int(bond.second), coupling)
        set(Int(bond.second), Int(bond.first), coupling)
      }
    }
    self.tiles = tiles

    var diagonal = AlignedArray(repeating: Float(0), count: blockCount * Self.rows * Self.rows)
    diagonal.change { entries in
      for bond in model.bonds {
        let (first, second) = (Int(bond.first), Int(bond.second))
        guard first / Self.rows == second / Self.rows else { continue }
        let coupling = Float(bond.coupling / scale)
        entries[first * Self.rows + second % Self.rows] = coupling
        entries[second * Self.rows + first % Self.rows] = coupling
      }
    }
    self.diagonal = diagonal
  }

  /// Which sites of a block exist, by bit: words of 32 sites.
  func present(_ block: Int) -> (UInt32, UInt32) {
    let left = min(count - block * Self.rows, Self.rows)
    let bits = left == 64 ? UInt64.max : 1 << UInt64(left) - 1
    return (UInt32(truncatingIfNeeded: bits), UInt32(truncatingIfNeeded: bits >> 32))
  }
}
