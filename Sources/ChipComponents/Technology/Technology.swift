/// Node, transistors, supply and temperature, and what follows for one transistor.
///
/// Every component of a chip rests on these figures, so that its speed and its leakage are those of the
/// same transistors.
public struct Technology: Sendable {
  /// Temperatures for which there are figures.
  public static let temperatures_K = 250.0...400.0

  /// Nodes for which there are figures; below 22 and above 90 nm (180 for `hp`) curves go on.
  public static func nodes_nm(_ transistor: Transistor) -> ClosedRange<Double> {
    14...(transistor == .highPerformance ? 180 : 130)
  }

  /// The family of transistors.
  public let transistor: Transistor
  /// Feature size F in nm.
  public let node: Formula
  /// Supply voltage in volts.
  public let supply: Formula
  /// Temperature in kelvins.
  public let temperature: Formula
  /// Supply for which the transistors are made, in volts.
  public let nominalSupply_V: Double
  /// Threshold voltage in volts.
  public let threshold_V: Double

  /// Energy to swing the gate of one transistor of a standard cell, in joules.
  public let transistorEnergy: Formula
  /// Area of one transistor of a standard cell with its share of wiring, in mm2.
  public let transistorArea: Formula
  /// Leakage of one transistor, through channel and gate, in watts.
  public let transistorLeakage: Formula
  /// Delay of an inverter that drives four like it, in seconds.
  public let inverterDelay: Formula
  /// Factor of the off current over the one at 300 K.
  public let heating: Formula

  /// Creates a technology.
  ///
  /// - Parameters:
  ///   - node_nm: within `nodes_nm`.
  ///   - transistor: the family, for speed and leakage alike.
  ///   - supply_V: above the threshold; `nil` for the one of the family at that node.
  ///   - temperature_K: within `temperatures_K`.
  public init(
    node_nm: Double, transistor: Transistor, supply_V: Double? = nil, temperature_K: Double = 330
  ) {
    let rows = TransistorRow.table(transistor)
    let at = NodeInterpolation(node_nm: node_nm, nodes: rows.map(\.node_nm))
    let isBetween = node_nm >= rows[rows.count - 1].node_nm && node_nm <= rows[0].node_nm
    let source =
      "CACTI tech_params, \(transistor.rawValue), "
      + (isBetween ? "between nodes" : "extrapolated from the two nearest nodes")
      + " on logarithmic axes"
    let evidence: Evidence = isBetween ? .published : .derived
    self.transistor = transistor
    nominalSupply_V = at(rows.map(\.supply_V))
    threshold_V = at(rows.map(\.threshold_V))
    node = .stated("node", node_nm, "nm")
    supply = .stated("supply", supply_V ?? nominalSupply_V, "V")
    temperature = .stated("temperature", temperature_K, "K")
    let width = (LogicCells.width_F * node / 1000).named(
      "transistor_width", "um", "mean width of a transistor of a standard cell")
    let gate = Formula.constant(
      "gate_capacitance", at(rows.map(\.gate_FPerUm)), "F/um", within: 1.15, evidence, source)
    transistorEnergy = (gate * width * supply.power(2)).named(
      "transistor_energy", "J", "charge of one gate times the supply")
    transistorArea = (LogicCells.area_F2 * FittedDigital.layout * (node / 1e6).power(2)).named(
      "transistor_area", "mm2", "one transistor of a standard cell, placed and routed")
    let off = Formula.constant(
      "off_current_300K", at(rows.map(\.off300_APerUm)), "A/um", within: 2, evidence, source)
    let rise = Formula.stated(
      "off_current_rise", at(rows.map(\.off360_APerUm)) / at(rows.map(\.off300_APerUm)), "1",
      evidence: evidence, source + ": 360 K over 300 K")
    heating = rise.power((temperature - 300) / 60).named(
      "leakage_heating", "1", "off current over the one at 300 K")
    let gateLeak = Formula.constant(
      "gate_leakage", at(rows.map(\.gateLeak_APerUm)), "A/um", within: 2, evidence, source)
    transistorLeakage =
      (LogicCells.leaking * width * supply * (off * heating + gateLeak)).named(
        "transistor_leakage", "W", "channel and gate leakage of one transistor")
    let on = Formula.constant(
      "on_current", at(rows.map(\.on_APerUm)), "A/um", within: 1.15, evidence, source)
    let overdrive = ((supply - Formula(threshold_V)) / Formula(nominalSupply_V - threshold_V))
      .named("overdrive", "1", "supply above threshold over the one the family is made for")
    inverterDelay =
      (LogicCells.inverterLoad * gate * supply / (on * overdrive.power(LogicCells.alpha)))
      .named("inverter_delay", "s", "an inverter that drives four like it (alpha-power law)")
  }
}
