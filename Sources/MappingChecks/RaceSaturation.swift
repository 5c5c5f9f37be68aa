import ChipPrograms
import HardwareSpecs
import Reports
import VirtualChip

/// What the largest rate of an agent does to attention rows: where one has more than a share λ_max / R of the
/// total rate, it fires too seldom.
package struct RaceSaturation {
  /// The largest mean distance of shares that is sound.
  package static let limit = RaceChecks.distanceLimit

  /// λ_max / R: from 1 on no agent saturates.
  package let largestShare: Double
  /// Rows looked at.
  package let rows: Int
  /// Rows with an agent above that share.
  package let saturated: Int
  /// Mean total variation between the shares before and after.
  package let distance: Double
  /// The largest of a row.
  package let largestDistance: Double

  init(_ rows: [RaceRow], on timing: ChipTiming) {
    largestShare = Self.largestShare(on: timing)
    self.rows = rows.count
    saturated = rows.count { $0.saturates }
    distance = rows.reduce(0) { $0 + $1.saturationDistance } / Double(max(1, rows.count))
    largestDistance = rows.map(\.saturationDistance).max() ?? 0
  }

  /// The attention rows of texts; `nil` where there are none or no agent can saturate.
  init?(ofRaces rows: [RaceRow], on timing: ChipTiming) {
    guard !rows.isEmpty, Self.largestShare(on: timing) < 1 else { return nil }
    self.init(rows, on: timing)
  }

  private static func largestShare(on timing: ChipTiming) -> Double {
    timing.maximumRate_Hz * timing.arbitration_s / timing.raceLoad
  }

  /// Which rows, in words.
  package var detail: String {
    largestShare >= 1
      ? "which no agent reaches: λ_max is \(Quantity.decimals(largestShare, 2)) times the total rate"
      : "\(saturated) of \(rows) rows have an agent with more than "
        + "\(Quantity.percent(largestShare)) of the total rate"
  }
}

extension VirtualChip {
  /// The attention rows of all races in a trace.
  func raceRows(in trace: Trace, draws: Draws) -> [RaceRow] {
    program.instructions.map(\.operation).compactMap { $0 as? Instruction.Race }.flatMap {
      raceRows($0.shape, query: $0.query, key: $0.key, in: trace, draws: draws)
    }
  }
}
