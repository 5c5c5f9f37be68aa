import ChipComponents

/// A new chip description: the figures of a base chip, and every key with its unit, default and meaning.
enum ChipTemplate {
  /// The YAML text.
  ///
  /// - Parameters:
  ///   - name: the new chip's name.
  ///   - base: listing of the base chip, whose every figure is kept.
  ///   - file: the base's file, which a relative path of a table starts from.
  ///   - changes: figures by path of the key that take the place of the base's.
  static func text(
    name: String, from base: SpecListing, file: String, changes: [String: SpecChange]
  ) -> String {
    var template = Template(
      figures: TemplateFigures(
        rows: base.rows.filter { $0.line != nil }, file: file, changes: changes))
    template.lines = [
      "# Started by `ising-npu spec new` from \(base.name). Every figure is {value, unit, source};",
      "# a line that begins with `# key:` states a default or, where its source says so, an example: take the",
      "# `#` away to change it.",
      "# Write where each figure comes from, and check the file with `ising-npu spec check`.",
      "format: \(ChipSpecReader.format)", "name: \(SpecChange.quoted(name))",
      "summary: \(SpecChange.quoted("from \(base.name): \(base.summary)"))", "",
    ]
    template.section(
      "technology", "node, transistors, supply: figures that are not stated follow from them")
    template.section("geometry")
    template.section(
      "dies", "one die without a line; a grid of several, and the links between them")
    template.fabric()
    template.section("timing")
    template.section("memory")
    template.section(
      "prices", "joules an action; what is left out follows from the technology (`spec show`)")
    template.free(
      "static_power",
      "power that flows whatever the chip does; one named leakage, clock, host_standby, "
        + "memory_standby, link_standby or regulator_loss replaces what follows, others stand beside it"
    )
    template.claimedPower()
    template.section("devices", "what physics and manufacture do to agents; ideal without a line")
    template.section(
      "control", "the thermostat of race tiles, bias converters of agents; none without a line")
    return template.lines.joined(separator: "\n")
  }

  private struct Template {
    let figures: TemplateFigures
    var lines: [String] = []

    private var rows: [SpecRow] { figures.rows }
    private var changes: [String: SpecChange] { figures.changes }

    /// A section of figures, those of the base and those that it leaves to the format.
    mutating func section(_ section: String, _ remark: String = "") {
      if !remark.isEmpty { lines.append("# \(remark)") }
      let keys = ChipKey.all.filter { $0.section == section }
      let isEmpty = !keys.contains { figure($0) != nil }
      // A mapping without a key would be no mapping.
      lines.append(isEmpty ? "# \(section):" : "\(section):")
      for key in keys {
        guard !key.isGroup else {
          readOut()
          continue
        }
        lines.append("  # \(key.name): \(key.meaning) (\(key.unit)\(defaultText(key)))")
        if let figure = figure(key) {
          lines.append("  \(key.name): {\(figure)}")
        } else {
          lines.append("  # \(key.name): {\(figures.example(key) ?? "")}")
        }
      }
      lines.append("")
    }

    mutating func fabric() {
      lines.append("# which agents can be coupled: crossbar, or sparse with maximum_fan_in")
      let fanIn = rows.first { $0.section == "fabric" && $0.key == "maximum_fan_in" }
      let kind = rows.first { $0.section == "fabric" && $0.key == "kind" }
      lines += ["fabric:", "  kind: \(kind?.text ?? "crossbar")"]
      lines.append("  # maximum_fan_in: most couplings of one agent (number)")
      lines.append(
        fanIn.map { "  maximum_fan_in: {\(figure($0, "fabric.maximum_fan_in"))}" }
          ?? "  # maximum_fan_in: {value: 16, source: \"\(TemplateFigures.exampleSource)\"}")
      lines.append("")
    }

    mutating func readOut() {
      lines.append(
        "  # read_out: kind counter (exact, the default), or kind converter with bits (1 to 24) and"
      )
      lines.append("  # columns_per_converter: how the sum of a column leaves a tile")
      let stated = rows.filter { $0.section == "timing.read_out" }
      guard !stated.isEmpty else {
        lines.append("  # read_out: {kind: counter}")
        return
      }
      lines.append("  read_out:")
      for row in stated {
        lines.append(
          row.value == nil
            ? "    \(row.key): \(row.text)"
            : "    \(row.key): {\(figure(row, "timing.read_out.\(row.key)"))}")
      }
    }

    /// A section with names of the user's own.
    mutating func free(_ section: String, _ remark: String) {
      lines.append("# \(remark)")
      let stated = rows.filter { $0.section == section }
      lines.append(stated.isEmpty ? "# \(section):" : "\(section):")
      for row in stated {
        lines.append("  \(row.key): {\(figure(row, "\(section).\(row.key)"))}")
      }
      if stated.isEmpty {
        lines.append(
          "#   leakage: {value: 1, unit: mW, low: 1, high: 1, confidence: assumption, "
            + "source: \"\(TemplateFigures.exampleSource)\"}"
        )
      }
      lines.append("")
    }

    mutating func claimedPower() {
      lines.append("# claimed_power: a claimed total power, which leaves a ceiling price (power)")
      let row = rows.first { $0.section.isEmpty && $0.key == "claimed_power" }
      lines.append(
        row.map { "claimed_power: {\(figure($0, "claimed_power"))}" }
          ?? "# claimed_power: "
          + "{value: 5, unit: W, low: 5, high: 5, confidence: assumption, "
          + "source: \"\(TemplateFigures.exampleSource)\"}")
      lines.append("")
    }

    private func figure(_ key: ChipKey) -> String? {
      if let change = changes[key.path] { return change.figure(isPrice: key.section == "prices") }
      return rows.first { $0.section == key.section && $0.key == key.name }.map {
        figure($0, key.path)
      }
    }

    private func figure(_ row: SpecRow, _ path: String) -> String { figures.figure(row, path) }

    /// What holds without a line; a price has no default of its own.
    private func defaultText(_ key: ChipKey) -> String {
      guard key.section == "prices" else {
        return key.defaultText.map { "; default \($0)" } ?? ""
      }
      return hasTechnology
        ? "; follows from the technology" : "; without it, energy that needs it is unknown"
    }

    private var hasTechnology: Bool {
      changes["technology.node"] != nil
        || rows.contains { $0.section == "technology" && $0.key == "node" }
    }
  }
}
