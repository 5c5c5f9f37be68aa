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

  /// S accepted firings take S/A firings in the mean; drawn, S plus a negative binomial number.
  static func attempts(
    _ outcome: Racing.Outcome, settings: RunSettings, streams: DrawStreams
  ) -> Attempts {
    let samples = settings.samples
    let perRow: [Int]
    switch (settings.fidelity, settings.draws) {
    case (.sampled, .independent):
      perRow = outcome.acceptance.enumerated().map { row, acceptance in
        samples + streams.collisions(acceptance: acceptance, row: row)
      }
    default:
      perRow = outcome.acceptance.map { Int((Float(samples) / $0).rounded()) }
    }
    return Attempts(perRow: perRow, total: perRow.reduce(0, +))
  }

  /// A query enters when its planes are scored, its DACs settled, its slowest head has fired and the
  /// values are read; the next one may enter when the slowest of these is free.
  static func stage(
    _ shape: Instruction.RaceShape, outcome: Racing.Outcome, draws: Attempts, tokens: Int,
    settings: RunSettings, chip: ChipSpec, streams: DrawStreams
  ) -> StageTime {
    let timing = chip.timing
    let tiles = shape.heads * ceilingDivide(tokens, chip.geometry.tileColumns)
    let rounds = ceilingDivide(tiles, chip.geometry.raceTiles)
    let rate = timing.raceLoad / timing.arbitration_s
    let planes = shape.bits * timing.planeCycles
    let scoring = planes + ceilingLog2(chip.geometry.tileRows) + shape.bits + 2
    let settling = Transfer.cycles(seconds: timing.betaSettling_s, chip: chip)
    let keyWrites =
      shape.headSize * timing.couplingRowCycles * ceilingDivide(tiles, chip.geometry.raceTiles)
    let mean = Double(draws.total) / Double(max(1, draws.perRow.count))
    let expected = ErlangMaximum.expected(shape: mean, of: shape.heads)
    let initiations = (0..<tokens).map { token in
      let firings: Double
      switch (settings.fidelity, settings.draws) {
      case (.expectation, .independent): firings = expected
      case (.sampled, .independent):
        firings = (0..<shape.heads).reduce(0) { slowest, head in
          let row = token * shape.heads + head
          return max(slowest, streams.erlang(draws.perRow[row], row: row))
        }
      // A regular clock fires S times in a fixed window.
      case (_, .systematic): firings = Double(settings.samples)
      }
      let racing = Transfer.cycles(seconds: firings / rate, chip: chip)
      return rounds * max(planes, settling + racing, outcome.slowestReads[token])
    }
    let latency = keyWrites + scoring + initiations[0] + outcome.slowestReads[0]
    var stage = StageTime(latency: latency, initiations: initiations)
    // The twin scores in the same arrays, looks up exponentials, and takes products with the values
    // in arrays as large.
    let lookUps = ceilingDivide(shape.heads * tokens, chip.geometry.digitalLanes)
    let twinInitiation = max(rounds * 2 * planes, lookUps)
    stage.twin = (keyWrites + 2 * scoring + lookUps, twinInitiation)
    return stage
  }
}
