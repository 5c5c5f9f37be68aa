import ByteFormats
import ChipPrograms
import ExecutionRecords
import HardwareSpecs

/// How long races take.
enum RaceTimes {
  /// How the race tiles of a chip share a race among them.
  struct Layout {
    /// Tiles side by side that hold the keys of one head.
    let columns: Int
    /// Times that the tiles are loaded with keys.
    let loads: Int
    /// Races that a query runs one after the other: loads × query heads that share keys.
    let rounds: Int
    /// Cycles until all keys are written: one row a token, in all tiles at once.
    let keyWrites: Int
    /// Cycles for which the planes of one query occupy its tiles.
    let planes: Int

    init(_ shape: Instruction.RaceShape, tokens: Int, chip: ChipSpec) {
      let geometry = chip.geometry
      columns = ceilingDivide(tokens, geometry.tileColumns)
      loads = ceilingDivide(shape.keyValueHeads * columns, geometry.raceTiles)
      rounds = loads * (shape.heads / shape.keyValueHeads)
      keyWrites = min(tokens, geometry.tileColumns) * chip.timing.couplingRowCycles * loads
      planes = shape.bits * chip.timing.planeCycles * Reading.conversionCycles(shape.bits, chip)
    }
  }

  /// A query enters when its planes are scored, its DACs settled, its slowest head has fired and the
  /// values are read; the next one may enter when the slowest of these is free.
  static func stage(
    _ shape: Instruction.RaceShape, outcome: Racing.Outcome, tokens: Int, settings: RunSettings,
    chip: ChipSpec
  ) -> StageTime {
    let timing = chip.timing
    let layout = Layout(shape, tokens: tokens, chip: chip)
    let planes = layout.planes
    let scoring = planes + ceilingLog2(chip.geometry.tileRows) + shape.bits + 2
    let settling = Transfer.cycles(seconds: timing.betaSettling_s, chip: chip)
    let road = settings.attention.road
    let slowest_s =
      settings.fidelity == .expectation
      ? road.expectedSlowest_s(
        outcome.laws, outcome.rows, heads: shape.heads,
        RowConditions(timing: timing, samples: settings.samples))
      : RowOutcome.slowest_s(outcome.rows, heads: shape.heads)
    let initiations = (0..<tokens).map { token in
      let racing = Transfer.cycles(seconds: slowest_s[token], chip: chip)
      return layout.rounds * max(planes, settling + racing, outcome.slowestReads[token])
    }
    let latency = layout.keyWrites + scoring + initiations[0] + outcome.slowestReads[0]
    var stage = StageTime(latency: latency, initiations: initiations)
    stage.twin = twin(shape, tokens: tokens, chip: chip)
    return stage
  }
}
