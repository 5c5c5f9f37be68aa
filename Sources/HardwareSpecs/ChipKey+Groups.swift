/// Keys that are no figures: mappings with a kind, and the table of a measured device.
extension ChipKey {
  /// Which agents can be coupled.
  private enum FabricKind: String, CaseIterable {
    case crossbar
    case sparse
  }

  /// `fabric: {kind, maximum_fan_in}`.
  static let fabric = ChipKey(
    "fabric", unit: "kind crossbar or sparse",
    meaning: "which agents can be coupled; sparse with maximum_fan_in, most couplings of an agent",
    isGroup: true,
    read: { top, chip in
      guard let map = top.mapping("fabric", required: false) else { return }
      defer { map.finish() }
      let kind: FabricKind? = map.kind(default: nil)
      chip.geometry.maximumFanIn = map.count(
        "maximum_fan_in", 1...1_000_000, required: kind == .sparse)
    }, content: { "\($0.geometry.maximumFanIn as Any)" })

  private enum ReadOutKind: String, CaseIterable {
    case counter
    case converter
  }

  /// `read_out: {kind: counter}` or `{kind: converter, bits, columns_per_converter}`.
  static let readOut = ChipKey(
    "timing.read_out", unit: "kind counter or converter",
    meaning: "how the sum of a column leaves a tile; a converter has bits (1 to 24) and "
      + "columns_per_converter",
    isGroup: true,
    read: { timing, chip in
      guard let map = timing.mapping("read_out", required: false) else { return }
      defer { map.finish() }
      let kind: ReadOutKind? = map.kind(default: .counter)
      guard kind == .converter else { return }
      chip.timing.readOut = .converter(
        bits: map.count("bits", 1...24) ?? 8,
        columnsPerConverter: map.count("columns_per_converter", 1...1_000_000) ?? 1)
    }, content: { "\($0.timing.readOut)" })

  /// `table: {value: PATH, source: …}`.
  static let table = ChipKey(
    "devices.table", unit: "path",
    meaning: "CSV of a measured device, beside this file (docs/hardware.md)",
    example: "value: p-bit.csv",
    read: { map, chip in
      guard map.node("table") != nil else { return map.listAbsent("table", "none: the formula") }
      guard let (path, source) = map.word("table") else { return }
      map.listText("table", path, source: source, line: map.line(of: "table"))
      do throws(SpecError) {
        chip.devices.table = try DeviceTable(
          path: DeviceTable.path(path, beside: map.document.file))
      } catch {
        for problem in error.problems { map.document.report(problem) }
      }
    }, content: { $0.devices.table?.hash ?? "none" })
}

extension SpecMapping {
  /// The plain word of the key `kind`.
  fileprivate func kind<Value: RawRepresentable<String> & CaseIterable>(
    default fallback: Value?
  ) -> Value? {
    guard let text = text("kind") else { return fallback }
    let value = Value(rawValue: text)
    if value == nil {
      document.report(
        line(of: "kind"), name("kind"), found: "`\(text)`",
        expected: "one of \(Value.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    listText("kind", text, source: "as stated", line: line(of: "kind"))
    return value ?? fallback
  }
}
