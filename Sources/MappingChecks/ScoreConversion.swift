import HardwareSpecs
import Reports
import VirtualChip

/// What the score converters of race agents make of softmax.
package struct ScoreConversion {
  /// The largest mean distance of shares that is sound.
  package static let limit = RaceChecks.distanceLimit

  /// Mean total variation between softmax and softmax of the converted scores.
  package let distance: Double
  /// The largest of a row.
  package let largestDistance: Double
  /// Share of agents beyond the range, which are off.
  package let offShare: Double
  /// Softmax weight of those agents, in the mean.
  package let offWeight: Double
  /// Root mean square error of the scores of the others, in nats.
  package let rms_nats: Double
  private let timing: ChipTiming

  init(_ rows: [RaceRow], on timing: ChipTiming) {
    func mean(_ value: (RaceRow) -> Double) -> Double {
      rows.reduce(0) { $0 + value($1) } / Double(max(1, rows.count))
    }
    distance = mean(\.converterDistance)
    largestDistance = rows.map(\.converterDistance).max() ?? 0
    offShare = mean(\.offShare)
    offWeight = mean(\.offWeight)
    rms_nats = mean(\.squaredScoreError).squareRoot()
    self.timing = timing
  }

  /// Whether more of the distance comes from scores beyond the range than from the steps within it.
  package var clips: Bool { offWeight > distance / 2 }

  /// What is lost, in words.
  package var detail: String {
    "mean total variation between softmax and \(timing.scoreBits) bits over "
      + "\(timing.scoreRange_nats) nats; \(Quantity.percent(offShare)) of agents are off, with "
      + "\(Quantity.percent(offWeight)) of the weight"
  }
}
