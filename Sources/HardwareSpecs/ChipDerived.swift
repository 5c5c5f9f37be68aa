import ByteFormats
internal import ExecutionRecords

/// Quantities that follow from a chip's description, each from one formula.
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
  /// capacity in bits × clock / plane cycles.
  public var peakEvaluations_perSecond: Double {
    Double(couplingCapacity_bits) * timing.clock_Hz / Double(timing.planeCycles)
  }

  /// Multiply-accumulates a second at full precision: evaluations / (b_w · b_x).
  public var peakMultiplyAccumulates_perSecond: Double {
    peakEvaluations_perSecond / Double(geometry.couplingBits * geometry.activationBits)
  }

  /// The sum of all static powers in watts; the band adds the ends.
  public var totalStaticPower_W: Band { staticPower.reduce(.zero) { $0 + $1.power_W.band } }

  /// Energy of one b_w × b_x multiply-accumulate on the bit-serial array, in joules:
  /// b_w · b_x coupling evaluations; `nil` without that price.
  public var bitSerialMultiplyAccumulate_J: Double? {
    prices[.couplingEvaluation].map {
      $0.nominal * Double(geometry.couplingBits * geometry.activationBits)
    }
  }

  /// The derived rows of the listing.
  var derivedRows: [SpecRow] {
    let statics = totalStaticPower_W
    var rows: [SpecRow] = [
      .derived(
        "coupling_capacity", Double(couplingCapacity), .none,
        "linear_tiles × tile_rows × tile_columns"),
      .derived(
        "coupling_capacity_bits", Double(couplingCapacity_bits), .information,
        "coupling_capacity × coupling_bits"),
      .derived("race_draw", raceDraw_s, .time, "arbitration / race_load"),
      .derived(
        "tile_latency", Double(tileLatency_cycles) / timing.clock_Hz, .time,
        "(activation_bits × plane_cycles + ⌈log2 tile_rows⌉ + coupling_bits + 2) / clock"),
      .derived(
        "peak_evaluations", peakEvaluations_perSecond, .frequency,
        "coupling_capacity_bits × clock / plane_cycles"),
      .derived(
        "peak_multiply_accumulates", peakMultiplyAccumulates_perSecond, .frequency,
        "peak_evaluations / (coupling_bits × activation_bits)"),
      .derived(
        "static_power_total", statics.nominal, .power, "the sum of static_power",
        band: statics),
      .derived(
        "couplings_load_time",
        Double(geometry.tileRows * timing.couplingRowCycles) / timing.clock_Hz, .time,
        "tile_rows × coupling_row_cycles / clock, all tiles at once"),
    ]
    if let energy = bitSerialMultiplyAccumulate_J {
      rows.append(
        .derived(
          "bit_serial_multiply_accumulate", energy, .energy,
          "coupling_bits × activation_bits × coupling_evaluation"))
    }
    if let evaluation = prices[.couplingEvaluation] {
      let power = evaluation.nominal * peakEvaluations_perSecond
      rows.append(
        .derived(
          "peak_evaluation_power", power, .power, "peak_evaluations × coupling_evaluation"))
    }
    return rows
  }
}
