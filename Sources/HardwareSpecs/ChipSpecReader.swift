import ByteFormats
internal import ExecutionRecords

/// Reads a chip of format `ising-npu-chip/1`.
enum ChipSpecReader {
  static let format = "ising-npu-chip/1"

  /// Largest capacity that a description may state, in bits.
  static let maximumBits = 1e12

  /// A chip and its listing.
  ///
  /// - Throws: `SpecError` with every problem of the file.
  static func read(
    bytes: [UInt8], file: String
  ) throws(SpecError) -> (chip: ChipSpec, listing: SpecListing) {
    try read(try SpecDocument(bytes: bytes, file: file), bytes: bytes)
  }

  /// A chip and its listing from a document of these bytes.
  ///
  /// - Throws: `SpecError` with every problem of the file.
  static func read(
    _ document: SpecDocument, bytes: [UInt8]
  ) throws(SpecError) -> (chip: ChipSpec, listing: SpecListing) {
    let top = SpecMapping(document.root, path: "", in: document)
    SpecReading.checkFormat(top, format)
    let name = top.text("name") ?? ""
    let summary = top.text("summary") ?? ""
    let geometry = top.mapping("geometry").flatMap(Self.geometry)
    let fanIn = top.mapping("fabric", required: false).flatMap(Self.maximumFanIn)
    let timing = Self.timing(top.mapping("timing", required: false), document)
    let memory = top.mapping("memory").flatMap(Self.memory)
    let devices = ChipDevicesReader.read(top.mapping("devices", required: false), document)
    let prices = top.mapping("prices", required: false).map(Self.prices) ?? [:]
    let statics = top.mapping("static_power", required: false).map(Self.staticPower) ?? []
    let claimed = top.price("claimed_power", [.power], bounds: .positive)
    top.finish()
    ChipCycles.check(timing, memory, in: document)
    try document.throwProblems()
    guard var geometry, let memory else {
      // Both are required, so a missing one has thrown above.
      preconditionFailure("\(document.file): geometry or memory is nil without a reported problem")
    }
    geometry.maximumFanIn = fanIn
    let chip = ChipSpec(
      name: name, summary: summary, geometry: geometry, timing: timing, memory: memory,
      devices: devices, prices: prices, staticPower: statics, claimedPower_W: claimed,
      hash: Self.hash(of: bytes, table: devices.table))
    let listing = SpecListing(
      name: name, kind: .chip, summary: summary, hash: chip.hash,
      rows: document.rows + chip.derivedRows + chip.deviceRows,
      missingPrices: Action.allCases.filter { prices[$0] == nil }.map(\.rawValue))
    return (chip, listing)
  }

  /// What results depend on: the description, and the table that it names.
  private static func hash(of bytes: [UInt8], table: DeviceTable?) -> String {
    SHA256.hexDigest(of: table.map { bytes + [0] + Array($0.hash.utf8) } ?? bytes)
  }

  private static func geometry(_ map: SpecMapping) -> ChipGeometry? {
    let linearTiles = map.count("linear_tiles")
    let raceTiles = map.count("race_tiles")
    let gateAgents = map.count("gate_agents")
    let normUnits = map.count("norm_units")
    let lanes = map.count("digital_lanes", 1...1_000_000_000)
    let rows = map.count("tile_rows", 1...1_000_000)
    let columns = map.count("tile_columns", 1...100_000_000)
    let couplingBits = map.count("coupling_bits", 1...32)
    let activationBits = map.count("activation_bits", 1...32)
    let latticeAgents = map.count("lattice_agents", 0...1_000_000_000, default: 0)
    map.finish()
    guard let linearTiles, let raceTiles, let gateAgents, let normUnits, let lanes, let rows,
      let columns, let couplingBits, let activationBits
    else { return nil }
    // Keeps every product of sizes far from the end of the integers.
    let bits =
      Double(linearTiles) * Double(rows) * Double(columns) * Double(couplingBits)
    guard bits <= maximumBits else {
      map.document.report(
        map.line(of: "linear_tiles"), map.name("linear_tiles"),
        found: "\(PhysicalUnit.readable(bits, .information)) of couplings",
        expected: "at most \(PhysicalUnit.readable(maximumBits, .information))")
      return nil
    }
    return ChipGeometry(
      linearTiles: linearTiles, raceTiles: raceTiles, gateAgents: gateAgents,
      normUnits: normUnits, digitalLanes: lanes, tileRows: rows, tileColumns: columns,
      couplingBits: couplingBits, activationBits: activationBits, maximumFanIn: nil,
      latticeAgents: latticeAgents ?? 0)
  }

  /// Which agents can be coupled.
  private enum FabricKind: String, CaseIterable {
    case crossbar
    case sparse
  }

  private static func maximumFanIn(_ map: SpecMapping) -> Int? {
    defer { map.finish() }
    let text = map.text("kind")
    if let text, FabricKind(rawValue: text) == nil {
      map.document.report(
        map.line(of: "kind"), map.name("kind"), found: "`\(text)`",
        expected: "one of crossbar, sparse")
    }
    let sparse = text.flatMap(FabricKind.init) == .sparse
    if let text { map.listText("kind", text, source: "as stated", line: map.line(of: "kind")) }
    return map.count("maximum_fan_in", 1...1_000_000, required: sparse)
  }

  static func timing(_ map: SpecMapping?, _ document: SpecDocument) -> ChipTiming {
    let map = map ?? SpecMapping(absent: "timing", in: document)
    let d = ChipTiming()
    defer { map.finish() }
    func quantity(
      _ key: String, _ dimension: Dimension, _ bounds: SpecMapping.Bounds, _ fallback: Double
    )
      -> Double
    {
      map.quantity(key, dimension, bounds: bounds, default: fallback) ?? fallback
    }
    func count(_ key: String, _ range: ClosedRange<Int>, _ fallback: Int) -> Int {
      map.count(key, range, default: fallback) ?? fallback
    }
    let shadow: Switch = map.choice("shadow_load", default: d.shadowLoad ? .on : .off)
    return ChipTiming(
      clock_Hz: quantity("clock", .frequency, .positive, d.clock_Hz),
      planeCycles: count("plane_cycles", 1...1_000_000, d.planeCycles),
      readOut: map.mapping("read_out", required: false).map(readOut) ?? d.readOut,
      couplingRowCycles: count("coupling_row_cycles", 0...1_000_000_000, d.couplingRowCycles),
      shadowLoad: shadow == .on,
      hopCycles: count("hop_cycles", 0...1_000_000, d.hopCycles),
      flitBits: count("flit_bits", 1...1_000_000, d.flitBits),
      creditFlits: count("credit_flits", 1...1_000_000, d.creditFlits),
      betaSettling_s: quantity("beta_settling", .time, .nonNegative, d.betaSettling_s),
      scoreBits: count("score_bits", 1...32, d.scoreBits),
      scoreRange_nats: quantity("score_range", .nats, .positive, d.scoreRange_nats),
      arbitration_s: quantity("arbitration", .time, .positive, d.arbitration_s),
      raceLoad: quantity("race_load", .none, .fraction, d.raceLoad),
      maximumRate_Hz: quantity("maximum_rate", .frequency, .positive, d.maximumRate_Hz),
      gateRate_Hz: quantity("gate_rate", .frequency, .positive, d.gateRate_Hz),
      latticeRate_Hz: quantity("lattice_rate", .frequency, .positive, d.latticeRate_Hz),
      normMethod: map.choice("norm_method", default: d.normMethod),
      normGain: quantity("norm_gain", .none, .fraction, d.normGain),
      normTolerance: quantity("norm_tolerance", .none, .fraction, d.normTolerance),
      synchroniserCycles: count("synchroniser_cycles", 0...1_000_000, d.synchroniserCycles))
  }

  /// A YAML 1.2 boolean as one of two words, read like every other choice.
  private enum Switch: String, CaseIterable {
    case on = "true"
    case off = "false"
  }

  private static func readOut(_ map: SpecMapping) -> ColumnReadOut {
    defer { map.finish() }
    let kind = map.text("kind")
    if let kind { map.listText("kind", kind, source: "as stated", line: map.line(of: "kind")) }
    switch kind {
    case "counter":
      return .counter
    case "converter":
      let bits = map.count("bits", 1...24) ?? 8
      let columns = map.count("columns_per_converter", 1...1_000_000) ?? 1
      return .converter(bits: bits, columnsPerConverter: columns)
    default:
      if let kind {
        map.document.report(
          map.line(of: "kind"), map.name("kind"), found: "`\(kind)`",
          expected: "one of counter, converter")
      }
      return .counter
    }
  }

  private static func memory(_ map: SpecMapping) -> ChipMemory? {
    defer { map.finish() }
    let onChip = map.quantity("on_chip", .information)
    let offChip = map.quantity(
      "off_chip_bandwidth", .informationRate, bounds: .positive, required: false)
    let host = map.quantity("host_bandwidth", .informationRate, bounds: .positive)
    guard let onChip, let host else { return nil }
    guard onChip <= maximumBits else {
      map.document.report(
        map.line(of: "on_chip"), map.name("on_chip"),
        found: PhysicalUnit.readable(onChip, .information),
        expected: "at most \(PhysicalUnit.readable(maximumBits, .information))")
      return nil
    }
    return ChipMemory(
      onChip_bits: Int(onChip.rounded()), offChip_bitsPerSecond: offChip, host_bitsPerSecond: host)
  }

  /// Actions that are one bit each, whose price may also be written per bit.
  private static let bitActions: Set<Action> = [
    .couplingWrite, .networkBitHop, .onChipMemoryBit, .offChipMemoryBit, .hostTransferBit,
  ]

  private static func prices(_ map: SpecMapping) -> [Action: Price] {
    var prices: [Action: Price] = [:]
    for action in Action.allCases {
      let dimensions: [Dimension] =
        bitActions.contains(action) ? [.energy, .energyPerInformation] : [.energy]
      prices[action] = map.price(action.rawValue, dimensions)
    }
    map.finish()
    return prices
  }

  private static func staticPower(_ map: SpecMapping) -> [StaticPower] {
    defer { map.finish() }
    return map.keys.compactMap { key in
      map.price(key, [.power]).map { StaticPower(name: key, power_W: $0) }
    }
  }
}
