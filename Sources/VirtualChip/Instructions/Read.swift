import ChipPrograms
import ExecutionRecords
import HardwareSpecs
import RandomStreams

/// Bit-planes of codes pulse the rows of an array; each column ANDs them with its coupling bits and counts.
///
/// y[t,o] = s_w[o] · (s[t] · (Σ_i code[t,i] w[o,i] − zero[t] Σ_i w[o,i])
///        + s_out[t] · Σ_c outlierCode[t,c] w[o,c]) + field[o]
///
/// The sums are exact integers. With block scales each block's sum is scaled before it is added.
extension Instruction.Read: RowInstruction {
  var passage: Passage { Passage(hasTiles: true) }

  func perform(_ rows: Range<Int>, _ stage: Stage) -> Work {
    let prepared = stage.machine.arrays[array]
    let sumsMove = stage.machine.valueTiles.movedSums.contains(stage.index)
    if case .event = stage.settings.fidelity {
      return stage.simulate(rows, into: into) { row, context, record, events in
        stage.session.tiles.crossbar.accept(
          CrossbarTile.Row(
            array: prepared, codes: stage.codes(self.codes, row), sumsMove: sumsMove), in: context,
          record: &record, events: &events)
      }
    }
    let codes = stage.codes(self.codes, rows)
    stage.write(prepared.product(codes), into: into, rows)
    let reading = ArrayReading(prepared, codes: codes, sumsMove: sumsMove, on: stage.chip)
    reading.count(reading.work, in: &stage.record)
    return .tiles([TileRun](repeating: reading.run, count: rows.count))
  }

  func foresee(_ rows: Range<Int>, _ stage: Stage) -> Work {
    let clamp = stage.clamp(of: codes)
    let reading = ArrayReading(
      stage.program.arrays[array], bits: clamp.bits, outliers: clamp.outlierChannels,
      rows: rows.count, sumsMove: stage.machine.valueTiles.movedSums.contains(stage.index),
      on: stage.chip, activeShare: stage.assumptions.activeShare)
    reading.count(reading.work, in: &stage.record)
    return .tiles([TileRun](repeating: reading.run, count: rows.count))
  }
}

/// What a row of codes does to the tiles of an array.
struct CrossbarWork: Equatable {
  /// Planes pulsed on rows.
  var pulses = 0
  /// Coupling bits that met a bit of a plane.
  var evaluations = 0
  /// Column sums of one input plane and one coupling plane.
  var columnSums = 0
  /// Partial sums handed from one row tile to the next.
  var partialSums = 0
}

/// The reading of an array by rows of codes: its work, actions and time.
struct ArrayReading {
  private let array: CouplingArray
  private let chip: ChipSpec
  private let bits: Int
  private let outliers: Int
  private let rows: Int
  /// Products of two bits that are 1, of all rows.
  private var activeProducts: Int
  /// Whether a `move` brings the sums down the row tiles. Where a program has none, as older ones, they take
  /// one hop to the next tile.
  private let sumsMove: Bool

  init(_ prepared: PreparedArray, codes: CodedMatrix, sumsMove: Bool, on chip: ChipSpec) {
    self.init(
      prepared.array, bits: codes.bits, outliers: codes.outliers, rows: codes.rows,
      sumsMove: sumsMove, on: chip, activeProducts: prepared.activeProducts(codes))
  }

  /// The reading of rows that nobody has.
  /// - Parameter activeShare: of the products of two bits that are 1.
  init(
    _ array: CouplingArray, bits: Int, outliers: Int, rows: Int, sumsMove: Bool,
    on chip: ChipSpec, activeShare: Double
  ) {
    self.init(
      array, bits: bits, outliers: outliers, rows: rows, sumsMove: sumsMove, on: chip,
      activeProducts: 0)
    activeProducts = Int(counting: (Double(work.evaluations * rows) * activeShare).rounded())
  }

  private init(
    _ array: CouplingArray, bits: Int, outliers: Int, rows: Int, sumsMove: Bool,
    on chip: ChipSpec, activeProducts: Int
  ) {
    self.array = array
    self.bits = bits
    self.outliers = outliers
    self.rows = rows
    self.sumsMove = sumsMove
    self.chip = chip
    self.activeProducts = activeProducts
  }

  /// Outlier channels are a second pass in which only their rows are pulsed.
  private var passes: Int { outliers > 0 ? 2 : 1 }

  /// The work of one row: every coupling bit meets every plane of the codes.
  var work: CrossbarWork {
    let placement = array.placement
    let pulsed = array.inputs + outliers
    return CrossbarWork(
      // Each column of tiles has input agents of its own.
      pulses: pulsed * bits * placement.columnTiles,
      evaluations: pulsed * array.outputs * array.bits * bits,
      // Outliers touch at most one tile each; the first pass touches all row tiles.
      columnSums: array.outputs * (placement.rowTiles + min(outliers, placement.rowTiles))
        * bits * array.bits,
      // Partial sums of each pass run down the row tiles.
      partialSums: array.outputs * (placement.rowTiles - 1) * passes)
  }

  /// Counts the work of the rows, all alike, and what the periphery does with their sums.
  func count(_ work: CrossbarWork, in record: inout InstructionRecord) {
    record.add(.couplingEvaluation, .deterministic, on: .linearTiles, work.evaluations * rows)
    record.add(.clampWrite, .deterministic, on: .linearTiles, work.pulses * rows)
    record.addReadOuts(work.columnSums * rows, on: .linearTiles, of: chip)
    record.add(.digitalOperation, .deterministic, on: .linearTiles, work.partialSums * rows)
    if !sumsMove {
      record.add(
        .networkBitHop, .deterministic, on: .network,
        work.partialSums * Precision.accumulatorBits * rows)
    }
    // Sums of further blocks are brought to the scale of the first where they are added.
    record.add(
      .digitalOperation, .deterministic, on: .linearTiles,
      array.outputs * 2 * (array.blocks - 1) * rows)
    // Zero (2), scales of token and output (2) and field (1); scale and sum of the outliers (2).
    record.add(
      .digitalOperation, .deterministic, on: .periphery,
      array.outputs * (passes == 2 ? 7 : 5) * rows)
    let products = UInt64(work.evaluations * rows)
    record.addTwin(
      TwinWork(
        component: .linearTiles, multiplierBits: products,
        analog: AnalogWork(
          products: products, activeProducts: UInt64(activeProducts),
          conversions: UInt64(work.columnSums * rows))))
  }

  /// Planes enter one after the other; sums leave through counters and down the row tiles.
  var run: TileRun {
    let placement = array.placement
    let planes =
      passes * bits * chip.timing.planeCycles * chip.conversionCycles(array.bits)
      * placement.rounds
    return TileRun(
      latency: planes + chip.columnDelay_cycles(couplingBits: array.bits)
        + (placement.rowTiles - 1) * (sumsMove ? 1 : chip.timing.hopCycles + 1),
      busy: planes)
  }
}

extension InstructionRecord {
  /// Counts products of one input plane and one coupling plane, column by column: counted, or converted
  /// and then shifted and added, which is a counter's step as well.
  mutating func addReadOuts(_ products: Int, on component: ChipComponent, of chip: ChipSpec) {
    add(.counterStep, .deterministic, on: component, products)
    if case .converter = chip.timing.readOut {
      add(.adcConversion, .deterministic, on: component, products)
    }
  }

  /// Adds to the work of the twins.
  mutating func addTwin(_ work: TwinWork) {
    if twin == nil { twin = work } else { twin? += work }
  }
}
