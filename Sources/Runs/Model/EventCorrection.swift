import Foundation
import HardwareSpecs
import Reports
import VirtualChip

/// By how much longer fidelity `event` takes than the schedule of `sampled`: queues that no schedule foresees.
///
/// A law for pairs of runs, with its error on pairs that were held back from the fit. The pairs, the fit and
/// the error: `benchmarks/study/event_correction.py`, docs/machine.md.
public struct EventCorrection: Sendable, Equatable {
  /// Excess = factor · S^exponent.
  static let (factor, exponent) = (0.094, -0.152)
  /// Root mean square error of the corrected time on the pairs that were held back.
  static let rmsError = 0.011

  /// t_event / t_sampled − 1.
  public let excess: Double

  /// The correction of a run; `nil` where no pair of runs was like it: another road, other draws, more or
  /// fewer samples, shorter or longer texts, another mesh.
  ///
  /// - Parameter meanTokens: of a text. The pairs had 22 and 26; texts of 4 tokens take 21 % longer, of 15 8 %.
  init?(of settings: RunSettings, on chip: ChipSpec, meanTokens: Double) {
    let words = settings.attention.words
    let (geometry, timing) = (chip.geometry, chip.timing)
    guard settings.fidelity == .sampled, (4...256).contains(settings.samples),
      (22...26).contains(meanTokens),
      words.dynamics == .race, words.draws == .systematic,
      geometry.linearTiles == 1024, geometry.raceTiles == 64, geometry.digitalLanes == 1024,
      timing.flitBits == 128, timing.creditFlits == 4, timing.planeCycles == 1,
      chip.dies.count == 1
    else { return nil }
    excess = Self.factor * pow(Double(settings.samples), Self.exponent)
  }

  /// In words.
  var sentence: String {
    "fidelity event takes about \(Quantity.percent(excess)) longer "
      + "(± \(Quantity.percent(Self.rmsError)) on runs held back)"
  }

  /// `event_correction` of the JSON document.
  var facts: Facts { ["excess": excess, "rms_error": Self.rmsError] }
}
