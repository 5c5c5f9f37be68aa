import ChipComponents
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
    let (top, name, summary) = SpecReading.head(of: document, format: format)
    var device = DeviceSpec()
    (device.name, device.summary) = (name, summary)
    func read(_ section: String, _ map: SpecMapping?) {
      DeviceKey.read(section, of: DeviceKey.all, from: map, into: &device)
    }
    DeviceKey.precision.read(top, &device)
    read("compute", top.mapping("compute"))
    read("products", top.mapping("products", required: false))
    read("attention", top.mapping("attention", required: false))
    read("memory", top.mapping("memory"))
    DeviceKey.launchLatency.read(top, &device)
    read("energy", top.mapping("energy"))
    checkLimit(device.energy, in: document)
    checkRates(device, in: document)
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

extension DeviceSpecReader {
  /// Products need a law of their own or the two figures of the roofline, and a peak at their precision.
  private static func checkRates(_ device: DeviceSpec, in document: SpecDocument) {
    let compute = device.compute
    let hasLaw = document.line(of: "products") != nil
    if !hasLaw, let line = document.line(of: "attention") {
      document.report(
        line, "attention", found: "no `products`", expected: "`products`, whose units it needs")
    }
    // What is wrong inside the section is reported there.
    if !hasLaw, document.line(of: "compute") != nil,
      compute.matrixEfficiency == nil || compute.matrixHalfWork_FLOP == nil
    {
      document.report(
        document.line(of: "compute"), "compute", found: "neither `products` nor both figures",
        expected: "`products`, or matrix_efficiency and matrix_half_work")
    }
    if device.precision.bytes == 1, compute.eightBitPeak_perSecond == nil {
      document.report(
        document.line(of: "compute"), "compute.eight_bit_matrix_peak", found: "nothing",
        expected: "a rate above 0 at precision \(device.precision.rawValue)")
    }
    let energy = device.energy
    let powers = [
      ("idle", energy.idle_W), ("waiting", energy.waiting_W), ("active", energy.active_W),
    ]
    for ((name, lower), (next, higher)) in zip(powers, powers.dropFirst())
    where lower.nominal > higher.nominal && higher.nominal > 0 {
      document.report(
        document.line(of: "energy.\(name)"), "energy.\(name)",
        found: PhysicalUnit.readable(lower.nominal, .power),
        expected: "at most \(next), \(PhysicalUnit.readable(higher.nominal, .power))")
    }
    let (products, attention) = (device.products.error, device.attention.error)
    for (name, low, high) in [
      ("compute", compute.errorLow, compute.errorHigh), ("products", products.low, products.high),
      ("attention", attention.low, attention.high),
    ] where !(low > 0) || low > 1 || high < 1 {
      document.report(
        document.line(of: "\(name).error_low"), "\(name).error_low",
        found:
          "\(PhysicalUnit.short(low)) to \(PhysicalUnit.short(high))",
        expected: "0 < error_low ≤ 1 ≤ error_high")
    }
  }
}

extension DeviceSpec {
  /// The derived rows of the listing.
  var derivedRows: [SpecRow] {
    let active = Formula.stated("active", energy.active_W.nominal, "W")
    let sustained =
      (Formula.stated("matrix_peak", matrixPeak_perSecond, "FLOP/s")
      * .stated("efficiency", productLaw?.efficiency ?? compute.matrixEfficiency ?? 1)).named(
        "sustained_matrix_rate", "FLOP/s", "rate of a very large product")
    let bytes =
      Formula.stated("memory_byte", energy.memoryByte_J.nominal, "J/bit")
      + .stated("on_chip_byte", energy.onChipByte_J.nominal, "J/bit")
    let traffic =
      Formula.stated("bandwidth", memory.bandwidth_BPerSecond, "bit/s")
      * .stated("bandwidth_share", memory.bandwidthShare[.matrixProduct] ?? 1)
    return [
      .derived(sustained.figure!, band: nil),
      .derived(
        "power_at_sustained_matrix_rate", "W", "before the limit",
        active + sustained * .stated("matrix_flop", energy.matrixFLOP_J.nominal, "J/FLOP")),
      .derived(
        "power_at_memory_bandwidth", "W", "before the limit", active + traffic * bytes),
    ]
  }
}
