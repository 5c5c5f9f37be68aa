import ByteFormats
import ChipComponents
internal import ExecutionRecords

/// Quantities that follow from a chip's structure and times alone, each from one formula.
extension ChipSpec {
  /// Couplings that fit on the linear tiles: tiles × rows × columns.
  public var couplingCapacity: Int {
    geometry.linearTiles * geometry.tileRows * geometry.tileColumns
  }

  /// Bits of couplings that fit on the linear tiles: couplings × bits of a coupling.
  public var couplingCapacity_bits: Int { couplingCapacity * geometry.couplingBits }

  /// Time between two firings of a race in seconds: arbitration time / load.
  public var raceDraw_s: Double { timing.arbitration_s / timing.raceLoad }

  /// Cycles from the first bit-plane to the column sums of one tile:
  /// b_x · plane cycles and the delay of a column.
  public var tileLatency_cycles: Int {
    geometry.activationBits * timing.planeCycles
      + columnDelay_cycles(couplingBits: geometry.couplingBits)
  }

  /// Cycles that a column sum takes behind the last bit-plane: the tree of the rows, the planes of the
  /// couplings and two registers, ⌈log2 rows⌉ + b_w + 2.
  ///
  /// - Parameter couplingBits: b_w.
  public func columnDelay_cycles(couplingBits: Int) -> Int {
    ceilingLog2(geometry.tileRows) + couplingBits + 2
  }

  /// Coupling evaluations (bit AND and count) a second when every linear tile works:
  /// capacity in bits × clock / plane cycles, and / conversions that wait for one another.
  public var peakEvaluations_perSecond: Double {
    Double(couplingCapacity_bits) * timing.clock_Hz
      / Double(timing.planeCycles * conversionsInARow)
  }

  /// Conversions that wait for one another at each plane: columns that share a converter, times the bits
  /// of a coupling; 1 for counters.
  var conversionsInARow: Int {
    guard case .converter(_, let columns) = timing.readOut else { return 1 }
    return columns * geometry.couplingBits
  }

  /// Multiply-accumulates a second at full precision: evaluations / (b_w · b_x).
  public var peakMultiplyAccumulates_perSecond: Double {
    peakEvaluations_perSecond / Double(geometry.couplingBits * geometry.activationBits)
  }

  /// The same as figures of the listing.
  var plainFigures: [Formula] {
    func stated(_ name: String, _ value: Double, _ unit: String = "1") -> Formula {
      .stated(name, value, unit)
    }
    let clock = stated("clock", timing.clock_Hz, "Hz")
    let rows = stated("tile_rows", Double(geometry.tileRows))
    let couplingBits = stated("coupling_bits", Double(geometry.couplingBits), "bit")
    let codeBits = stated("activation_bits", Double(geometry.activationBits), "bit")
    let plane = stated("plane_cycles", Double(timing.planeCycles))
    let capacity =
      (stated("linear_tiles", Double(geometry.linearTiles)) * rows
      * stated("tile_columns", Double(geometry.tileColumns))).named(
        "coupling_capacity", "1", "couplings that the linear tiles hold")
    let bits = (capacity * couplingBits).named(
      "coupling_capacity_bits", "bit", "bits of couplings that the linear tiles hold")
    let waiting = stated("conversions_in_a_row", Double(conversionsInARow))
    let evaluations = (bits * clock / (plane * waiting)).named(
      "peak_evaluations", "Hz", "bit-products a second when all linear tiles work")
    return [
      capacity, bits,
      (stated("arbitration", timing.arbitration_s, "s") / stated("race_load", timing.raceLoad))
        .named("race_draw", "s", "time between two firings of a race"),
      ((codeBits * plane
        + stated("row_levels", Double(ceilingLog2(geometry.tileRows))) + couplingBits + 2) / clock)
        .named("tile_latency", "s", "from the first bit-plane to the sums of a tile"),
      evaluations,
      (evaluations / (couplingBits * codeBits)).named(
        "peak_multiply_accumulates", "Hz", "multiply-adds a second at full precision"),
      (rows * stated("coupling_row_cycles", Double(timing.couplingRowCycles)) / clock).named(
        "couplings_load_time", "s", "writing the couplings of all tiles at once"),
    ]
  }
}
