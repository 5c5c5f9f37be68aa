import EnergyBudgets
import ExecutionRecords
import HardwareSpecs
import Reports

/// What stands in a row of the tables of costs: the chip, a twin, or a reference device.
extension RunReport {
  /// A machine or device with its costs of a text.
  struct Entry {
    /// On a page.
    var name: String
    /// On a terminal.
    var short: String
    /// Name and precision in files; the chip and its twins have bits of their own.
    var fields: [String]
    var colour: BarChart.Colour
    /// Time of a text alone; of a device at this batch, over its texts.
    var time_s: Band?
    var texts_perSecond: Double
    /// Energy of a text.
    var energy_J: Band?
    var power_W: Double?
    /// Texts of a pass; `nil` for the chip and its twins, whose texts follow one another.
    var batch: Int?
    /// What holds texts that overlap back; empty for devices.
    var bottleneck = ""
    /// Actions without a price.
    var missing: [Action] = []
    /// Energy of a text over the chip's, and over its digital twin's; `nil` below the floor of accuracy.
    var overChip: Drawn?
    var overTwin: Drawn?
  }

  /// Chip, twins and devices in a mode; machines without costs are left out.
  func entries(_ mode: TextCosts.Mode) -> [Entry] {
    machines.compactMap { entry(of: $0.machine, $0.name, $0.short, $0.colour, mode) }
      + devices.map { entry(of: $0, mode) }
      + (mode == .throughput ? measured.map { entry(of: $0) } : [])
  }

  /// The machines of the comparison, the chip first.
  private var machines: [(machine: Machine, name: String, short: String, colour: BarChart.Colour)] {
    [(chip, "chip", hardware.name, .chip), (twin, "digital twin", "its digital twin", .twin)]
      + [analogTwin.map { ($0, "analog twin", "its analog twin", .analog) }].compactMap(\.self)
  }

  private func entry(
    of machine: Machine, _ name: String, _ short: String, _ colour: BarChart.Colour,
    _ mode: TextCosts.Mode
  ) -> Entry? {
    machine.costs.map { costs in
      let energy = costs.energy_J(mode)
      return Entry(
        name: name, short: short, fields: [colour == .chip ? hardware.name : name, ""],
        colour: colour, time_s: Band(exactly: costs.time_s),
        texts_perSecond: costs.texts_perSecond, energy_J: energy?.band,
        power_W: costs.power_W(mode), bottleneck: costs.bottleneck,
        missing: machine.budget.missingPrices, overChip: ratio(of: energy, to: chip, mode),
        overTwin: ratio(of: energy, to: twin, mode))
    }
  }

  private func entry(of device: Device, _ mode: TextCosts.Mode) -> Entry {
    let texts = Double(max(1, outputs.count))
    let cost = device.cost(mode)
    let ratios = ratios(of: device, mode)
    return Entry(
      name: "\(cost.device), \(cost.precision), batch \(cost.batch)",
      short: "\(cost.device) \(cost.precision)", fields: [cost.device, cost.precision],
      colour: .device, time_s: cost.time_s / texts,
      texts_perSecond: texts / cost.time_s.nominal, energy_J: cost.energy_J / texts,
      power_W: cost.power_W, batch: cost.batch, overChip: ratios?.chip, overTwin: ratios?.twin)
  }

  /// Energy of a text on a device over that on the chip and on its digital twin: both, or none where either is
  /// unknown or too far from the reference. What residency and the network give belongs to the twin, too;
  /// alone, the chip's ratio misleads.
  func ratios(of device: Device, _ mode: TextCosts.Mode) -> (chip: Drawn, twin: Drawn)? {
    guard isComparable, let chip = gain(over: device, mode),
      let twin = gain(over: device, mode, of: twin)
    else { return nil }
    return (chip, twin)
  }

  private func ratio(of energy: Drawn?, to machine: Machine, _ mode: TextCosts.Mode) -> Drawn? {
    guard isComparable, let energy, let other = machine.costs?.energy_J(mode), other.nominal > 0
    else { return nil }
    return energy / other
  }
}
