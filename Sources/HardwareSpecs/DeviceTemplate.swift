/// A new description of a device, measured or not: the figures of a base, and every key with its unit, default and
/// meaning.
struct DeviceTemplate<Root: SpecRoot> {
  /// The first line of the format.
  let format: String
  /// Its keys, in the order of the file.
  let keys: [SpecKey<Root>]
  /// What the base states.
  let figures: TemplateFigures

  /// The YAML text.
  ///
  /// - Parameters:
  ///   - name: the new device's name.
  ///   - base: listing of the base, whose every figure is kept.
  func text(name: String, from base: SpecListing) -> String {
    var lines = [
      "# Started by `ising-npu spec new` from \(base.name). Every figure is {value, unit, source};",
      "# a line that begins with `# key:` states a default or an example: take the `#` away to change it.",
      "# Write where each figure comes from, and check the file with `ising-npu spec check`.",
      "format: \(format)", "name: \(SpecChange.quoted(name))",
      "summary: \(SpecChange.quoted("from \(base.name): \(base.summary)"))",
    ]
    var sections: [String] = []
    for key in keys where !sections.contains(key.section) { sections.append(key.section) }
    for section in sections {
      lines.append("")
      lines += self.lines(of: section)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A section with all of its keys; one that the base does not have is a remark.
  private func lines(of section: String) -> [String] {
    let keys = keys.filter { $0.section == section }
    let isStated = keys.contains { !stated($0).isEmpty || changed($0) != nil }
    let indent = section.isEmpty ? "" : "  "
    var lines: [String] = []
    if !section.isEmpty { lines.append(isStated ? "\(section):" : "# \(section):") }
    for key in keys {
      let fallback = key.defaultText.map { "; default \($0)" } ?? ""
      lines.append("\(indent)# \(key.name): \(key.meaning) (\(key.unit)\(fallback))")
      let rows = stated(key)
      if key.isGroup {
        lines.append("\(indent)\(key.name):")
        lines += rows.map { row in
          "\(indent)  \(row.key): {\(figures.figure(row, "\(row.section).\(row.key)"))}"
        }
      } else if let figure = rows.first.map({ figures.figure($0, key.path) }) ?? changed(key) {
        lines.append("\(indent)\(key.name): {\(figure)}")
      } else if let example = figures.example(key) {
        lines.append("\(indent)# \(key.name): {\(example)}")
      }
    }
    return lines
  }

  /// A figure that the base does not have.
  private func changed(_ key: SpecKey<Root>) -> String? {
    figures.changes[key.path].map { $0.figure(isPrice: key.example.contains("low:")) }
  }

  /// What the base states of a key, or of all keys of a group.
  private func stated(_ key: SpecKey<Root>) -> [SpecRow] {
    figures.rows.filter { row in
      key.isGroup
        ? row.section == key.path : row.section == key.section && row.key == key.name
    }
  }
}
