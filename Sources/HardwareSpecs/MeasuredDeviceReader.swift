import ByteFormats
import ChipComponents

/// Reads a measured device of format `ising-npu-measured/1`.
enum MeasuredDeviceReader {
  static let format = "ising-npu-measured/1"

  /// A device and its listing.
  ///
  /// - Throws: `SpecError` with every problem of the file.
  static func read(
    bytes: [UInt8], file: String
  ) throws(SpecError) -> (device: MeasuredDevice, listing: SpecListing) {
    let document = try SpecDocument(bytes: bytes, file: file)
    let (top, name, summary) = SpecReading.head(of: document, format: format)
    var device = MeasuredDevice()
    (device.name, device.summary) = (name, summary)
    MeasuredKey.arithmetic.read(top, &device)
    for section in ["model", "measured"] {
      MeasuredKey.read(section, of: MeasuredKey.all, from: top.mapping(section), into: &device)
    }
    top.finish()
    try document.throwProblems()
    device.hash = SHA256.hexDigest(of: bytes)
    let listing = SpecListing(
      name: device.name, kind: .measured, summary: device.summary, hash: device.hash,
      rows: document.rows + [energyRow(of: device)], missingPrices: [])
    return (device, listing)
  }

  private static func energyRow(of device: MeasuredDevice) -> SpecRow {
    .derived(
      "energy_of_a_text", "J", "of the whole system",
      Formula.stated("power", device.measured.power_W.nominal, "W")
        / .stated("texts", device.measured.texts_perSecond, "1/s"))
  }
}
