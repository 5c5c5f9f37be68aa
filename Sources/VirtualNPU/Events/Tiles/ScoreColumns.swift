import ChipPrograms
import DenseAlgebra
import HardwareSpecs

/// Key couplings of race tiles whose converters do not resolve every sum: one array a key/value head,
/// an output a token.
///
/// With counters, or converters that are exact, the sums are the integers of `RaceOperands`.
struct ScoreColumns {
  private struct Group {
    var columns: ConvertedColumns
    var planes: CouplingPlanes
    /// Scale of each key's codes.
    var scales: [Float]
    /// Σ of each key's codes, which cancels the zero of a query's.
    var sums: [Double]
  }

  private let groups: [Group]
  private let shape: Instruction.RaceShape
  private let tileColumns: Int
  private let beta: Float

  /// The columns of saturated keys, if they are not exact.
  init?(_ key: Matrix, shape: Instruction.RaceShape, beta: Float, in context: TileContext) {
    let chip = context.chip
    let rows = min(shape.headSize, chip.geometry.tileRows)
    guard let converter = ColumnConverter.ofColumns(rows: rows, on: chip) else { return nil }
    self.shape = shape
    self.beta = beta
    tileColumns = chip.geometry.tileColumns
    let size = shape.headSize
    let limit = Float((1 << (shape.bits - 1)) - 1)
    groups = (0..<shape.keyValueHeads).map { group in
      var codes = [Int16](repeating: 0, count: key.rows * size)
      var scales: [Float] = []
      for token in 0..<key.rows {
        key.elements.withUnsafeBufferPointer { elements in
          let start = token * key.width + group * size
          let row = UnsafeBufferPointer(rebasing: elements[start..<(start + size)])
          let code = SymmetricCode(of: row, limit: limit)
          scales.append(code.scale)
          for channel in 0..<size {
            codes[token * size + channel] = Int16(code.code(of: row[channel]))
          }
        }
      }
      let planes = CouplingPlanes(
        codes: codes, inputs: size, outputs: key.rows, bits: shape.bits,
        tileRows: chip.geometry.tileRows, block: size)
      var currents: [Float] = []
      if chip.devices.couplingVariation > 0 {
        let transposed = (0..<(size * key.rows)).map { codes[$0 % key.rows * size + $0 / key.rows] }
        // Cells are those of the head's tiles, whatever is written to them.
        currents = VariedCouplings.currents(
          codes: transposed, inputs: size, outputs: key.rows, bits: shape.bits,
          factors: context.die.couplings(
            ofArray: -1 - group, count: shape.bits * size * key.rows))
      }
      return Group(
        columns: ConvertedColumns(planes, converter: converter, currents: currents),
        planes: planes, scales: scales,
        sums: (0..<key.rows).map { token in
          codes[(token * size)..<((token + 1) * size)].reduce(0) { $0 + Double($1) }
        })
    }
  }

  /// β times the scores of one query against all keys of a group.
  func score(
    _ query: UnsafeBufferPointer<Float>, group: Int, draws: inout LaneDraws,
    into scores: UnsafeMutableBufferPointer<Float>
  ) {
    let keys = groups[group]
    let tokens = keys.scales.count
    let code = AffineCode(of: query, limit: Float((1 << shape.bits) - 1))
    let codes = query.map { UInt16(code.code(of: $0)) }
    var planes = CodePlanes(planes: shape.bits, of: keys.planes)
    codes.withUnsafeBufferPointer { planes.set($0.baseAddress!, of: keys.planes) }
    var sums = [Double](repeating: 0, count: tokens)
    sums.withUnsafeMutableBufferPointer { sums in
      for segment in keys.planes.segments {
        for first in stride(from: 0, to: tokens, by: tileColumns) {
          keys.columns.convert(
            segment, columns: first..<min(tokens, first + tileColumns), codes: planes,
            negative: nil, draws: &draws, into: sums.baseAddress!)
        }
      }
    }
    for token in 0..<tokens {
      let scale = min(code.scale * keys.scales[token], RaceOperands.largestScale)
      scores[token] = Float(sums[token] - Double(code.zero) * keys.sums[token]) * (scale * beta)
    }
  }
}
