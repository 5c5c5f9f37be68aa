import ByteFormats
import ChipComponents
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
    let (top, name, summary) = SpecReading.head(of: document, format: format)
    var chip = ChipSpec()
    (chip.name, chip.summary) = (name, summary)
    func read(_ section: String, _ map: SpecMapping?) {
      ChipKey.read(section, of: ChipKey.all, from: map, into: &chip)
    }
    /// A section whose keys have defaults, which are listed.
    func optional(_ section: String) -> SpecMapping {
      top.mapping(section, required: false) ?? SpecMapping(absent: section, in: document)
    }
    read("technology", optional("technology"))
    checkTechnology(chip.technology, in: document)
    read("geometry", top.mapping("geometry"))
    checkCapacity(chip.geometry, in: document)
    // A chip of one die says nothing of dies.
    read("dies", top.mapping("dies", required: false))
    checkPorts(chip.dies, in: document)
    ChipKey.fabric.read(top, &chip)
    read("timing", optional("timing"))
    read("memory", top.mapping("memory"))
    read("devices", optional("devices"))
    // A chip without a thermostat says nothing of it.
    read("control", top.mapping("control", required: false))
    read("prices", top.mapping("prices", required: false))
    chip.staticPower = top.mapping("static_power", required: false).map(Self.staticPower) ?? []
    ChipKey.claimedPower.read(top, &chip)
    top.finish()
    ChipCycles.check(chip, in: document)
    try document.throwProblems()
    chip.hash = Self.hash(of: bytes, table: chip.devices.table)
    chip.statedContent = chip.content
    let plan = ChipPlan(chip)
    var listing = SpecListing(
      name: chip.name, kind: .chip, summary: chip.summary, hash: chip.hash,
      rows: document.rows + chip.dieRows + plan.listing + chip.deviceRows,
      missingPrices: Action.allCases.filter { plan.prices[$0] == nil && chip.does($0) }
        .map(\.rawValue))
    listing.contradictions = ChipContradictions(chip, plan, in: document).problems
    return (chip, listing)
  }

  /// What results depend on: the description, and the table that it names.
  private static func hash(of bytes: [UInt8], table: DeviceTable?) -> String {
    SHA256.hexDigest(of: table.map { bytes + [0] + Array($0.hash.utf8) } ?? bytes)
  }

  /// Keeps every product of sizes far from the end of the integers.
  private static func checkCapacity(_ geometry: ChipGeometry, in document: SpecDocument) {
    let bits =
      Double(geometry.linearTiles) * Double(geometry.tileRows) * Double(geometry.tileColumns)
      * Double(geometry.couplingBits)
    guard bits > maximumBits else { return }
    document.report(
      document.line(of: "geometry.linear_tiles"), "geometry.linear_tiles",
      found: "\(PhysicalUnit.readable(bits, .information)) of couplings",
      expected: "at most \(PhysicalUnit.readable(maximumBits, .information))")
  }

  /// Ports stand on dies that there are.
  private static func checkPorts(_ dies: ChipDies, in document: SpecDocument) {
    for (key, die) in [("dies.memory_die", dies.memoryDie), ("dies.host_die", dies.hostDie)]
    where die >= dies.count {
      document.report(
        document.line(of: key), key, found: "die \(die)",
        expected: "a number below \(dies.count), the number of dies")
    }
  }

  /// Keeps a node within the tables, and its supply above the threshold.
  private static func checkTechnology(_ technology: ChipTechnology, in document: SpecDocument) {
    if !Technology.temperatures_K.contains(technology.temperature_K) {
      document.report(
        document.line(of: "technology.temperature"), "technology.temperature",
        found: PhysicalUnit.readable(technology.temperature_K, .temperature),
        expected: "\(PhysicalUnit.short(Technology.temperatures_K.lowerBound)) to "
          + "\(PhysicalUnit.short(Technology.temperatures_K.upperBound)) K")
    }
    guard let node = technology.node_nm else { return }
    let nodes_nm = Technology.nodes_nm(technology.transistor)
    guard nodes_nm.contains(node) else {
      document.report(
        document.line(of: "technology.node"), "technology.node",
        found: "\(PhysicalUnit.short(node)) nm",
        expected: "\(PhysicalUnit.short(nodes_nm.lowerBound)) to "
          + "\(PhysicalUnit.short(nodes_nm.upperBound)) nm for "
          + "\(technology.transistor.rawValue) transistors")
      return
    }
    guard let figures = technology.figures, let supply = technology.supply_V else { return }
    let range = (figures.threshold_V + 0.05)...(2 * figures.nominalSupply_V)
    guard !range.contains(supply) else { return }
    document.report(
      document.line(of: "technology.supply"), "technology.supply",
      found: "\(PhysicalUnit.short(supply)) V",
      expected:
        "\(PhysicalUnit.short(range.lowerBound)) to \(PhysicalUnit.short(range.upperBound)) V "
        + "for \(technology.transistor.rawValue) transistors of \(PhysicalUnit.short(node)) nm")
  }

  /// Powers with names of the user's own.
  private static func staticPower(_ map: SpecMapping) -> [StaticPower] {
    defer { map.finish() }
    return map.keys.compactMap { key in
      map.price(key, [.power]).map { StaticPower(name: key, power_W: $0) }
    }
  }
}
