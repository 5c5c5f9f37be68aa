import ChipPrograms
import DenseAlgebra
import HardwareSpecs
import MoebiusGeometry

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
  private let positions: PositionTable?

  /// The columns of saturated keys, if they are not exact.
  init?(
    _ key: Matrix, shape: Instruction.RaceShape, positions: PositionTable?, beta: Float,
    in context: TileContext
  ) {
    let chip = context.chip
    let rows = min(shape.headSize, chip.geometry.tileRows)
    guard let converter = ColumnConverter.ofColumns(rows: rows, on: chip) else { return nil }
    self.shape = shape
    self.beta = beta
    tileColumns = chip.geometry.tileColumns
    let size = shape.headSize
    let limit = Float((1 << (shape.bits - 1)) - 1)
    self.positions = positions
    var key = key
    key.elements.withUnsafeMutableBufferPointer { elements in
      for token in 0..<key.rows {
        for start in stride(from: token * key.width, to: (token + 1) * key.width, by: size) {
          positions?.rotate(
            UnsafeMutableBufferPointer(rebasing: elements[start..<(start + size)]), token: token)
        }
      }
    }
    let turned = key
    groups = (0..<shape.keyValueHeads).map { group in
      var codes = [Int16](repeating: 0, count: key.rows * size)
      var scales: [Float] = []
      for token in 0..<key.rows {
        turned.elements.withUnsafeBufferPointer { elements in
          let start = token * turned.width + group * size
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

  /// β times the scores of one query against all keys of its head.
  func score(
    _ query: UnsafeBufferPointer<Float>, head: Int, token: Int, draws: inout LaneStream,
    into scores: UnsafeMutableBufferPointer<Float>
  ) {
    let keys = groups[head / (shape.heads / shape.keyValueHeads)]
    let tokens = keys.scales.count
    var turned = Array(query)
    turned.withUnsafeMutableBufferPointer { positions?.rotate($0, token: token) }
    let code = turned.withUnsafeBufferPointer {
      AffineCode(of: $0, limit: Float((1 << shape.bits) - 1))
    }
    let codes = turned.map { UInt16(code.code(of: $0)) }
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
    for key in 0..<tokens {
      let scale = min(code.scale * keys.scales[key], RaceOperands.largestScale)
      scores[key] = Float(sums[key] - Double(code.zero) * keys.sums[key]) * (scale * beta)
    }
    positions?.add(to: scores, keys: tokens, head: head, token: token, beta: beta)
  }
}
