package import ChipPrograms
import HardwareSpecs
import RandomStreams

/// What a chip's devices do to one attention row, stage by stage, as total variation distances
/// ½ Σ |p_j − p′_j| between the shares before and after.
package struct RaceRow: Sendable {
  /// By the score converter: levels of D/(2^b − 1) nats, agents below the last one off.
  package var converterDistance = 0.0
  /// Mean square error of the scores of the agents that are on, in nats², relative to the maximum.
  package var squaredScoreError = 0.0
  /// Share of agents that the converter turns off.
  package var offShare = 0.0
  /// Softmax weight of those agents.
  package var offWeight = 0.0
  /// By saturation at λ_max.
  package var saturationDistance = 0.0
  /// Whether an agent saturates.
  package var saturates = false
  /// By collisions.
  package var collisionDistance = 0.0
  /// A = Σ p e^{−a(1−p)}: the probability that a draw does not collide; with 2a for regular clocks.
  package var acceptance = 1.0
}

extension VirtualChip {
  /// The attention rows of a race in a trace, by head and then by query, in double precision: nothing
  /// here is shared with the kernel of `RaceLaw` but the scores.
  ///
  /// - Parameters:
  ///   - shape: the race's shape.
  ///   - query: number of the value with its queries.
  ///   - key: number of the value with its keys.
  ///   - trace: a run of this machine that kept its values.
  ///   - draws: which clocks the agents have.
  package func raceRows(
    _ shape: Instruction.RaceShape, query: Int, key: Int, in trace: Trace,
    draws: Draws = .independent
  ) -> [RaceRow] {
    guard let queries = trace.fields[query], let keys = trace.fields[key] else { return [] }
    let saturated = Saturation.saturated(queries)
    var operands = RaceOperands(shape, angles: angles(of: shape))
    // The values do not matter for scores; the keys stand in for them.
    operands.append(keys: keys, values: keys)
    var scores = [Float](repeating: 0, count: (keys.rows + 63) & ~63)
    var rows: [RaceRow] = []
    rows.reserveCapacity(shape.heads * queries.rows)
    for head in 0..<shape.heads {
      for token in 0..<queries.rows {
        let start = token * queries.width + head * shape.headSize
        let seen = shape.seen(by: token, of: keys.rows)
        var row = scores.mutableSpan
        operands.score(
          saturated.elements.span.extracting(start..<(start + shape.headSize)), head: head,
          token: token, keys: seen, beta: beta, into: &row)
        rows.append(raceRow(scores[0..<seen.count].map { Double($0) }, draws: draws))
      }
    }
    return rows
  }

  /// One row of scores through converter, saturation and the collisions of such clocks.
  package func raceRow(_ scores: [Double], draws: Draws = .independent) -> RaceRow {
    var row = RaceRow()
    let timing = chip.timing
    let largest = scores.max() ?? 0
    let exact = Self.normalised(scores.map { DeterministicFunctions.exp($0 - largest) })
    let steps = Double((1 << timing.scoreBits) - 1)
    let step = timing.scoreRange_nats / steps
    var on = 0
    let weights = scores.indices.map { index -> Double in
      let depth = largest - scores[index]
      let level = (depth / step + 0.5).rounded(.down)
      guard level <= steps else {
        row.offWeight += exact[index]
        return 0
      }
      on += 1
      let error = level * step - depth
      row.squaredScoreError += error * error
      return DeterministicFunctions.exp(-level * step)
    }
    row.squaredScoreError /= Double(max(on, 1))
    row.offShare = 1 - Double(on) / Double(max(scores.count, 1))
    let converted = Self.normalised(weights)
    row.converterDistance = Self.distance(exact, converted)

    let rate_Hz = timing.raceLoad / timing.arbitration_s
    let cap = timing.maximumRate_Hz / rate_Hz
    row.saturates = converted.contains { $0 > cap }
    let cut = converted.map { min($0, cap) }
    let firing = cut.reduce(0, +)
    let shares = Self.normalised(cut)
    row.saturationDistance = row.saturates ? Self.distance(converted, shares) : 0

    let load = timing.raceLoad * firing * (draws == .systematic ? 2 : 1)
    let collided = shares.map { $0 * DeterministicFunctions.exp(load * $0) }
    row.acceptance = collided.reduce(0, +) * DeterministicFunctions.exp(-load)
    row.collisionDistance = Self.distance(shares, Self.normalised(collided))
    return row
  }

  private static func normalised(_ weights: [Double]) -> [Double] {
    let sum = weights.reduce(0, +)
    return sum > 0 ? weights.map { $0 / sum } : weights
  }

  private static func distance(_ left: [Double], _ right: [Double]) -> Double {
    0.5 * zip(left, right).reduce(0) { $0 + abs($1.0 - $1.1) }
  }
}
