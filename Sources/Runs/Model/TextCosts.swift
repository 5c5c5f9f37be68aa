public import EnergyBudgets
package import ExecutionRecords
import HardwareSpecs
import Reports
package import VirtualChip

/// What a text costs a machine, on average: one at a time, and where texts overlap.
public struct TextCosts: Sendable {
  /// How texts come.
  public enum Mode: Sendable, CaseIterable {
    /// One at a time: the next one starts when this one is through.
    case latency
    /// As many at once as the busiest part allows.
    case throughput
  }

  /// Time of a text alone in seconds.
  public var time_s: Double
  /// Texts a second where they overlap.
  public var texts_perSecond: Double
  /// What holds them back there.
  public var bottleneck: String
  /// Energy of a text alone in joules; `nil` if a price is missing.
  private let alone: Drawn?
  /// Energy of a text that shares the static power with others.
  private let overlapping: Drawn?

  /// Works out the costs.
  ///
  /// - Parameters:
  ///   - record: of all texts, one after another.
  ///   - prices: of the machine.
  ///   - texts: their number, one at least.
  ///   - throughput: how many texts a second the machine finishes.
  package init(
    of record: ExecutionRecord, at prices: DrawnPrices, texts: Int, throughput: Throughput
  ) {
    let (count, total) = (Double(max(1, texts)), record.total)
    time_s = record.timeline.duration_s / count
    texts_perSecond = throughput.texts_perSecond
    bottleneck = throughput.bottleneck
    alone = prices.energy(of: total, seconds: time_s * count).map { $0 / count }
    overlapping = prices.energy(of: total, seconds: count / texts_perSecond).map { $0 / count }
  }

  /// Energy of a text in joules; `nil` if a price is missing.
  public func energy_J(_ mode: Mode) -> Drawn? { mode == .latency ? alone : overlapping }

  /// Seconds between the ends of two texts.
  func textTime_s(_ mode: Mode) -> Double { mode == .latency ? time_s : 1 / texts_perSecond }

  /// Mean power in watts at nominal figures; `nil` if a price is missing or no time passes.
  public func power_W(_ mode: Mode) -> Double? {
    switch mode {
    case .latency: time_s > 0 ? alone.map { $0.nominal / time_s } : nil
    case .throughput: overlapping.map { $0.nominal * texts_perSecond }
    }
  }

  /// `latency` and `throughput` of a machine's JSON object.
  var facts: Facts {
    [
      "throughput": [
        "texts_per_s": texts_perSecond, "energy_J": overlapping?.band,
        "power_W": power_W(.throughput), "bottleneck": bottleneck,
      ] as Facts,
      "latency": [
        "time_s": time_s, "energy_J": alone?.band, "power_W": power_W(.latency),
      ] as Facts,
    ]
  }
}

extension RunReport.Device {
  /// The cost of the mode: batch 1, or batches so large that more would not help.
  func cost(_ mode: TextCosts.Mode) -> RunReport.DeviceCost {
    mode == .latency ? single : saturated
  }
}

extension RunReport.DeviceCost {
  /// Energy of all texts under draws of its own: nothing is known of what its figures share.
  var drawnEnergy_J: Drawn { Drawn(energy_J, named: "\(device) \(precision) batch \(batch)") }
}
