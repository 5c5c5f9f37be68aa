import ChipPrograms
import DenseAlgebra
import ExecutionRecords
import HardwareSpecs

/// `gate`: E[g]·x with a gate spin g ∈ {0,1} of P(g = 1) = F(x): the count n of S firings makes
/// x·n/S. F = Φ makes GELU exact, σ(x) SiLU, 1[x > 0] ReLU.
enum Gating {
  struct Outcome {
    var field: Matrix
    /// Σ n over all gates: firings with g = 1.
    var firings: Int
  }

  static func body(
    _ threshold: GateThreshold, _ fields: Matrix, streams: DrawStreams
  ) -> Outcome {
    var firings = 0
    let width = fields.width
    let field = Matrix(rows: fields.rows, width: width) { target in
      fields.elements.withUnsafeBufferPointer { source in
        for row in 0..<fields.rows {
          let start = row * width
          firings += gateRow(
            threshold, source.baseAddress! + start, into: target.baseAddress! + start,
            count: width, row: row, streams: streams)
        }
      }
    }
    return Outcome(field: field, firings: firings)
  }

  /// Gates of one token; returns Σ n.
  private static func gateRow(
    _ threshold: GateThreshold, _ source: UnsafePointer<Float>,
    into target: UnsafeMutablePointer<Float>, count: Int, row: Int, streams: DrawStreams
  ) -> Int {
    let samples = Float(streams.settings.samples)
    let inverse = 1 / samples
    var firings = 0
    var block = 0
    while block < count {
      let rest = min(16, count &- block)
      let x =
        rest == 16 ? source.lanes(block) : source.lanes(block, count: rest, filler: 0)
      let p = probability(threshold, x)
      let y: Lanes
      if streams.settings.fidelity == .expectation || threshold == .zeroTemperature {
        y = x * p
        firings &+= Int((p * samples).sum().rounded())
      } else {
        let n: Lanes
        switch streams.settings.draws {
        case .systematic:
          let phase = streams.gatePhases(row: row, block: block >> 4)
          n = floorOfNonNegative(p * samples + phase).smaller(Lanes(repeating: samples))
        case .independent:
          n = streams.binomials(p, row: row, block: block)
        }
        y = x * n * inverse
        firings &+= Int(n.sum())
      }
      if rest == 16 {
        target.store(y, at: block)
      } else {
        target.store(y, at: block, count: rest)
      }
      block &+= 16
    }
    return firings
  }

  @inline(__always)
  private static func probability(_ threshold: GateThreshold, _ x: Lanes) -> Lanes {
    switch threshold {
    case .gaussian: VectorFunctions.normalDistribution(x)
    case .logistic: VectorFunctions.logistic(x * 1.702)
    case .unitLogistic: VectorFunctions.logistic(x)
    case .zeroTemperature: Lanes(repeating: 0).replacing(with: 1, where: x .> 0)
    }
  }

  /// A Poisson gate draws S times; an integrate-and-fire gate fires n times; at zero temperature one
  /// comparison decides.
  static func account(
    _ threshold: GateThreshold, outcome: Outcome, settings: RunSettings, chip: ChipSpec,
    streams: DrawStreams, record: inout InstructionRecord
  ) -> StageTime {
    let gates = outcome.field.elements.count
    let rows = outcome.field.rows
    let width = outcome.field.width
    record.add(.dacSet, .deterministic, on: .gateTiles, gates)
    record.add(.digitalOperation, .deterministic, on: .gateTiles, gates)
    record.twin = TwinWork(component: .gateTiles, tableLookups: UInt64(gates))
    let rounds = ceilingDivide(width, chip.geometry.gateAgents)
    if threshold == .zeroTemperature {
      record.add(.agentUpdate, .deterministic, on: .gateTiles, gates)
      return StageTime(latency: rounds, initiation: rounds)
    }
    record.add(
      .agentUpdate, .sampling, on: .gateTiles,
      settings.draws == .independent ? gates * settings.samples : outcome.firings)
    record.add(.counterStep, .sampling, on: .gateTiles, outcome.firings)
    let rate = chip.timing.gateRate_Hz
    let settling = Transfer.cycles(seconds: chip.timing.betaSettling_s, chip: chip)
    let agents = min(width, chip.geometry.gateAgents)
    let expected = ErlangMaximum.expected(shape: Double(settings.samples), of: agents)
    let initiations = (0..<rows).map { row in
      (0..<rounds).reduce(0) { sum, round in
        let firings: Double
        switch (settings.fidelity, settings.draws) {
        case (.expectation, .independent): firings = expected
        case (.sampled, .independent):
          firings = ErlangMaximum.quantile(
            streams.gateDuration(row: row, round: round), shape: Double(settings.samples),
            of: agents)
        case (_, .systematic): firings = Double(settings.samples)
        }
        return sum + settling + Transfer.cycles(seconds: firings / rate, chip: chip)
      }
    }
    var stage = StageTime(latency: initiations[0], initiations: initiations)
    let lookUps = ceilingDivide(width, chip.geometry.digitalLanes)
    stage.twin = (lookUps, lookUps)
    return stage
  }
}
