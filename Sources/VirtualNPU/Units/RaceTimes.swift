import ChipPrograms
import ExecutionRecords
import HardwareSpecs

/// How long races take, and how many firings they need.
enum RaceTimes {
  /// Firings of each row, collisions included.
  struct Attempts {
    var perRow: [Int]
    var total: Int
  }

  /// S accepted draws take S/A draws in the mean; drawn, S plus a negative binomial number.
  static func attempts(
    _ outcome: Racing.Outcome, settings: RunSettings, streams: DrawStreams
  ) -> Attempts {
    let samples = settings.samples
    let perRow: [Int]
    switch (settings.fidelity, settings.draws) {
    case (.sampled, .independent), (.event, .independent):
      perRow = outcome.races.enumerated().map { row, race in
        samples + streams.collisions(acceptance: race.acceptance, row: row)
      }
    default:
      perRow = outcome.races.map { Int((Float(samples) / $0.acceptance).rounded()) }
    }
    return Attempts(perRow: perRow, total: perRow.reduce(0, +))
  }

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
    _ shape: Instruction.RaceShape, outcome: Racing.Outcome, draws: Attempts, tokens: Int,
    settings: RunSettings, chip: ChipSpec, streams: DrawStreams
  ) -> StageTime {
    let timing = chip.timing
    let layout = Layout(shape, tokens: tokens, chip: chip)
    let planes = layout.planes
    let rate = timing.raceLoad / timing.arbitration_s
    let scoring = planes + ceilingLog2(chip.geometry.tileRows) + shape.bits + 2
    let settling = Transfer.cycles(seconds: timing.betaSettling_s, chip: chip)
    let mean = Double(draws.total) / Double(max(1, draws.perRow.count))
    let expected =
      settings.needsMeanMaximum ? ErlangMaximum.expected(shape: mean, of: shape.heads) : 0
    let initiations = (0..<tokens).map { token in
      // In units of the mean interval at the full rate.
      var slowest = 0.0
      for head in 0..<shape.heads {
        let row = token * shape.heads + head
        let race = outcome.races[row]
        let firings: Double
        switch (settings.fidelity, settings.draws) {
        case (.expectation, .independent): firings = expected
        case (.sampled, .independent), (.event, .independent):
          firings = streams.erlang(draws.perRow[row], row: row)
        // Regular clocks: a fixed window, and as many more as stayed empty.
        case (_, .systematic):
          firings = Double(draws.perRow[row]) * Double(1 + outcome.retries[row])
        }
        slowest = max(slowest, firings / Double(race.rate))
      }
      let racing = Transfer.cycles(seconds: slowest / rate, chip: chip)
      return layout.rounds * max(planes, settling + racing, outcome.slowestReads[token])
    }
    let latency = layout.keyWrites + scoring + initiations[0] + outcome.slowestReads[0]
    var stage = StageTime(latency: latency, initiations: initiations)
    stage.twin = twin(shape, tokens: tokens, chip: chip)
    return stage
  }
}
