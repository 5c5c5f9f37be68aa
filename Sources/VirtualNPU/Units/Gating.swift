import ChipPrograms
import DenseAlgebra
import ExecutionRecords
import HardwareSpecs
import RandomStreams

/// `gate`: E[g]·x with a gate spin g ∈ {0,1} of P(g = 1) = F(x): the count n of S firings makes
/// x·n/S. F = Φ makes GELU exact, σ(x) SiLU, 1[x > 0] ReLU; a measured device has an F of its own
/// (`GateLaw`).
enum Gating {
  struct Outcome {
    var field: Matrix
    /// Σ n over all gates: firings with g = 1.
    var firings: Int
  }

  /// The gates of a value. What a gate passes on is the field itself; its input comes through the
  /// devices' converter.
  static func body(
    _ threshold: GateThreshold, _ fields: Matrix, devices: ChipDevices, streams: DrawStreams
  ) -> Outcome {
    let law = GateLaw(threshold, devices)
    let converter = FieldConverter(devices)
    var firings = 0
    let width = fields.width
    let field = Matrix(rows: fields.rows, width: width) { target in
      fields.elements.withUnsafeBufferPointer { source in
        let groups = (width + 63) / 64
        withUnsafeTemporaryAllocation(of: Float.self, capacity: groups * 64) { scratch in
          for row in 0..<fields.rows {
            let x = source.baseAddress! + row * width
            // Lanes beyond the width hold x = 0 and are not stored.
            scratch.baseAddress!.update(from: x, count: width)
            for index in width..<(groups * 64) { scratch[index] = 0 }
            if let converter {
              for index in stride(from: 0, to: groups * 64, by: 16) {
                scratch.baseAddress!.store(converter(scratch.baseAddress!.lanes(index)), at: index)
              }
            }
            let counts = drawCounts(
              threshold, law, scratch, width: width, row: row, streams: streams)
            firings += counts
            let y = target.baseAddress! + row * width
            for index in 0..<width { y[index] = x[index] * scratch[index] }
          }
        }
      }
    }
    return Outcome(field: field, firings: firings)
  }

  /// Replaces x by n/S (or by F(x) in expectation); returns Σ n.
  private static func drawCounts(
    _ threshold: GateThreshold, _ law: GateLaw, _ scratch: UnsafeMutableBufferPointer<Float>,
    width: Int, row: Int, streams: DrawStreams
  ) -> Int {
    let samples = Float(streams.settings.samples)
    let inverse = 1 / samples
    let values = scratch.baseAddress!
    let groups = scratch.count / 64
    let exact = streams.settings.fidelity == .expectation || threshold == .zeroTemperature
    guard !exact, streams.settings.draws == .systematic else {
      var block = 0
      while block < scratch.count {
        values.store(law.probability(values.lanes(block)), at: block)
        block &+= 16
      }
      let shares = UnsafeBufferPointer(rebasing: UnsafeBufferPointer(scratch)[0..<width])
      guard !exact else {
        return Int((Double(RowReductions.sum(shares)) * Double(samples)).rounded())
      }
      return withUnsafeTemporaryAllocation(of: UInt16.self, capacity: width) { counts in
        streams.binomials(shares, firstSite: row * width, into: counts)
        var total = 0
        for index in 0..<width {
          total &+= Int(counts[index])
          values[index] = Float(counts[index]) * inverse
        }
        return total
      }
    }
    // Integer lanes: a row of many gates and samples has more firings than float32 can count.
    var total = SIMD16<Int32>(repeating: 0)
    for group in 0..<groups {
      let phases = streams.phases(group: row &* groups &+ group)
      let start = group &* 64
      @inline(__always)
      func fire(_ phase: Lanes, _ offset: Int) {
        let p = law.probability(values.lanes(start &+ offset))
        let n = floorOfNonNegative(p * samples + phase).smaller(Lanes(repeating: samples))
        values.store(n * inverse, at: start &+ offset)
        total &+= WholeNumbers.integer(n)
      }
      fire(phases.0, 0)
      fire(phases.1, 16)
      fire(phases.2, 32)
      fire(phases.3, 48)
    }
    // The lanes that pad the last group fired, too; they are no gates.
    var padding = 0
    for index in width..<scratch.count { padding += Int((values[index] * samples).rounded()) }
    return total.indices.reduce(0) { $0 + Int(total[$1]) } - padding
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
    let samples = Double(settings.samples)
    // The last round has the gates that are left.
    let agents = (0..<rounds).map {
      min(chip.geometry.gateAgents, width - $0 * chip.geometry.gateAgents)
    }
    let expected = [agents[0], agents[rounds - 1]].map {
      settings.needsMeanMaximum ? ErlangMaximum.expected(shape: samples, of: $0) : 0
    }
    let initiations = (0..<rows).map { row in
      (0..<rounds).reduce(0) { sum, round in
        let firings: Double
        switch (settings.fidelity, settings.draws) {
        case (.expectation, .independent): firings = expected[round == rounds - 1 ? 1 : 0]
        case (.sampled, .independent), (.event, .independent):
          firings = ErlangMaximum.quantile(
            streams.gateDuration(row: row, round: round, rounds: rounds), shape: samples,
            of: agents[round])
        case (_, .systematic): firings = samples
        }
        return sum + settling + Transfer.cycles(seconds: firings / rate, chip: chip)
      }
    }
    var stage = StageTime(latency: initiations[0], initiations: initiations)
    stage.twin = twin(width: width, chip: chip)
    return stage
  }
}
