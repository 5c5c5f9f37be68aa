import ChipComponents
import EnergyBudgets
import ExecutionRecords
public import HardwareSpecs
public import Reports
import VirtualChip

/// What thermostat and calibration did in a run, and what they took.
public struct ControlResult: Sendable {
  /// A head over all texts that it was looked at in.
  public struct Head: Sendable, Equatable {
    /// Its layer; `nil` where the race has none.
    public var layer: Int?
    /// Its number in the layer.
    public var number: Int
    /// Mean factor on the program's β that the thermostat has set.
    public var beta: Double
    /// Mean entropy in nats, as read from counts.
    public var entropy: Double
  }

  /// What was asked.
  public let request: ControlRequest
  /// Bits of bias converters; 0 without calibration.
  public let trimBits: Int
  /// Heads by layer.
  public let heads: [Head]
  /// Energy of readings and steps of the thermostat in all texts, and of one calibration, in joules; `nil` without a
  /// price.
  public let energy_J: Band?
  /// Energy of one calibration in joules; `nil` without a price.
  public let calibrationEnergy_J: Band?
  /// Area of estimators, β converters and bias converters; `nil` without a technology.
  public let area_mm2: Double?
  /// Time of one calibration in seconds; 0 without one.
  public let calibrationTime_s: Double

  init(
    _ request: ControlRequest, texts: FoldedTexts, machine: VirtualChip, settings: RunSettings
  ) {
    self.request = request
    let chip = machine.chip
    let prices = DrawnPrices(chip)
    trimBits = request.trim.mode == .none ? 0 : chip.control.trimBits
    let seen = texts.heads.filter { !$0.isEmpty }
    heads = (seen.first ?? []).indices.map { place in
      let states = seen.map { $0[place] }
      let count = Double(states.count)
      return Head(
        layer: states[0].layer, number: states[0].head,
        beta: states.reduce(0) { $0 + $1.beta } / count,
        entropy: states.reduce(0) { $0 + $1.entropy } / count)
    }
    let own = texts.record.record.byComponent[.thermostat] ?? ActionCounts()
    let calibration = machine.calibration(settings)
    calibrationTime_s = calibration?.timeline.duration_s ?? 0
    let total = calibration?.total ?? ActionCounts()
    calibrationEnergy_J = prices.energy(of: total)?.band
    energy_J = prices.energy(of: own + total)?.band
    area_mm2 = ChipPlan(chip).parts?.floor.control?.value
  }
}

extension ControlResult: HasFacts {
  /// `control` of the JSON document.
  public var facts: Facts {
    [
      "thermostat": request.thermostat.rawValue, "trim": request.trim.mode.rawValue,
      "trim_bits": trimBits, "trim_draws": request.trim.draws, "age_s": request.age_s,
      "beta": heads.map(\.beta), "entropy": heads.map(\.entropy),
      "energy_J": energy_J, "calibration_energy_J": calibrationEnergy_J, "area_mm2": area_mm2,
      "calibration_time_s": calibrationTime_s,
    ]
  }

  /// Thermostat and calibration for readers, and `heads.csv`.
  var section: Section {
    var words = ["thermostat \(request.thermostat.rawValue)", "trim \(request.trim.mode.rawValue)"]
    if trimBits > 0 { words.append("\(trimBits) bits, \(request.trim.draws) draws a comparison") }
    var costs: [String] = []
    if let energy_J {
      costs.append("energy \(Quantity.text(energy_J.nominal, "J")) in all texts and a calibration")
    }
    if let area_mm2 { costs.append("area \(Quantity.area(area_mm2))") }
    costs.append("calibration \(Quantity.text(calibrationTime_s, "s"))")
    return Section(
      "Thermostat and calibration",
      [
        .sentence(words.joined(separator: ", ")), .sentence(costs.joined(separator: ", ")),
        .note(
          "β is the mean factor that the thermostat has set over all texts; the entropy is that of the draws that "
            + "were used, as counts tell it."),
        .table(
          Table(
            file: "heads", header: ["layer", "head", "beta", "entropy"],
            rows: heads.map {
              [$0.layer.map { "\($0)" } ?? "", "\($0.number)", "\($0.beta)", "\($0.entropy)"]
            }), on: .file),
      ])
  }
}
