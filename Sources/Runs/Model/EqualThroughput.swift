import EnergyBudgets
import Foundation
package import HardwareSpecs
public import Reports

/// How many chips finish as many texts a second as one reference device, and what they take together.
public struct EqualThroughput: Sendable, Equatable {
  /// The device.
  public var device: String
  /// Chips, rounded up; `nil` below the floor of accuracy.
  public var chips: Int?
  /// Fewest and most chips: at the low and the high end of the device's rate.
  public var range: ClosedRange<Int>?
  /// Their power in watts, each at its full rate; `nil` if a price is missing.
  public var power_W: Double?
  /// Their silicon in square millimetres, all dies; `nil` for a chip without a technology.
  public var area_mm2: Double?

  /// Counts the chips: ⌈rate of the device / rate of a chip⌉, with the power and the area of each.
  ///
  /// The rate of a chip is simulated, so that the range is that of the device's times alone.
  ///
  /// - Parameters:
  ///   - device: its name.
  ///   - rate: texts a second of the device, with the ends of its band.
  ///   - chipRate: texts a second of one chip.
  ///   - chipPower_W: power of one chip at that rate in watts.
  ///   - chipArea_mm2: area of one chip in square millimetres.
  /// - Returns: without a count where either rate is no positive number.
  package init(
    device: String, rate: Band, chipRate: Double, chipPower_W: Double?, chipArea_mm2: Double?
  ) {
    self.device = device
    func count(_ rate: Double) -> Int? {
      rate > 0 && chipRate > 0 ? Int(exactly: (rate / chipRate).rounded(.up)) : nil
    }
    guard let chips = count(rate.nominal) else { return }
    self.chips = chips
    if let low = count(rate.low), let high = count(rate.high) { range = low...high }
    power_W = chipPower_W.map { Double(chips) * $0 }
    area_mm2 = chipArea_mm2.map { Double(chips) * $0 }
  }

  /// A device that nothing is set against.
  init(device: String) { self.device = device }
}

extension EqualThroughput: HasFacts {
  /// One object of `equal_throughput` in the JSON document.
  public var facts: Facts {
    [
      "device": device, "chips": chips,
      "chips_band": range.map { ["low": $0.lowerBound, "high": $0.upperBound] as Facts },
      "power_W": power_W, "area_mm2": area_mm2,
    ]
  }
}

extension RunReport {
  /// One entry a reference device; without figures below the floor of accuracy.
  public var equalThroughput: [EqualThroughput] {
    let texts = Double(max(1, outputs.count))
    return devices.map { device in
      let cost = device.saturated
      guard isComparable, let own = chip.costs else { return EqualThroughput(device: cost.device) }
      return EqualThroughput(
        device: cost.device,
        rate: Band(
          low: texts / cost.time_s.high, nominal: texts / cost.time_s.nominal,
          high: texts / cost.time_s.low),
        chipRate: own.texts_perSecond, chipPower_W: own.power_W(.throughput),
        chipArea_mm2: area_mm2)
    }
  }
}
