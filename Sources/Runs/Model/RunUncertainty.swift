public import EnergyBudgets
import ChipComponents
import HardwareSpecs
public import Reports

/// How well the figures of a run are known: its energy, and its ratios under draws that both sides share.
public struct RunUncertainty: Sendable {
  /// Energy and power of the chip, all texts one after another.
  public var chip: Uncertainty
  /// Chip over twin, a text at a time; `nil` if the twin lacks a price.
  public var latencyToTwin: Percentiles?
  /// Chip over twin where texts overlap.
  public var throughputToTwin: Percentiles?
  /// Chip over the first reference device, both with texts that overlap.
  public var throughputToDevice: Percentiles?

  /// Works out a report whose machines have their costs.
  ///
  /// - Returns: `nil` if a price is missing.
  package init?(of report: RunReport, at prices: DrawnPrices) {
    guard let chip = Uncertainty(of: report.chip.record, at: prices) else { return nil }
    self.chip = chip
    guard report.isComparable else { return }
    latencyToTwin = report.ratioToTwin(.latency)?.percentiles
    throughputToTwin = report.ratioToTwin(.throughput)?.percentiles
    throughputToDevice = report.devices.first
      .flatMap { report.gain(over: $0, .throughput) }
      .map { Percentiles(inverseOf: $0.percentiles) }
  }
}

extension Percentiles {
  /// Those of the reciprocal.
  init(inverseOf other: Percentiles) {
    self.init(p05: 1 / other.p95, p50: 1 / other.p50, p95: 1 / other.p05)
  }
}

extension RunReport {
  /// Energy of a text on the chip over that on its twin.
  func ratioToTwin(_ mode: TextCosts.Mode) -> Drawn? {
    guard let chip = chip.costs?.energy_J(mode), let twin = twin.costs?.energy_J(mode),
      twin.nominal > 0
    else { return nil }
    return chip / twin
  }

  /// Energy of a text on a device over that on a machine, the chip by default.
  func gain(over device: Device, _ mode: TextCosts.Mode, of machine: Machine? = nil) -> Drawn? {
    guard let own = (machine ?? chip).costs?.energy_J(mode), own.nominal > 0 else { return nil }
    return device.cost(mode).drawnEnergy_J / Double(max(1, outputs.count)) / own
  }
}

extension RunUncertainty: HasFacts {
  /// `uncertainty` of the JSON document.
  public var facts: Facts {
    [
      "energy_J": chip.energy_J, "power_W": chip.power_W, "ratio_to_twin": latencyToTwin,
      "ratio_to_twin_throughput": throughputToTwin, "ratio_to_device": throughputToDevice,
      "tornado": chip.tornado.map {
        [
          "name": $0.name, "share": $0.share, "source": $0.source,
          "evidence": $0.evidence.rawValue,
        ] as Facts
      },
      "halving": chip.halving?.constants ?? [],
      "width": chip.halving?.width, "width_halved": chip.halving?.narrowed,
    ]
  }
}
