import HardwareSpecs
import Reports

/// Measured devices in a report: a row where texts overlap, and an object of the JSON document.
extension RunReport {
  /// A row of a measured device.
  func entry(of device: MeasuredDevice) -> Entry {
    let rate = device.measured.texts_perSecond
    return Entry(
      name: "\(device.name), \(device.arithmetic.rawValue), as measured",
      short: "\(device.name) \(device.arithmetic.rawValue), as measured",
      fields: [device.name, device.arithmetic.rawValue], colour: .device,
      time_s: nil, texts_perSecond: rate, energy_J: device.energyPerText_J,
      power_W: device.measured.power_W.nominal)
  }

  /// `measured_devices` of the JSON document.
  var measuredFacts: [Facts] {
    measured.map { device in
      [
        "device": device.name, "arithmetic": device.arithmetic.rawValue,
        "accelerators": device.measured.accelerators,
        "throughput": [
          "texts_per_s": device.measured.texts_perSecond, "energy_J": device.energyPerText_J,
          "power_W": device.measured.power_W.nominal,
        ] as Facts,
      ]
    }
  }
}
