import CriticalControl
public import Reports
import SampleStatistics

/// The laws of the thermostat for one law of scores: start values, gains, filters, sensors.
public struct ControlLaws: Report {
  /// What to compute.
  public struct Request: Sendable {
    /// The scores.
    public var scores: SyntheticRequest
    /// g = ln N − H_t in nats.
    public var gap: Double
    /// Draws of a row for the sensors.
    public var draws: Int
    /// Seed of the scores and of the firings.
    public var seed: UInt64
    /// Arguments of the command.
    public var arguments: [String]

    /// Creates a request.
    public init(
      scores: SyntheticRequest, gap: Double, draws: Int, seed: UInt64, arguments: [String]
    ) {
      self.scores = scores
      self.gap = gap
      self.draws = draws
      self.seed = seed
      self.arguments = arguments
    }
  }

  /// What was asked.
  let request: Request
  /// The rows.
  let rows: ScoreRows
  /// The seven values and what stands beside them.
  let starts: StartBetas
  /// β_c, the peak of the heat capacity.
  let criticalBeta: Double?
  /// What the sensors read at the target's β, or at the textbook's where there is none.
  let sensors: [SensorTrial]
  /// The same with a gain of 1.3 that they do not know.
  let sensorsWithGain: [SensorTrial]

  /// The gain error with which sensors are tried.
  static let triedGain = 1.3

  /// Does the job.
  ///
  /// - Throws: `RunFailure` for options out of range.
  public init(_ request: Request) throws(RunFailure) {
    self = try RunFailure.ending { try ControlLaws(checking: request) }
  }

  private init(checking request: Request) throws {
    let scores = request.scores
    try scores.check(hasHeads: false)
    guard (1...65535).contains(request.draws) else {
      throw RunFailure(.usage, "samples: found \(request.draws), expected 1 to 65535")
    }
    self.request = request
    let rows = try ScoreRows(
      SyntheticRows.rows(
        scores.law, count: scores.rows, keys: scores.keys, deviation: scores.deviation,
        seed: request.seed))
    let starts = try StartBetas(rows, gap: request.gap, textbook: scores.textbook)
    let beta = starts.values.first { $0.derivation == .targetEntropy }?.beta ?? scores.textbook
    let repeats = max(2, 1024 / scores.rows)
    func trials(gain: Double) -> [SensorTrial] {
      EntropySensor.allCases.map {
        SensorTrial(
          $0, rows: rows, beta: beta, draws: request.draws, repeats: repeats, seed: request.seed,
          gain: gain)
      }
    }
    self.rows = rows
    self.starts = starts
    criticalBeta = rows.criticalBeta
    sensors = trials(gain: 1)
    sensorsWithGain = trials(gain: Self.triedGain)
  }
}
