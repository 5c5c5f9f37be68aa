import ByteFormats
package import ChipPrograms
import ExecutionRecords
package import HardwareSpecs
import MoebiusGeometry

/// Where the keys of a causal race stay, or where they are written from for each part of a text.
package struct RacePlace: Equatable, Sendable {
  /// The first of its tiles.
  var firstTile: Int
  /// Tiles side by side that hold the keys of one head, however many tokens come.
  var columns: Int
  /// Links from the memory port to its farthest tile, and those from die to die among them, where keys and
  /// values wait off chip.
  var links = (hops: 0, crossings: 0)

  package static func == (left: RacePlace, right: RacePlace) -> Bool {
    left.firstTile == right.firstTile && left.columns == right.columns && left.links == right.links
  }
}

/// How the race tiles of a chip share a race among them: its actions and times.
package struct RaceRules: Sendable {
  private let shape: Instruction.RaceShape
  private let chip: ChipSpec
  private let road: any Road
  private let place: RacePlace?
  /// Tiles side by side that hold the keys of one head.
  private let columns: Int
  /// Times that the tiles are loaded with keys.
  private let loads: Int
  /// Races that a query runs one after the other: loads × query heads that share keys.
  private let rounds: Int
  /// Cycles for which the planes of one query occupy its tiles.
  private let planes: Int
  /// Cycles until all keys are written, or those of one token where they stay: one row a token, in all
  /// tiles at once.
  let writing: Int

  /// Rules of races on so many keys.
  /// - Parameter place: where keys of causal races stay or come from; `nil` where tiles are written anew for
  ///   each text.
  package init(
    _ shape: Instruction.RaceShape, keys: Int, place: RacePlace? = nil, road: any Road,
    on chip: ChipSpec
  ) {
    self.shape = shape
    self.chip = chip
    self.road = road
    self.place = place
    let geometry = chip.geometry
    columns = Self.columns(keys: shape.keptTokens(of: keys), on: chip)
    let stays = place != nil && shape.state == .tiles
    loads = stays ? 1 : ceilingDivide(shape.keyValueHeads * columns, geometry.raceTiles)
    rounds = loads * (shape.heads / shape.keyValueHeads)
    let rows = place == nil ? min(keys, geometry.tileColumns) : 1
    writing = rows * chip.timing.couplingRowCycles * (place == nil ? loads : 1)
    planes = shape.bits * chip.timing.planeCycles * chip.conversionCycles(shape.bits)
  }

  /// Tiles side by side that hold the keys of one head.
  static func columns(keys: Int, on chip: ChipSpec) -> Int {
    ceilingDivide(keys, chip.geometry.tileColumns)
  }

  /// The race tiles' agents stand in order of heads; heads beyond the last tile share them in turns.
  func firstAgent(ofGroup group: Int) -> Int {
    if let place, shape.state == .tiles {
      return (place.firstTile + group * place.columns) * chip.geometry.tileColumns
    }
    let heads = max(1, chip.geometry.raceTiles / columns)
    return group % heads * columns * chip.geometry.tileColumns
  }

  // MARK: Actions

  /// Coding and writing of the keys of tokens into the arrays, and of their values into memory.
  func countOperands(tokens: Int, in record: inout InstructionRecord) {
    let elements = tokens * shape.keyValueHeads * shape.headSize
    // Range and code of keys and values (3 operations an element each), and the sums of keys (1) that
    // cancel the zero of the queries' codes.
    record.add(.digitalOperation, .deterministic, on: .periphery, 7 * elements)
    let turned = shape.turnedChannels
    if turned > 0 {
      // Six operations a pair; a token's cosines and sines come from a table that all heads share.
      record.add(
        .digitalOperation, .deterministic, on: .periphery,
        3 * tokens * shape.keyValueHeads * turned)
      record.add(
        .onChipMemoryBit, .deterministic, on: .memory, tokens * turned * Precision.accumulatorBits)
    }
    record.add(.couplingWrite, .deterministic, on: .raceTiles, elements * shape.bits)
    record.add(.onChipMemoryBit, .deterministic, on: .memory, elements * shape.bits)
    switch shape.state {
    case .tiles: break
    case .onChip: record.add(.onChipMemoryBit, .deterministic, on: .memory, elements * shape.bits)
    case .offChip: countOffChip(2 * elements * shape.bits, in: &record)
    }
  }

  /// Bits between off-chip memory and race tiles.
  private func countOffChip(_ bits: Int, in record: inout InstructionRecord) {
    record.add(.offChipMemoryBit, .deterministic, on: .memory, bits)
    guard let links = place?.links else { return }
    record.add(.networkBitHop, .deterministic, on: .network, bits * links.hops)
    record.add(.linkBit, .deterministic, on: .network, bits * links.crossings)
  }

  /// Brings back what earlier parts of a text left: keys from memory into the tiles, and from off-chip memory
  /// values besides, into the buffers of the layer.
  ///
  /// - Parameter tokens: of earlier parts that this one sees.
  /// - Returns: cycles until they are there; none where keys stay.
  func bringBack(tokens: Int, in record: inout InstructionRecord) -> Int {
    guard shape.state != .tiles, tokens > 0 else { return 0 }
    let bits = tokens * shape.keyValueHeads * shape.headSize * shape.bits
    record.add(.couplingWrite, .deterministic, on: .raceTiles, bits)
    let rows = min(tokens, chip.geometry.tileColumns)
    let written = rows * chip.timing.couplingRowCycles * loads
    guard shape.state == .offChip else {
      record.add(.onChipMemoryBit, .deterministic, on: .memory, bits)
      return written
    }
    countOffChip(2 * bits, in: &record)
    record.add(.onChipMemoryBit, .deterministic, on: .memory, bits)
    return max(
      written, chip.cycles(bits: 2 * bits, bitsPerSecond: chip.memory.offChip_bitsPerSecond))
  }

  /// Queries waited at the barrier for all keys; their planes meet the key couplings of their heads; each
  /// score sets the converter of its agent.
  func countScores(queries: Int, keys: Int, in record: inout InstructionRecord) {
    let rows = queries * shape.heads
    let scores = rows * keys
    let planePairs = shape.bits * shape.bits
    // Range and code of the query, and its rotation.
    var operations = 4 * rows * shape.headSize
    operations += 3 * rows * shape.turnedChannels
    record.add(.digitalOperation, .deterministic, on: .periphery, operations)
    record.addWaiting(bits: rows * shape.headSize * shape.bits)
    record.add(
      .couplingEvaluation, .deterministic, on: .raceTiles, scores * shape.headSize * planePairs)
    record.add(.clampWrite, .deterministic, on: .raceTiles, queries * pulses(keys: keys))
    record.addReadOuts(scores * planePairs, on: .raceTiles, of: chip)
    // Zero (2), scales of query and key (2), maximum (1) and distance from it (1).
    record.add(.digitalOperation, .deterministic, on: .raceTiles, 6 * scores)
    switch shape.position {
    case nil, .elliptic?: break
    // A bias is a step along the flow from the last key's, and one addition to the score.
    case .hyperbolic?, .parabolic?:
      record.add(.digitalOperation, .deterministic, on: .raceTiles, 2 * scores)
    }
    record.add(.dacSet, .deterministic, on: .raceTiles, scores)
  }

  /// Planes that one query pulses on rows: each tile has input agents of its own.
  func pulses(keys: Int) -> Int {
    shape.heads * shape.headSize * shape.bits * Self.columns(keys: keys, on: chip)
  }

  /// What analog crossbars do for queries: scores of all heads against the keys that each sees, then
  /// products of their weights with the values, whose rows are the tokens.
  func analogWork(keys: [Int], activeProducts: Int) -> AnalogWork {
    let planePairs = shape.heads * shape.bits * shape.bits
    let scores = keys.reduce(0, +)
    let valueTiles = keys.reduce(0) { $0 + ceilingDivide($1, chip.geometry.tileRows) }
    return AnalogWork(
      products: UInt64(2 * scores * shape.headSize * planePairs),
      activeProducts: UInt64(activeProducts),
      conversions: UInt64((scores + shape.headSize * valueTiles) * planePairs))
  }

  /// What the agents of rows did, the value rows that were read for them, and what the twins do in their
  /// place.
  ///
  /// - Parameters:
  ///   - draws: of all rows together.
  ///   - setUp: digital operations of the road.
  ///   - valueRows: value rows that were read.
  ///   - rows: their number.
  ///   - scores: of all rows together.
  ///   - analog: of all rows together.
  func count(
    _ draws: RowOutcome, setUp: Int, valueRows: Int, rows: Int, scores: Int, analog: AnalogWork,
    in record: inout InstructionRecord
  ) {
    draws.count(by: road, in: &record)
    record.add(.agentRead, .deterministic, on: .raceTiles, valueRows)
    record.add(.digitalOperation, road.operationClass, on: .raceTiles, setUp)
    // Each value row with a count is read once, multiplied and added; one division an element.
    record.add(
      .onChipMemoryBit, .deterministic, on: .memory, valueRows * shape.headSize * shape.bits)
    record.add(
      .digitalOperation, .deterministic, on: .raceTiles, (2 * valueRows + rows) * shape.headSize)
    // The twin: the same scores, then a table, a division a row, and products with all values. It
    // keeps the digital operations above, which already are the products with the rows that were read; an
    // analog twin has those in its crossbars, too.
    var analog = analog
    analog.sparedOperations = UInt64(2 * valueRows * shape.headSize)
    record.addTwin(
      TwinWork(
        component: .raceTiles,
        multiplierBits: UInt64(
          (2 * scores - valueRows) * shape.headSize * shape.bits * shape.bits),
        tableLookups: UInt64(scores), divisions: UInt64(rows), analog: analog))
  }

  // MARK: Times

  /// Cycles until the scores of a query are there.
  private var scoring: Int { planes + chip.columnDelay_cycles(couplingBits: shape.bits) }

  /// A query enters when its planes are scored, its converters settled, its slowest head has fired and the
  /// values are read; the next one may enter when the slowest of these is free.
  ///
  /// - Parameters:
  ///   - slowest_s: the time of the slowest head.
  ///   - slowestRead: value rows of the head that reads most.
  ///   - valueCycles: cycles until the values are summed.
  ///   - laneOperations: of all heads, which the agents wait for.
  func run(
    slowest_s: Double, slowestRead: Int, valueCycles: Int, laneOperations: Int
  ) -> TileRun {
    let firing =
      chip.cycles(seconds: chip.timing.betaSettling_s) + chip.cycles(seconds: slowest_s)
    let busy = rounds * max(planes, firing, slowestRead) + chip.laneCycles(laneOperations)
    return TileRun(latency: scoring + busy + valueCycles, busy: busy)
  }

  /// The twin scores in the same arrays, looks up exponentials, and takes products with the values
  /// in arrays as large: its latency and initiation, behind the writing of the keys.
  func twin(keys: Int) -> (latency: Int, initiation: Int) {
    let lookUps = chip.laneCycles(shape.heads * keys)
    return (2 * scoring + lookUps, max(rounds * 2 * planes, lookUps))
  }
}
