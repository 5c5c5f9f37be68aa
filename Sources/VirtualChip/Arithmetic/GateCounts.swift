import ChipPrograms
import DenseAlgebra
import HardwareSpecs
import RandomStreams

/// The gates of rows by the law of counts: x·F(x) in the mean, x·n/S with a binomial n, or with that of
/// regular clocks.
struct GateCounts {
  private let threshold: GateThreshold
  private let law: GateLaw
  private let converter: FieldConverter?
  private let stage: Stage
  private let samples: Int
  private let isRegular: Bool
  /// Gates that fire in each round.
  private let rounds: [Int]
  /// Mean intervals that the slowest of a round's Poisson gates takes in the mean, where nothing is drawn.
  private let expected: [Double]
  /// The agents of a die that laws follow; `nil` for ideal ones.
  private let devices: GateDevices?

  init(_ threshold: GateThreshold, width: Int, _ stage: Stage) {
    self.threshold = threshold
    self.stage = stage
    law = GateLaw(threshold, stage.chip.devices)
    converter = FieldConverter(stage.chip.devices)
    samples = stage.settings.samples
    isRegular = stage.settings.draws == .systematic
    devices =
      stage.settings.lawDie == nil
      ? nil : GateDevices(law, width: width, in: stage.context(0))
    let rounds = GateRules.rounds(width: width, on: stage.chip)
    self.rounds = rounds
    let isMean = stage.settings.fidelity == .expectation && !isRegular
    guard isMean, threshold != .zeroTemperature else {
      expected = []
      return
    }
    let ends = [rounds[0], rounds[rounds.count - 1]].map {
      ErlangMaximum.expected(shape: Double(stage.settings.samples), of: $0)
    }
    expected = rounds.indices.map { $0 == rounds.count - 1 ? ends[1] : ends[0] }
  }

  /// Gates rows of fields.
  func gate(_ fields: Matrix, rows: Range<Int>) -> (fields: Matrix, outcomes: [GateOutcome]) {
    var outcomes: [GateOutcome] = []
    let gated = Matrix(rows: fields.rows, width: fields.width) { target in
      // Lanes beyond the width hold x = 0 and are not stored.
      withScratch((fields.width + 63) & ~63, repeating: 0 as Float) { scratch in
        for (place, row) in rows.enumerated() {
          let places = fields.place(ofRow: place)
          let x = fields.elements.span.extracting(places)
          scratch.update(repeating: 0)
          scratch.copy(x)
          if let converter {
            for index in stride(from: 0, to: scratch.count, by: 16) {
              scratch.store(converter(scratch.lanes(index)), at: index)
            }
          }
          if let devices {
            for index in stride(from: 0, to: (x.count + 15) & ~15, by: 16) {
              scratch.store(devices.input(scratch.lanes(index), first: index), at: index)
            }
          }
          outcomes.append(outcome(&scratch, width: x.count, row: row))
          var y = target._mutatingExtracting(places)
          let factors = scratch.span.extracting(0..<y.count)
          for index in y.indices { y[index] = x[index] * factors[index] }
        }
      }
    }
    return (gated, outcomes)
  }

  /// Replaces x by n/S, or by F(x).
  private func outcome(
    _ scratch: inout MutableSpan<Float>, width: Int, row: Int
  ) -> GateOutcome {
    let streams = stage.streams(row)
    let token = stage.token(row)
    if threshold == .zeroTemperature {
      setShares(&scratch)
      return GateOutcome(
        updates: width, firings: 0, slowest_s: [Double](repeating: 0, count: rounds.count))
    }
    let firings: Int
    if stage.settings.fidelity == .expectation {
      setShares(&scratch)
      let sum = RowReductions.sum(scratch.span.extracting(0..<width))
      firings = Int((Double(sum) * Double(Float(samples))).rounded())
    } else if isRegular {
      firings = fireRegularly(&scratch, width: width, token: token, streams)
    } else {
      firings = drawCounts(&scratch, width: width, token: token, streams)
    }
    return GateOutcome(
      updates: isRegular ? firings : width * samples, firings: firings,
      slowest_s: rounds.indices.map {
        intervals(round: $0, token: token, streams) / stage.chip.timing.gateRate_Hz
      })
  }

  /// What the gates of a row do in the mean if each has this chance of g = 1.
  func outcome(share: Double) -> GateOutcome {
    let width = rounds.reduce(0, +)
    guard threshold != .zeroTemperature else {
      return GateOutcome(
        updates: width, firings: 0, slowest_s: [Double](repeating: 0, count: rounds.count))
    }
    let firings = Int(counting: (Double(width * samples) * share).rounded())
    return GateOutcome(
      updates: isRegular ? firings : width * samples, firings: firings,
      slowest_s: rounds.indices.map {
        (isRegular ? Double(samples) : expected[$0]) / stage.chip.timing.gateRate_Hz
      })
  }

  /// Mean intervals until the slowest gate of a round is done.
  private func intervals(round: Int, token: Int, _ streams: InstructionStreams) -> Double {
    if isRegular { return Double(samples) }
    if !expected.isEmpty { return expected[round] }
    var stream = streams.stream(.duration, row: token * rounds.count + round)
    return ErlangMaximum.quantile(stream.uniform(), shape: Double(samples), of: rounds[round])
  }

  /// Replaces x by F(x).
  private func setShares(_ scratch: inout MutableSpan<Float>) {
    var block = 0
    while block < scratch.count {
      scratch.store(law.probability(scratch.lanes(block)), at: block)
      block &+= 16
    }
  }

  /// Binomial counts; returns their sum.
  private func drawCounts(
    _ scratch: inout MutableSpan<Float>, width: Int, token: Int, _ streams: InstructionStreams
  ) -> Int {
    setShares(&scratch)
    let inverse = 1 / Float(samples)
    return withScratch(width, repeating: 0 as UInt16) { counts in
      BinomialBatch.draw(
        trials: samples, probabilities: scratch.span.extracting(0..<width),
        key: streams.key(.gate), firstSite: UInt32(truncatingIfNeeded: token * width),
        into: &counts)
      var total = 0
      for index in counts.indices {
        total &+= Int(counts[index])
        scratch[index] = Float(counts[index]) * inverse
      }
      return total
    }
  }

  /// ⌊S F + u⌋ firings of regular clocks; returns their sum.
  private func fireRegularly(
    _ scratch: inout MutableSpan<Float>, width: Int, token: Int,
    _ streams: InstructionStreams
  ) -> Int {
    let samples = Float(samples)
    let inverse = 1 / samples
    let groups = scratch.count / 64
    // Integer lanes: a row of many gates and samples has more firings than float32 can count.
    var total = SIMD16<Int32>(repeating: 0)
    for group in 0..<groups {
      let phases = streams.phases(group: token &* groups &+ group)
      let start = group &* 64
      @inline(__always)
      func fire(_ phase: Lanes, _ offset: Int) {
        let p = law.probability(scratch.lanes(start &+ offset))
        let n = floorOfNonNegative(p * samples + phase).smaller(Lanes(repeating: samples))
        scratch.store(n * inverse, at: start &+ offset)
        total &+= integers(n)
      }
      fire(phases.0, 0)
      fire(phases.1, 16)
      fire(phases.2, 32)
      fire(phases.3, 48)
    }
    // The lanes that pad the last group fired, too; they are no gates.
    var padding = 0
    for index in width..<scratch.count { padding += Int((scratch[index] * samples).rounded()) }
    return total.indices.reduce(0) { $0 + Int(total[$1]) } - padding
  }
}
