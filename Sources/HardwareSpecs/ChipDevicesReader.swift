/// Reads the section `devices` of a chip: every key is optional, and without it devices are ideal.
enum ChipDevicesReader {
  /// The devices; where something is wrong, the ideal ones, and a problem of the document.
  static func read(_ section: SpecMapping?, _ document: SpecDocument) -> ChipDevices {
    let map = section ?? SpecMapping(absent: "devices", in: document)
    defer { map.finish() }
    var devices = ChipDevices()
    func figure(
      _ key: String, _ dimension: Dimension = .none, atMost maximum: Double, _ ideal: Double = 0,
      bounds: SpecMapping.Bounds = .nonNegative
    ) -> Double {
      let value = map.quantity(key, dimension, bounds: bounds, default: ideal) ?? ideal
      guard value.magnitude <= maximum else {
        document.report(
          map.line(of: key), map.name(key), found: PhysicalUnit.readable(value, dimension),
          expected: "at most \(PhysicalUnit.readable(maximum, dimension))")
        return ideal
      }
      return value
    }
    devices.retention_s = figure("retention", .time, atMost: 1e9)
    devices.fieldNoise = figure("field_noise", atMost: 100)
    devices.offsetVariation = figure("offset_variation", atMost: 100)
    devices.rateVariation = figure("rate_variation", atMost: 2)
    devices.couplingVariation = figure("coupling_variation", atMost: 1)
    devices.temperatureError = figure("temperature_error", atMost: 1)
    devices.drift_perSecond = figure(
      "drift", .frequency, atMost: 1e4, bounds: .init(lower: -.infinity))
    devices.stuckFraction = figure("stuck_fraction", atMost: 1)
    devices.converterNoise = figure("converter_noise", atMost: 1e4)
    devices.converterFullScale = map.count("converter_full_scale", 1...1_000_000, required: false)
    if map.line(of: "converter_full_scale") == nil {
      list("converter_full_scale", "the rows of a tile", map)
    }
    devices.couplingDelay_s = figure("coupling_delay", .time, atMost: 1)
    devices.delayLaw = map.choice("delay_law", default: devices.delayLaw)
    devices.fieldBits = map.count("field_bits", 1...24, required: false)
    if map.line(of: "field_bits") == nil { list("field_bits", "ideal converter", map) }
    devices.fieldRange = figure(
      "field_range", atMost: 1e4, devices.fieldRange, bounds: .positive)
    devices.table = table(map, document)
    devices.tableGain = map.quantity(
      "table_gain", .none, bounds: .init(upper: 1e4, openLower: true), required: false)
    if map.line(of: "table_gain") == nil { list("table_gain", "nearest to the threshold", map) }
    return devices
  }

  private static func list(_ key: String, _ text: String, _ map: SpecMapping) {
    map.listText(key, text, source: SpecMapping.defaultSource, line: nil)
  }

  /// `table: {value: PATH, source: …}`.
  private static func table(_ map: SpecMapping, _ document: SpecDocument) -> DeviceTable? {
    guard map.node("table") != nil else {
      list("table", "none: the formula", map)
      return nil
    }
    guard let (path, source) = map.word("table") else { return nil }
    map.listText("table", path, source: source, line: map.line(of: "table"))
    do {
      return try DeviceTable(path: DeviceTable.path(path, beside: document.file))
    } catch {
      for problem in error.problems { document.report(problem) }
      return nil
    }
  }
}
