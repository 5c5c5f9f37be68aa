import ChipPrograms
import Foundation
import HardwareSpecs
import RandomStreams
import VirtualChip

/// The machine's instructions written down as plainly as possible: one scalar at a time, integers
/// where values are integers, no SIMD, no library products. Slow, and the judge of `VirtualChip`.
enum PlainUnits {
  /// Codes of one row of `clamp`: float32 for what the device holds in float32, operation by operation.
  struct CodedRow {
    var scale: Float
    var zero: Int
    var codes: [Int]
    var outlierScale: Float
    var outliers: [(channel: Int, code: Int)]
  }

  /// An affine code of a range that holds 0.
  struct Affine {
    var scale: Float
    var zero: Int
    let limit: Int

    init(_ values: [Float], bits: Int) {
      limit = (1 << bits) - 1
      let high = values.reduce(0, max)
      let low = values.reduce(0, min)
      scale = (high - low) / Float(limit)
      zero = 0
      if scale > 1e-30 {
        zero = Int((-low * (1 / scale) + 0.5).rounded(.down))
      } else {
        scale = 1
      }
    }

    func code(_ value: Float) -> Int {
      let code = Int((value * (1 / scale)).rounded(.toNearestOrEven)) + zero
      return min(max(code, 0), limit)
    }
  }

  static func clamp(_ row: [Float], bits: Int, outliers count: Int) -> CodedRow {
    let byMagnitude = row.indices.sorted {
      row[$0].magnitude != row[$1].magnitude
        ? row[$0].magnitude > row[$1].magnitude : $0 < $1
    }
    let channels = Array(byMagnitude.prefix(count))
    var ordinary = row
    for channel in channels { ordinary[channel] = 0 }
    let code = Affine(ordinary, bits: bits)
    let apart = Affine(channels.map { row[$0] }, bits: bits)
    return CodedRow(
      scale: code.scale, zero: code.zero, codes: ordinary.map(code.code),
      outlierScale: count > 0 ? apart.scale : 1,
      outliers: channels.map { ($0, apart.code(row[$0]) - apart.zero) })
  }

  /// One output of `read`, and the sum of its terms' magnitudes, which bounds float32's rounding.
  static func read(
    _ array: CouplingArray, output: Int, coded row: CodedRow
  ) -> (field: Double, magnitude: Double) {
    var field = Double(array.fields[output])
    var magnitude = abs(field)
    for block in 0..<array.blocks {
      let scale = Double(array.scales[output * array.blocks + block])
      let channels = (block * array.block)..<min(array.inputs, (block + 1) * array.block)
      var count = 0
      var counted = 0
      for channel in channels {
        let weight = Int(array.codes[output * array.inputs + channel])
        count += (row.codes[channel] - row.zero) * weight
        counted += (row.codes[channel] + row.zero) * abs(weight)
      }
      field += Double(count) * scale * Double(row.scale)
      magnitude += Double(counted) * scale * Double(row.scale)
      for (channel, code) in row.outliers where channels.contains(channel) {
        let term =
          Double(code * Int(array.codes[output * array.inputs + channel])) * scale
          * Double(row.outlierScale)
        field += term
        magnitude += abs(term)
      }
    }
    return (field, magnitude)
  }

  /// Signed codes of one head of a key or value.
  static func signed(_ row: [Float], bits: Int) -> (scale: Float, codes: [Int]) {
    let limit = Float((1 << (bits - 1)) - 1)
    let range = row.map(\.magnitude).reduce(0, max) / limit
    let scale = range > 1e-30 ? range : 1
    return (scale, row.map { Int(($0 * (1 / scale)).rounded(.toNearestOrEven)) })
  }

  /// Exact shares of a race with and without collisions and its acceptance, from scores. An agent meets
  /// others' firings `contests` · a (1 − p) times: within one window, or within two for regular clocks.
  static func shares(
    _ scores: [Float], timing: ChipTiming, contests: Double = 1
  ) -> (free: [Double], shares: [Double], acceptance: Double, rate: Double) {
    let steps = (1 << timing.scoreBits) - 1
    let step = Float(timing.scoreRange_nats) / Float(steps)
    let largest = scores.reduce(-Float.infinity, max)
    let weights = scores.map { score -> Double in
      let level = ((largest - score) * (1 / step) + 0.5).rounded(.down)
      return level > Float(steps) ? 0 : exp(-Double(level) * Double(step))
    }
    let sum = weights.reduce(0, +)
    let limit = timing.maximumRate_Hz * timing.arbitration_s / timing.raceLoad
    let saturated = weights.map { min($0 / sum, limit) }
    let rate = limit < 1 ? saturated.reduce(0, +) : 1
    let load = contests * timing.raceLoad * rate
    let free = saturated.map { $0 / saturated.reduce(0, +) }
    let collided = free.map { $0 * exp(load * $0) }
    let normaliser = collided.reduce(0, +)
    return (free, collided.map { $0 / normaliser }, normaliser * exp(-load), rate)
  }

  /// P(g = 1).
  static func gate(_ threshold: GateThreshold, _ x: Float) -> Double {
    switch threshold {
    case .gaussian: 0.5 * erfc(-Double(x) / 2.squareRoot())
    case .logistic: 1 / (1 + exp(-1.702 * Double(x)))
    case .unitLogistic: 1 / (1 + exp(-Double(x)))
    case .zeroTemperature: x > 0 ? 1 : 0
    }
  }

  /// μ and z of a row: exact, or where feedback stops, with its steps.
  static func potentials(
    _ row: [Float], epsilon: Float, timing: ChipTiming
  ) -> (chemical: Double, multiplier: Double, steps: Int) {
    let h = row.map(Double.init)
    let d = Double(h.count)
    if timing.normMethod == .twoPasses {
      let mean = h.reduce(0, +) / d
      let variance = h.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / d
      return (mean, (variance + Double(epsilon)).squareRoot(), 0)
    }
    var chemical = 0.0
    var multiplier = 1.0
    var steps = 0
    while true {
      // The norm's own sums, over every element.
      let x = h.map { ($0 - chemical) / multiplier }
      let mean = x.reduce(0, +) / d
      let square =
        x.reduce(0) { $0 + $1 * $1 } / d + Double(epsilon) / (multiplier * multiplier)
      if abs(mean) <= timing.normTolerance, abs(square - 1) <= timing.normTolerance {
        return (chemical, multiplier, steps)
      }
      chemical += timing.normGain * multiplier * mean
      multiplier += 0.5 * timing.normGain * multiplier * (square - 1)
      steps += 1
    }
  }
}

/// The draws of one instruction on one text, one scalar call each.
struct PlainDraws {
  let settings: RunSettings
  let text: UInt32
  let instruction: Int

  init(settings: RunSettings, tokens: [Int], instruction: Int) {
    self.settings = settings
    self.instruction = instruction
    // FNV-1a of the tokens' bytes, folded (its finaliser is MurmurHash3's first half).
    var hash: UInt64 = 14_695_981_039_346_656_037
    for token in tokens {
      for byte in 0..<4 {
        hash = (hash ^ UInt64((token >> (8 * byte)) & 255)) &* 1_099_511_628_211
      }
    }
    hash = (hash ^ (hash >> 33)) &* 0xff51_afd7_ed55_8ccd
    text = UInt32(truncatingIfNeeded: hash ^ (hash >> 33))
  }

  func key(_ purpose: StreamPurpose) -> StreamKey {
    StreamKey(
      seed: settings.seed, purpose: purpose, stage: UInt16(instruction), replica: text)
  }

  /// The phase of agent `agent` of a row whose agents come in groups of 64.
  func phase(row: Int, agent: Int, of agents: Int, retry: Int = 0) -> Double {
    let group = row * ((agents + 63) / 64) + agent / 64
    let site = UInt32(16 * group + agent % 16)
    let key = key(.phase)
    let words = Philox.block(
      counter: SIMD4(
        UInt32(retry), site, key.replica,
        UInt32(StreamPurpose.phase.rawValue) << 16 | UInt32(key.stage)),
      key: (UInt32(truncatingIfNeeded: key.seed), UInt32(truncatingIfNeeded: key.seed >> 32)))
    return Double(words[agent % 64 / 16] >> 8) / 16_777_216
  }

  /// Weights of the agents of a race: shares, counts of regular clocks, or a multinomial draw.
  func race(_ shares: [Double], row: Int, rate: Double = 1, contest: Double = 0) -> [Double] {
    let samples = settings.samples
    switch (settings.fidelity, settings.draws) {
    case (.expectation, _): return shares
    case (_, .independent):
      var stream = RandomStream(key(.race), site: UInt32(row))
      if Multinomial.isDrawnOneByOne(samples, categories: shares.count) {
        return Self.drawn(samples, shares, &stream)
      }
      var left = samples
      var rest = shares.reduce(0, +)
      let last = shares.lastIndex { $0 > 0 } ?? 0
      return shares.enumerated().map { index, share in
        guard left > 0, share > 0 else { return 0 }
        let count =
          index == last
          ? left : stream.binomial(trials: left, probability: min(1, share / rest))
        left -= count
        rest -= share
        return Double(count)
      }
    case (_, .systematic):
      var losses = RandomStream(key(.collision), site: UInt32(row))
      for retry in 0..<64 {
        let counts = shares.enumerated().map { index, share in
          let fired =
            (share * rate * Double(samples)
            + phase(row: row, agent: index, of: shares.count, retry: retry)).rounded(.down)
          let lost = 1 - exp(-contest * (1 - share))
          guard fired > 0, contest > 0, lost > 0 else { return fired }
          return fired - Double(losses.binomial(trials: Int(fired), probability: lost))
        }
        if counts.contains(where: { $0 > 0 }) { return counts }
      }
      return shares
    }
  }

  /// Draws one by one: each word is looked for among the shares' parts of 2³².
  private static func drawn(
    _ draws: Int, _ shares: [Double], _ stream: inout RandomStream
  ) -> [Double] {
    var counts = shares.map { _ in 0.0 }
    let total = shares.reduce(0, +)
    for _ in 0..<draws {
      var place = (Double(stream.next()) + 0.5) * 0x1p-32 * total
      let index = shares.firstIndex { share in
        place -= share
        return place < 0
      }
      counts[index ?? shares.lastIndex { $0 > 0 }!] += 1
    }
    return counts
  }

  /// The same from scores: regular clocks fire by p and lose firings after that.
  func race(_ scores: [Float], timing: ChipTiming, row: Int) -> [Double] {
    let isRegular = settings.draws == .systematic
    let law = PlainUnits.shares(scores, timing: timing, contests: isRegular ? 2 : 1)
    guard isRegular, settings.fidelity != .expectation else { return race(law.shares, row: row) }
    return race(
      law.free, row: row, rate: law.rate, contest: 2 * timing.raceLoad * law.rate)
  }

  /// The share of firings with g = 1.
  func gate(_ probability: Double, row: Int, agent: Int, of agents: Int) -> Double {
    let samples = Double(settings.samples)
    switch (settings.fidelity, settings.draws) {
    case (.expectation, _): return probability
    case (_, .independent):
      return Double(
        BinomialBatch.count(
          trials: settings.samples, probability: Float(probability), key: key(.gate),
          site: UInt32(row * agents + agent))) / samples
    case (_, .systematic):
      let phase = phase(row: row, agent: agent, of: agents)
      return min(samples, (probability * samples + phase).rounded(.down)) / samples
    }
  }
}
