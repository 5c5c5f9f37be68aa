import ByteFormats
internal import ExecutionRecords

/// Reads a device of format `ising-npu-device/1`.
enum DeviceSpecReader {
  static let format = "ising-npu-device/1"

  /// A device and its listing.
  ///
  /// - Throws: `SpecError` with every problem of the file.
  static func read(
    bytes: [UInt8], file: String
  ) throws(SpecError) -> (device: DeviceSpec, listing: SpecListing) {
    let document = try SpecDocument(bytes: bytes, file: file)
    let top = SpecMapping(document.root, path: "", in: document)
    SpecReading.checkFormat(top, format)
    var device = DeviceSpec()
    device.name = top.text("name") ?? ""
    device.summary = top.text("summary") ?? ""
    func read(_ section: String, _ map: SpecMapping?) {
      DeviceKey.read(section, of: DeviceKey.all, from: map, into: &device)
    }
    DeviceKey.precision.read(top, &device)
    read("compute", top.mapping("compute"))
    read("memory", top.mapping("memory"))
    DeviceKey.launchLatency.read(top, &device)
    read("energy", top.mapping("energy"))
    checkLimit(device.energy, in: document)
    top.finish()
    try document.throwProblems()
    device.hash = SHA256.hexDigest(of: bytes)
    let listing = SpecListing(
      name: device.name, kind: .device, summary: device.summary, hash: device.hash,
      rows: document.rows + device.derivedRows, missingPrices: [])
    return (device, listing)
  }

  /// What always flows must leave room for work.
  private static func checkLimit(_ energy: DeviceEnergy, in document: SpecDocument) {
    guard energy.active_W.band.high >= energy.limit_W else { return }
    document.report(
      document.line(of: "energy.active"), "energy.active",
      found: "high \(PhysicalUnit.short(energy.active_W.band.high)) W",
      expected: "less than power_limit, \(PhysicalUnit.short(energy.limit_W)) W")
  }
}

extension DeviceSpec {
  /// The derived rows of the listing.
  var derivedRows: [SpecRow] {
    func row(_ key: String, _ value: Double, _ dimension: Dimension, _ formula: String) -> SpecRow {
      SpecRow(
        section: "derived", key: key, value: value, unit: dimension.symbol,
        text: PhysicalUnit.readable(value, dimension), source: formula, confidence: .derived)
    }
    let sustained = matrixPeak_perSecond * compute.matrixEfficiency
    return [
      row(
        "sustained_matrix_rate", sustained, .floatingRate, "peak × matrix_efficiency"),
      row(
        "matrix_ramp", compute.matrixHalfWork_FLOP.nominal / sustained, .time,
        "matrix_half_work / sustained_matrix_rate: constant time of a product besides its launch"),
      row(
        "power_at_sustained_matrix_rate",
        energy.active_W.nominal + sustained * energy.matrixFLOP_J.nominal, .power,
        "active + sustained_matrix_rate × matrix_flop, before the limit"),
      row(
        "power_at_memory_bandwidth",
        energy.active_W.nominal + memory.bandwidth_BPerSecond
          * (memory.bandwidthShare[.matrixProduct] ?? 1)
          * (energy.memoryByte_J.nominal + energy.onChipByte_J.nominal), .power,
        "active + bandwidth × share × (memory_byte + on_chip_byte), before the limit"),
    ]
  }
}
