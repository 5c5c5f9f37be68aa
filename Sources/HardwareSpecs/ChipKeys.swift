internal import ExecutionRecords

/// Every key of a chip description with its meaning: what `spec new` writes beside the figures.
///
/// The reader decides what is legal; a test compares its keys with these.
struct ChipKey {
  /// Path of the section, empty at the top.
  var section: String
  /// Key in the section.
  var name: String
  /// Unit in words, or the words that are allowed.
  var unit: String
  /// What it means.
  var meaning: String
  /// A legal figure for keys that have no default: what stands between the braces.
  var example: String

  init(_ section: String, _ name: String, _ unit: String, _ meaning: String, example: String = "") {
    self.section = section
    self.name = name
    self.unit = unit
    self.meaning = meaning
    self.example = example
  }

  /// The path, e.g. `timing.clock`.
  var path: String { section.isEmpty ? name : "\(section).\(name)" }

  /// All keys with figures, in the order in which they are written.
  static let all = geometry + timing + memory + prices + devices

  private static let geometry: [ChipKey] = [
    .init("geometry", "linear_tiles", "number", "crossbars that hold couplings of linear layers"),
    .init("geometry", "race_tiles", "number", "tiles that draw attention rows"),
    .init("geometry", "gate_agents", "number", "gate agents that fire in parallel"),
    .init("geometry", "norm_units", "number", "pairs of potentials that settle in parallel"),
    .init("geometry", "digital_lanes", "number", "digital operations of the periphery in a cycle"),
    .init("geometry", "tile_rows", "number", "input agents of a crossbar"),
    .init("geometry", "tile_columns", "number", "output agents of a crossbar"),
    .init("geometry", "coupling_bits", "1 to 32", "most bits of a coupling, sign included"),
    .init("geometry", "activation_bits", "1 to 32", "most bits of an input agent's code"),
    .init(
      "geometry", "lattice_agents", "number", "agents of the lattice tiles, all together",
      example: "value: 0"),
  ]

  private static let timing: [ChipKey] = [
    .init("timing", "clock", "frequency", "clock of the digital periphery: the length of a cycle"),
    .init("timing", "plane_cycles", "cycles", "one bit-plane of a crossbar"),
    .init("timing", "coupling_row_cycles", "cycles", "writing one row of couplings"),
    .init("timing", "shadow_load", "true or false", "couplings load behind the computation"),
    .init("timing", "hop_cycles", "cycles", "one hop of the mesh"),
    .init("timing", "flit_bits", "bits", "a flit, which a link carries in one cycle"),
    .init("timing", "credit_flits", "flits", "buffer at the end of a link: its sender's credits"),
    .init("timing", "beta_settling", "time", "until a converter that sets β has settled"),
    .init("timing", "score_bits", "1 to 32", "bits of the score converter of a race agent"),
    .init("timing", "score_range", "nat", "its range below the row's maximum"),
    .init("timing", "arbitration", "time", "within which two firings collide"),
    .init("timing", "race_load", "above 0 to 1", "a = total rate of a race × arbitration"),
    .init("timing", "maximum_rate", "frequency", "largest rate of one race agent"),
    .init("timing", "gate_rate", "frequency", "rate of firings of one gate agent"),
    .init("timing", "lattice_rate", "frequency", "rate of the clock of one lattice agent"),
    .init("timing", "norm_method", "two_passes or feedback", "how a norm finds its potentials"),
    .init("timing", "norm_gain", "above 0 to 1", "gain of a feedback step"),
    .init("timing", "norm_tolerance", "above 0 to 1", "relative error at which feedback stops"),
    .init(
      "timing", "synchroniser_cycles", "cycles", "bringing an asynchronous end into the clock"),
  ]

  private static let memory: [ChipKey] = [
    .init("memory", "on_chip", "data", "memory outside the coupling arrays"),
    .init(
      "memory", "off_chip_bandwidth", "data rate", "of the off-chip memory; leave out if none",
      example: "value: 34.1, unit: GB/s"),
    .init("memory", "host_bandwidth", "data rate", "of the link to the host"),
  ]

  /// What an action's price pays for.
  private static let prices: [ChipKey] = Action.allCases.map { action in
    .init(
      "prices", action.rawValue, "energy", meaning(of: action),
      example: "value: 1, unit: fJ, low: 1, high: 1, confidence: assumption")
  }

  private static func meaning(of action: Action) -> String {
    switch action {
    case .agentUpdate: "one tick of an agent's clock with its draw"
    case .flipMessageHop: "one hop of the message that a spin has flipped"
    case .couplingEvaluation: "one bit of a coupling AND one bit of an input, counted"
    case .clampWrite: "setting one input agent for a bit-plane"
    case .couplingWrite: "writing one bit of a coupling"
    case .agentRead: "reading one agent"
    case .adcConversion: "one conversion of a column"
    case .counterStep: "one accumulation of a counter"
    case .dacSet: "setting one converter of a field or a score"
    case .networkBitHop: "one bit over one hop of the mesh"
    case .onChipMemoryBit: "one bit from or to on-chip memory"
    case .offChipMemoryBit: "one bit from or to off-chip memory"
    case .digitalOperation: "one operation of the digital periphery"
    case .hostTransferBit: "one bit over the link to the host"
    case .multiplierBit: "one partial product of the digital twin"
    case .tableLookup: "one look-up of the digital twin"
    case .division: "one division of the digital twin"
    }
  }

  private static let devices: [ChipKey] = [
    .init(
      "devices", "retention", "time",
      "memory τ of an agent: a draw Δ after the last one repeats it with probability e^(−Δ/τ)"),
    .init(
      "devices", "field_noise", "units of the input",
      "standard deviation of the noise on an agent's input, new at each draw"),
    .init(
      "devices", "offset_variation", "units of the input",
      "standard deviation of an agent's constant offset"),
    .init(
      "devices", "rate_variation", "0 to 2",
      "standard deviation of the logarithm of an agent's clock rate"),
    .init(
      "devices", "coupling_variation", "0 to 1",
      "relative standard deviation of a coupling (lattices; crossbars read by converters)"),
    .init(
      "devices", "temperature_error", "0 to 1", "relative standard deviation of β between dies"),
    .init("devices", "drift", "1/s", "relative change of β in a second"),
    .init(
      "devices", "stuck_fraction", "0 to 1", "share of agents that never change, half of them up"),
    .init(
      "devices", "converter_noise", "counts",
      "standard deviation of a conversion's noise, in counts of the column"),
    .init(
      "devices", "converter_full_scale", "counts",
      "count of a column at which its converter saturates; by default the rows it sums",
      example: "value: 128"),
    .init("devices", "coupling_delay", "time", "until a flip reaches the neighbours in a lattice"),
    .init("devices", "delay_law", "fixed or exponential", "the law of that delay"),
    .init(
      "devices", "field_bits", "1 to 24", "bits of the converter that sets an agent's input",
      example: "value: 8"),
    .init(
      "devices", "field_range", "units of the input", "largest magnitude that it sets"),
    .init(
      "devices", "table", "path", "CSV of a measured device, beside this file (docs/hardware.md)",
      example: "value: p-bit.csv"),
    .init(
      "devices", "table_gain", "number", "field of the table for a gate whose x is 1",
      example: "value: 0.851"),
  ]
}
