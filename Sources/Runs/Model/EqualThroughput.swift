import EnergyBudgets
import Foundation
import HardwareSpecs
public import Reports

/// How many chips finish as many texts a second as one reference device, and what they take together.
public struct EqualThroughput: Sendable, Equatable {
  /// The device.
  public var device: String
  /// Chips, rounded up; `nil` below the floor of accuracy.
  public var chips: Int?
  /// Their power in watts, each at its full rate; `nil` if a price is missing.
  public var power_W: Double?
  /// Their silicon in square millimetres, all dies; `nil` for a chip without a technology.
  public var area_mm2: Double?

  /// Counts the chips: ⌈rate of the device / rate of a chip⌉, with the power and the area of each.
  ///
  /// - Parameters:
  ///   - device: its name.
  ///   - rate: texts a second of the device.
  ///   - chipRate: texts a second of one chip.
  ///   - chipPower_W: power of one chip at that rate in watts.
  ///   - chipArea_mm2: area of one chip in square millimetres.
  /// - Returns: without a count where either rate is no positive number.
  package init(
    device: String, rate: Double, chipRate: Double, chipPower_W: Double?, chipArea_mm2: Double?
  ) {
    self.device = device
    let count = (rate / chipRate).rounded(.up)
    guard rate > 0, chipRate > 0, let chips = Int(exactly: count) else { return }
    self.chips = chips
    power_W = chipPower_W.map { count * $0 }
    area_mm2 = chipArea_mm2.map { count * $0 }
  }

  /// A device that nothing is set against.
  init(device: String) { self.device = device }
}

extension EqualThroughput: HasFacts {
  /// One object of `equal_throughput` in the JSON document.
  public var facts: Facts {
    ["device": device, "chips": chips, "power_W": power_W, "area_mm2": area_mm2]
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
        device: cost.device, rate: texts / cost.time_s.nominal, chipRate: own.texts_perSecond,
        chipPower_W: own.power_W(.throughput), chipArea_mm2: area_mm2)
    }
  }
}
