import DenseAlgebra
import ExecutionRecords
import HardwareSpecs
import RandomStreams

/// A race between Poisson agents at constant rates, for the time in which S firings are expected: Poisson
/// counts, and an empty window is drawn again.
struct WindowRace: Road {
  var words: AttentionWords { AttentionWords(stop: .window) }
  var updateClass: ActionClass { .sampling }
  var operationClass: ActionClass { .deterministic }

  /// An all-empty window is drawn again at most this often; its chance falls as e^{−tries}.
  static let mostRetries = 64

  func law(
    _ scores: inout MutableSpan<Float>, count: Int, isDrawn: Bool,
    _ conditions: RowConditions
  ) -> RowLaw {
    conditions.race.shares(&scores, count: count)
  }

  func expected(
    _ shares: Span<Float>, count: Int, law: RowLaw,
    _ conditions: RowConditions
  ) -> RowOutcome {
    let window = Window(law, conditions)
    let firings = window.accepted / (1 - window.emptiness)
    var outcome = RowOutcome(firings: Int(counting: firings.rounded()))
    outcome.expectedReads =
      ValueReads.window(shares, count: count, mean: Float(window.accepted))
      / Float(1 - window.emptiness)
    let windows = 1 / (1 - window.emptiness)
    outcome.updates = outcome.firings + Int(counting: (window.lost * windows).rounded())
    outcome.duration_s = window.duration_s * windows
    return outcome
  }

  /// A window has as many collisions as come.
  func draw(
    _ shares: inout MutableSpan<Float>, count: Int, law: RowLaw, row: Int,
    _ streams: InstructionStreams, _ conditions: RowConditions
  ) -> RowOutcome {
    let window = Window(law, conditions)
    var outcome = drawCounts(&shares, count: count, mean: window.accepted, row: row, streams)
    let windows = Double(1 + outcome.retries)
    outcome.updates =
      outcome.firings
      + streams.count(mean: window.lost * windows, row: row, purpose: .collision)
    outcome.duration_s = window.duration_s * windows
    return outcome
  }

  /// Poisson counts of a window; one in which nothing fired is drawn again.
  private func drawCounts(
    _ shares: inout MutableSpan<Float>, count: Int, mean: Double, row: Int,
    _ streams: InstructionStreams
  ) -> RowOutcome {
    var stream = streams.stream(.race, row: row)
    return withScratch(count, repeating: 0 as Float) { counts in
      for retry in 0..<Self.mostRetries {
        var firings = 0
        for index in 0..<count {
          let fired =
            shares[index] > 0 ? stream.poisson(mean: mean * Double(shares[index])) : 0
          counts[index] = Float(fired)
          firings += fired
        }
        guard firings > 0 else { continue }
        for index in 0..<count { shares[index] = counts[index] }
        var outcome = RowOutcome(firings: firings)
        outcome.total = Float(firings)
        outcome.retries = retry
        return outcome
      }
      var outcome = RowOutcome(firings: 0)
      outcome.retries = Self.mostRetries
      return outcome
    }
  }

  func operations(agents: Int, updates: Int) -> Int { Self.scalingOperations(agents: agents) }

  func simulate(
    _ weights: inout MutableSpan<Float>, count: Int, row: Int, firstAgent: Int,
    in context: TileContext, events: inout EventTally
  ) -> RowOutcome {
    PoissonRaces.simulate(
      &weights, count: count, row: row, firstAgent: firstAgent, isWindow: true, in: context,
      events: &events)
  }

  /// A window of the time in which S firings are expected at the full rate.
  private struct Window {
    /// Accepted firings in the mean.
    let accepted: Double
    /// Firings lost to collisions in the mean.
    let lost: Double
    /// S mean intervals and arbitrations.
    let duration_s: Double

    init(_ law: RowLaw, _ conditions: RowConditions) {
      let samples = Double(conditions.samples)
      let firings = samples * Double(law.rate)
      accepted = firings * Double(law.acceptance)
      lost = firings - accepted
      duration_s =
        samples * (1 / conditions.race.totalRate_Hz + conditions.timing.arbitration_s)
    }

    /// The chance of no accepted firing.
    var emptiness: Double { DeterministicFunctions.exp(-min(accepted, 690)) }
  }
}
