internal import ExecutionRecords

/// A key of a chip description.
package typealias ChipKey = SpecKey<ChipSpec>

/// The table: a new key is a row here and a property of `ChipSpec` with its default.
extension ChipKey {
  /// All keys with figures in sections, in the order in which they are written.
  package static let all =
    technology + geometry + dies + timing + memory + prices + devices
    + control

  /// The keys at the top besides names and `static_power`, whose keys are the user's own.
  package static let top = [fabric, claimedPower]

  private static let technology: [ChipKey] = [
    .optional(
      "technology.node", \.technology.node_nm, unit: "nm", .length,
      .positive, perUnit: 1e-6, absent: "none: nothing follows", example: "value: 22, unit: nm",
      "feature size, from which prices, powers and areas follow"),
    .choice(
      "technology.transistor", \.technology.transistor, unit: "hp, lstp or lop",
      "high performance, low standby power or low operating power"),
    .optional(
      "technology.supply", \.technology.supply_V, unit: "V", .voltage, .positive,
      absent: "the one of the transistors", example: "value: 0.8, unit: V", "supply voltage"),
    .quantity(
      "technology.temperature", \.technology.temperature_K, unit: "K", .temperature,
      .positive, "of the die"),
    .quantity(
      "technology.clock_gating", \.technology.clockGating, unit: "0 to 1", .none,
      .within(0...1), "share of clock pulses withheld from registers with nothing to do"),
    .flag(
      "technology.programmable", \.technology.isProgrammable, "the logic is that of an FPGA"),
  ]

  private static let geometry: [ChipKey] = [
    .count(
      "geometry.linear_tiles", \.geometry.linearTiles, unit: "number", 0...1_000_000_000,
      isRequired: true, "crossbars that hold couplings of linear layers"),
    .count(
      "geometry.race_tiles", \.geometry.raceTiles, unit: "number", 0...1_000_000_000,
      isRequired: true, "tiles that draw attention rows"),
    .count(
      "geometry.gate_agents", \.geometry.gateAgents, unit: "number", 0...1_000_000_000,
      isRequired: true, "gate agents that fire in parallel"),
    .count(
      "geometry.norm_units", \.geometry.normUnits, unit: "number", 0...1_000_000_000,
      isRequired: true, "pairs of potentials that settle in parallel"),
    .count(
      "geometry.digital_lanes", \.geometry.digitalLanes, unit: "number", 1...1_000_000_000,
      isRequired: true, "digital operations of the periphery in a cycle"),
    .count(
      "geometry.tile_rows", \.geometry.tileRows, unit: "number", 1...1_000_000, isRequired: true,
      "input agents of a crossbar"),
    .count(
      "geometry.tile_columns", \.geometry.tileColumns, unit: "number", 1...100_000_000,
      isRequired: true, "output agents of a crossbar"),
    .count(
      "geometry.coupling_bits", \.geometry.couplingBits, unit: "1 to 32", 1...32,
      isRequired: true, "most bits of a coupling, sign included"),
    .count(
      "geometry.activation_bits", \.geometry.activationBits, unit: "1 to 32", 1...32,
      isRequired: true, "most bits of an input agent's code"),
    .count(
      "geometry.agent_field_bits", \.geometry.fieldBits, unit: "1 to 32", 1...32,
      "bits of an agent's field and of the random number beside it"),
    .choice(
      "geometry.agent_threshold", \.geometry.agentThreshold, unit: "linear, table or constants",
      "how digital agents turn a field into a probability"),
    .count(
      "geometry.guard_bits", \.geometry.guardBits, unit: "bits", 0...64,
      "adders of a column and row beyond one a bit of a coupling: 1 for a tree of adders"),
    .count(
      "geometry.lattice_agents", \.geometry.latticeAgents, unit: "number", 0...1_000_000_000,
      "agents of the lattice tiles, all together"),
    .count(
      "geometry.lattice_neighbours", \.geometry.latticeNeighbours, unit: "number", 0...1_000_000,
      "couplings that one of them keeps"),
    .optional(
      "geometry.tile_pitch", \.geometry.tilePitch_mm, unit: "mm", .length, .positive,
      absent: "as the tile's area asks", example: "value: 1, unit: mm",
      "side of a tile with its router"),
  ]

  /// Most dies in a row or column.
  static let mostDies = 64

  private static let dies: [ChipKey] = [
    .count("dies.rows", \.dies.rows, unit: "number", 1...mostDies, "rows of dies"),
    .count("dies.columns", \.dies.columns, unit: "number", 1...mostDies, "dies in a row"),
    .count(
      "dies.memory_die", \.dies.memoryDie, unit: "number of a die", 0...(mostDies * mostDies),
      "with the memory port; dies count from 0 along a snake through the grid"),
    .count(
      "dies.host_die", \.dies.hostDie, unit: "number of a die", 0...(mostDies * mostDies),
      "with the host port"),
    .choice(
      "dies.link", \.dies.link, unit: "ucie_standard, ucie_advanced, ground_referenced or serial",
      "what carries bits from die to die"),
    .count(
      "dies.link_lanes", \.dies.linkLanes, unit: "lanes", 1...1_000_000,
      "each way of one link; each row and column of the mesh has one at a border"),
    .quantity(
      "dies.link_rate", \.dies.linkRate_bitsPerSecond, unit: "data rate", .informationRate,
      .positive, "of a lane"),
    .optional(
      "dies.link_latency", \.dies.linkLatency_s, unit: "time", .time,
      absent: "that of the kind of link", example: "value: 2, unit: ns",
      "from the sender's register to the receiver's"),
    .optional(
      "dies.link_buffer", \.dies.linkBufferFlits, unit: "flits", 1...1_000_000,
      absent: "as many as keep the link busy, at most 64", example: "value: 8",
      "at the end of a link: its sender's credits"),
    .optional(
      "dies.link_edge", \.dies.linkLaneEdge_mm, unit: "mm", .length, .positive,
      absent: "that of the kind of link", example: "value: 35.7, unit: um",
      "edge of the die for a lane of each way"),
    .optional(
      "dies.link_depth", \.dies.linkDepth_mm, unit: "mm", .length, .positive,
      absent: "that of the kind of link", example: "value: 1.5, unit: mm",
      "how far a link reaches into its die"),
  ]

  private static let timing: [ChipKey] = [
    .quantity(
      "timing.clock", \.timing.clock_Hz, unit: "frequency", .frequency, .positive,
      "clock of the digital periphery: the length of a cycle"),
    .count(
      "timing.plane_cycles", \.timing.planeCycles, unit: "cycles", 1...1_000_000,
      "one bit-plane of a crossbar"),
    .count(
      "timing.coupling_row_cycles", \.timing.couplingRowCycles, unit: "cycles",
      0...1_000_000_000, "writing one row of couplings"),
    .flag("timing.shadow_load", \.timing.shadowLoad, "couplings load behind the computation"),
    .count(
      "timing.hop_cycles", \.timing.hopCycles, unit: "cycles", 0...1_000_000,
      "one hop of the mesh"),
    .count(
      "timing.flit_bits", \.timing.flitBits, unit: "bits", 1...1_000_000,
      "a flit, which a link carries in one cycle"),
    .count(
      "timing.credit_flits", \.timing.creditFlits, unit: "flits", 1...1_000_000,
      "buffer at the end of a link: its sender's credits"),
    .quantity(
      "timing.beta_settling", \.timing.betaSettling_s, unit: "time", .time, .nonNegative,
      "until a converter that sets β has settled"),
    .count(
      "timing.score_bits", \.timing.scoreBits, unit: "1 to 32", 1...32,
      "bits of the score converter of a race agent"),
    .quantity(
      "timing.score_range", \.timing.scoreRange_nats, unit: "nat", .nats, .positive,
      "its range below the row's maximum"),
    .quantity(
      "timing.arbitration", \.timing.arbitration_s, unit: "time", .time, .positive,
      "within which two firings collide"),
    .quantity(
      "timing.race_load", \.timing.raceLoad, unit: "above 0 to 1", .none, .fraction,
      "a = total rate of a race × arbitration"),
    .quantity(
      "timing.maximum_rate", \.timing.maximumRate_Hz, unit: "frequency", .frequency, .positive,
      "largest rate of one race agent"),
    .quantity(
      "timing.gate_rate", \.timing.gateRate_Hz, unit: "frequency", .frequency, .positive,
      "rate of firings of one gate agent"),
    .quantity(
      "timing.lattice_rate", \.timing.latticeRate_Hz, unit: "frequency", .frequency, .positive,
      "rate of the clock of one lattice agent"),
    .choice(
      "timing.norm_method", \.timing.normMethod, unit: "two_passes or feedback",
      "how a norm finds its potentials"),
    .quantity(
      "timing.norm_gain", \.timing.normGain, unit: "above 0 to 1", .none, .fraction,
      "gain of a feedback step"),
    .quantity(
      "timing.norm_tolerance", \.timing.normTolerance, unit: "above 0 to 1", .none, .fraction,
      "relative error at which feedback stops"),
    .count(
      "timing.synchroniser_cycles", \.timing.synchroniserCycles, unit: "cycles", 0...1_000_000,
      "bringing an asynchronous end into the clock"),
    readOut,
  ]

  private static let memory: [ChipKey] = [
    .bits(
      "memory.on_chip", \.memory.onChip_bits, unit: "data", atMost: ChipSpecReader.maximumBits,
      "memory outside the coupling arrays"),
    .bits(
      "memory.bank", \.memory.bank_bits, unit: "data", atLeast: 16_384, atMost: 33_554_432,
      isRequired: false, "one bank of it"),
    .optional(
      "memory.off_chip_bandwidth", \.memory.offChip_bitsPerSecond, unit: "data rate",
      .informationRate, .positive, absent: nil, example: "value: 34.1, unit: GB/s",
      "of the off-chip memory; leave out if none"),
    .quantity(
      "memory.host_bandwidth", \.memory.host_bitsPerSecond, unit: "data rate", .informationRate,
      .positive, isRequired: true, "of the link to the host"),
  ]

  private static let devices: [ChipKey] = [
    .quantity(
      "devices.retention", \.devices.retention_s, unit: "time", .time, atMost: 1e9,
      "memory τ of an agent: a draw Δ after the last one repeats it with probability e^(−Δ/τ)"),
    .quantity(
      "devices.field_noise", \.devices.fieldNoise, unit: "units of the input", atMost: 100,
      "standard deviation of the noise on an agent's input, new at each draw"),
    .quantity(
      "devices.offset_variation", \.devices.offsetVariation, unit: "units of the input",
      atMost: 100, "standard deviation of an agent's constant offset"),
    .quantity(
      "devices.rate_variation", \.devices.rateVariation, unit: "0 to 2", atMost: 2,
      "standard deviation of the logarithm of an agent's clock rate"),
    .quantity(
      "devices.coupling_variation", \.devices.couplingVariation, unit: "0 to 1", atMost: 1,
      "relative standard deviation of a coupling (lattices; crossbars read by converters)"),
    .quantity(
      "devices.temperature_error", \.devices.temperatureError, unit: "0 to 1", atMost: 1,
      "relative standard deviation of β between dies"),
    .quantity(
      "devices.gain_variation", \.devices.gainVariation, unit: "0 to 2", atMost: 2,
      "standard deviation of the logarithm of the factor on the β of each head of a race"),
    .quantity(
      "devices.slope_variation", \.devices.slopeVariation, unit: "0 to 1", atMost: 1,
      "relative standard deviation of an agent's slope, the factor on its input"),
    .quantity(
      "devices.drift", \.devices.drift_perSecond, unit: "1/s", .frequency,
      .init(lower: -.infinity), atMost: 1e4, "relative change of β in a second"),
    .quantity(
      "devices.stuck_fraction", \.devices.stuckFraction, unit: "0 to 1", atMost: 1,
      "share of agents that never change, half of them up"),
    .quantity(
      "devices.converter_noise", \.devices.converterNoise, unit: "counts", atMost: 1e4,
      "standard deviation of a conversion's noise, in counts of the column"),
    .optional(
      "devices.converter_full_scale", \.devices.converterFullScale, unit: "counts",
      1...1_000_000, absent: "the rows of a tile", example: "value: 128",
      "count of a column at which its converter saturates; by default the rows it sums"),
    .quantity(
      "devices.coupling_delay", \.devices.couplingDelay_s, unit: "time", .time, atMost: 1,
      "until a flip reaches the neighbours in a lattice"),
    .choice(
      "devices.delay_law", \.devices.delayLaw, unit: "fixed or exponential",
      "the law of that delay"),
    .optional(
      "devices.field_bits", \.devices.fieldBits, unit: "1 to 24", 1...24,
      absent: "ideal converter", example: "value: 8",
      "bits of the converter that sets an agent's input"),
    .quantity(
      "devices.field_range", \.devices.fieldRange, unit: "units of the input", .none, .positive,
      atMost: 1e4, "largest magnitude that it sets"),
    table,
    .optional(
      "devices.table_gain", \.devices.tableGain, unit: "number", .none,
      .init(upper: 1e4, openLower: true), absent: "nearest to the threshold",
      example: "value: 0.851", "field of the table for a gate whose x is 1"),
  ]

  private static let control: [ChipKey] = [
    .count(
      "control.thermostats", \.control.thermostats, unit: "number", 0...1_000_000,
      "β converters of race tiles with an entropy estimator each; 0 for no thermostat"),
    .count(
      "control.beta_bits", \.control.betaBits, unit: "2 to 16", 2...16,
      "bits of such a converter"),
    .quantity(
      "control.beta_range", \.control.betaRange, unit: "above 1", .none,
      .init(lower: 1, openLower: true), atMost: 1e3,
      "largest factor on a head's β; the smallest is its inverse"),
    .count(
      "control.most_steps", \.control.mostSteps, unit: "number", 1...1000,
      "readings of a text before β stays where it is"),
    .count(
      "control.trim_bits", \.control.trimBits, unit: "0 to 12", 0...12,
      "bits of the bias converter of each race agent and gate agent; 0 without one"),
    .optional(
      "control.trim_range", \.control.trimRange, unit: "units of the input", .none, .positive,
      absent: "best for the spread of offsets", example: "value: 3",
      "largest bias of such a converter"),
    .quantity(
      "control.trim_period", \.control.trimPeriod_s, unit: "time", .time, .positive, atMost: 1e9,
      "between two calibrations, where they are periodic"),
  ]

  private static let prices: [ChipKey] = Action.allCases.map { action in
    .price(
      "prices.\(action.rawValue)", \.prices[action], unit: "energy",
      action.isOneBit ? [.energy, .energyPerInformation] : [.energy],
      example: "value: 1, unit: fJ, low: 1, high: 1, confidence: assumption", action.whatItPays)
  }

  /// A claimed total power.
  static let claimedPower = ChipKey.price(
    "claimed_power", \.claimedPower_W, unit: "power", [.power], .positive,
    example: "value: 5, unit: W, low: 5, high: 5, confidence: assumption",
    "a claimed total power, which leaves a ceiling price")
}

extension Action {
  /// Whether the action is one bit, so that its price may also be written per bit.
  fileprivate var isOneBit: Bool {
    switch self {
    case .couplingWrite, .networkBitHop, .onChipMemoryBit, .offChipMemoryBit, .hostTransferBit,
      .linkBit:
      true
    default: false
    }
  }

  /// What its price pays for.
  fileprivate var whatItPays: String {
    switch self {
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
    case .analogActiveProduct: "one product of the analog twin that is 1: its capacitor is charged"
    case .analogRestingProduct: "wires over one cell of the analog twin, a product whatever it is"
    case .linkBit: "one bit from die to die, beside its hop of the mesh"
    }
  }
}
