import RandomStreams

/// What a sensor makes of rows whose entropy is known: its bias and spread, by repeated firings.
public struct SensorTrial: Sendable, Equatable {
  /// The sensor.
  public var sensor: EntropySensor
  /// Mean of Ĥ − H in nats.
  public var bias: Double
  /// Standard error of the mean.
  public var biasError: Double
  /// Standard deviation of Ĥ − H from one reading of one row.
  public var deviation: Double
  /// The deviation that the sensor's law states; `nil` where there is no law.
  public var statedDeviation: Double?

  /// Reads rows again and again.
  ///
  /// - Parameters:
  ///   - sensor: the sensor.
  ///   - rows: scores.
  ///   - beta: β, per unit of score.
  ///   - draws: K.
  ///   - repeats: readings of each row, so that there are at least two in all.
  ///   - seed: of the firings.
  ///   - gain: the factor on β that the sensor does not know.
  public init(
    _ sensor: EntropySensor, rows: ScoreRows, beta: Double, draws: Int, repeats: Int, seed: UInt64,
    gain: Double = 1
  ) {
    let agents = SyntheticFirings(draws: draws, gain: gain)
    var (count, sum, squares) = (0.0, 0.0, 0.0)
    var (stated, known) = (0.0, 0.0)
    for (index, scores) in rows.rows.enumerated() {
      let truth = RowState(scores: scores, beta: beta * gain).entropy
      for replica in 0..<repeats {
        var stream = RandomStream(
          StreamKey(seed: seed, purpose: .race, replica: UInt32(truncatingIfNeeded: replica)),
          site: UInt32(truncatingIfNeeded: index))
        let firings = agents.fire(scores, at: beta, for: sensor, &stream)
        guard let estimate = sensor.estimate(firings, at: beta) else { continue }
        let error = estimate.entropy - truth
        count += 1
        sum += error
        squares += error * error
        if let variance = estimate.variance {
          stated += variance
          known += 1
        }
      }
    }
    self.sensor = sensor
    bias = count > 0 ? sum / count : .nan
    deviation = count > 1 ? (max(0, squares - sum * sum / count) / (count - 1)).squareRoot() : .nan
    biasError = deviation / max(1, count).squareRoot()
    statedDeviation = known > 0 ? (stated / known).squareRoot() : nil
  }
}
