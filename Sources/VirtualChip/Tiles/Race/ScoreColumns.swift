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

  /// The columns of keys, if they are not exact.
  init?(_ operands: RaceOperands, shape: Instruction.RaceShape, in context: TileContext) {
    let chip = context.chip
    let rows = min(shape.headSize, chip.geometry.tileRows)
    guard let converter = ColumnConverter.ofColumns(rows: rows, on: chip) else { return nil }
    self.shape = shape
    tileColumns = chip.geometry.tileColumns
    let (size, keys) = (shape.headSize, operands.tokens)
    groups = (0..<shape.keyValueHeads).map { group in
      var codes = [Int16](repeating: 0, count: keys * size)
      for key in 0..<keys {
        for channel in 0..<size {
          codes[key * size + channel] = Int16(
            operands.keyCode(group: group, channel: channel, token: key))
        }
      }
      let planes = CouplingPlanes(
        codes: codes, inputs: size, outputs: keys, bits: shape.bits,
        tileRows: chip.geometry.tileRows, block: size)
      return Group(
        columns: ConvertedColumns(
          planes, converter: converter,
          currents: Self.currents(codes, of: group, keys: keys, shape: shape, in: context)),
        planes: planes, scales: (0..<keys).map { operands.keyScale(group: group, token: $0) },
        sums: (0..<keys).map { key in
          codes[(key * size)..<((key + 1) * size)].reduce(0) { $0 + Double($1) }
        })
    }
  }

  /// Currents of the cells of a head's tiles, whatever is written to them, [plane][channel][key]; empty
  /// where all are alike.
  private static func currents(
    _ codes: [Int16], of group: Int, keys: Int, shape: Instruction.RaceShape,
    in context: TileContext
  ) -> [Float] {
    guard context.chip.devices.couplingVariation > 0 else { return [] }
    let (size, bits) = (shape.headSize, shape.bits)
    let transposed = (0..<(size * keys)).map { codes[$0 % keys * size + $0 / keys] }
    var factors = context.die.couplings(ofArray: -1 - group, count: bits * size * keys)
    if shape.causal {
      // Cells of a key are the same however many keys follow.
      factors = (0..<factors.count).map { factors[$0 % keys * size * bits + $0 / keys] }
    }
    return VariedCouplings.currents(
      codes: transposed, inputs: size, outputs: keys, bits: bits, factors: factors)
  }

  /// β times the scores of one query against the keys that it sees of its head.
  func score(
    _ query: Span<Float>, _ operands: RaceOperands, head: Int, token: Int,
    keys seen: Range<Int>, beta: Float, draws: inout LaneStream,
    into scores: inout MutableSpan<Float>
  ) {
    let keys = groups[head / (shape.heads / shape.keyValueHeads)]
    var turned = query.indices.map { query[$0] }
    var channels = turned.mutableSpan
    operands.rotate(&channels, token: token)
    let code = AffineCode(of: turned.span, limit: Float((1 << shape.bits) - 1))
    let codes = turned.map { UInt16(code.code(of: $0)) }
    var planes = CodePlanes(planes: shape.bits, of: keys.planes)
    planes.set(codes.span, of: keys.planes)
    var sums = [Double](repeating: 0, count: seen.upperBound)
    var targets = sums.mutableSpan
    for segment in keys.planes.segments {
      // Columns of a tile together, from the tile of the first key on.
      let tile = seen.lowerBound / tileColumns * tileColumns
      for first in stride(from: tile, to: seen.upperBound, by: tileColumns) {
        keys.columns.convert(
          segment, columns: max(first, seen.lowerBound)..<min(seen.upperBound, first + tileColumns),
          codes: planes,
          negative: nil, draws: &draws, into: &targets)
      }
    }
    for (place, key) in seen.enumerated() {
      let scale = min(code.scale * keys.scales[key], RaceOperands.largestScale)
      scores[place] = Float(sums[key] - Double(code.zero) * keys.sums[key]) * (scale * beta)
    }
    operands.addBiases(to: &scores, keys: seen, head: head, token: token, beta: beta)
  }
}
