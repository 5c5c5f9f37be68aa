import ChipPrograms
import HardwareSpecs
package import Reports
import VirtualChip

/// What race tiles make of softmax on the texts' own attention rows.
package enum RaceChecks {
  /// The largest mean distance of shares by one cause that is sound.
  package static let distanceLimit = 0.01
  /// The largest loss of cosine by collisions that is sound.
  package static let lossLimit = 0.001

  /// `race.collisions`, `race.collision-loss`, `race.saturation` and `race.score-converter`.
  package static func checks(of subject: ValidationSubject) throws -> [ValidationCheck] {
    let road = subject.options.settings.attention.words.dynamics
    guard road == .race else {
      return idle("nothing races: attention is drawn by \(road.rawValue)")
    }
    let machine = try subject.requireMachine()
    let rows = try subject.traces().flatMap {
      machine.raceRows(in: $0, draws: subject.options.settings.draws)
    }
    guard !rows.isEmpty else { return idle("the model has no attention") }
    let timing = machine.chip.timing
    return [
      collisions(rows, timing, subject.options.settings.draws), try collisionLoss(subject),
      saturation(rows, timing),
      converter(rows, timing),
    ]
  }

  private static func idle(_ reason: String) -> [ValidationCheck] {
    ["race.collisions", "race.collision-loss", "race.saturation", "race.score-converter"].map {
      ValidationCheck($0, value: nil, detail: reason)
    }
  }

  private static func mean(_ rows: [RaceRow], _ value: (RaceRow) -> Double) -> Double {
    rows.reduce(0) { $0 + value($1) } / Double(rows.count)
  }

  private static func collisions(
    _ rows: [RaceRow], _ timing: ChipTiming, _ draws: Draws
  ) -> ValidationCheck {
    let acceptance = mean(rows, \.acceptance)
    return ValidationCheck(
      "race.collisions", value: mean(rows, \.collisionDistance), limit: distanceLimit,
      detail: "mean total variation between p and p′ ∝ p e^{\(draws == .systematic ? "2" : "")ap} "
        + "over \(rows.count) attention rows at a = \(timing.raceLoad); \(Quantity.percent(acceptance)) of draws are accepted",
      figures: [
        ("load", .number(timing.raceLoad)), ("rows", .integer(UInt64(rows.count))),
        ("largest_distance", .number(rows.map(\.collisionDistance).max() ?? 0)),
        ("acceptance_mean", .number(acceptance)),
        ("acceptance_min", .number(rows.map(\.acceptance).min() ?? 1)),
      ])
  }

  /// The chip against one whose arbiter is a million times as fast at the same total rate: a → 0,
  /// and nothing else changes.
  private static func collisionLoss(_ subject: ValidationSubject) throws -> ValidationCheck {
    let free = try subject.expectation {
      $0.chip.timing.arbitration_s *= 1e-6
      $0.chip.timing.raceLoad *= 1e-6
    }
    let cosines = try subject.cosines(try subject.expectation(), free)
    return ValidationCheck(
      "race.collision-loss", value: 1 - cosines.mean, limit: lossLimit,
      detail: "1 − cosine between the outputs with collisions and without them (a → 0)",
      figures: [
        ("largest_loss", .number(1 - cosines.smallest)),
        ("cosine_without_collisions", .number(try subject.cosine(free))),
      ])
  }

  private static func saturation(_ rows: [RaceRow], _ timing: ChipTiming) -> ValidationCheck {
    let found = RaceSaturation(rows, on: timing)
    return ValidationCheck(
      "race.saturation", value: found.distance, limit: distanceLimit,
      detail: "mean total variation by the largest rate, " + found.detail,
      figures: [
        ("largest_share", .number(found.largestShare)),
        ("saturated_rows", .number(Double(found.saturated) / Double(found.rows))),
        ("largest_distance", .number(found.largestDistance)),
      ])
  }

  private static func converter(_ rows: [RaceRow], _ timing: ChipTiming) -> ValidationCheck {
    let step = timing.scoreRange_nats / Double(1 << timing.scoreBits)
    let found = ScoreConversion(rows, on: timing)
    return ValidationCheck(
      "race.score-converter", value: found.distance, limit: distanceLimit, detail: found.detail,
      figures: [
        ("rms_nats", .number(found.rms_nats)),
        ("rms_expected_nats", .number(step / 12.0.squareRoot())),
        ("off_agents", .number(found.offShare)), ("off_weight", .number(found.offWeight)),
        ("largest_distance", .number(found.largestDistance)),
      ])
  }
}
