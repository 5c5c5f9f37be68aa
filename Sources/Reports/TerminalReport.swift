import EnergyBudgets
import ExecutionRecords
import Foundation
import HardwareSpecs

/// The report of a run in under a screen of text.
public enum TerminalReport {
  private static let width = 98

  /// The text, with a final newline.
  public static func text(of report: RunReport) -> String {
    var lines = head(report)
    lines += accuracy(report)
    if let dies = report.dies { lines += dies.lines.flatMap { wrapped($0, indent: 2) } + [""] }
    lines += costs(report)
    lines += components(report)
    lines += classes(report)
    lines += Verdict.lines(of: report)
    for warning in report.warnings { lines += wrapped("warning: " + warning, indent: 9) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func head(_ report: RunReport) -> [String] {
    let parameters =
      report.parameters < 100_000
      ? Quantity.count(UInt64(report.parameters))
      : String(format: "%.1f M", Double(report.parameters) / 1e6)
    let settings = report.settings.map { setting in
      switch setting.value {
      case .number(let value): "\(setting.key.replacing("_", with: " ")) \(value)"
      case .word(let value): "\(setting.key.replacing("_", with: " ")) \(value)"
      }
    }
    return wrapped(
      "\(report.model), \(parameters) parameters, on \(report.hardware): \(report.hardwareSummary)",
      indent: 2)
      + wrapped(
        "\(count(report.outputs.count, "text")) of \(report.tokenCount) tokens; "
          + settings.joined(separator: ", "), indent: 2) + [""]
  }

  private static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  private static func accuracy(_ report: RunReport) -> [String] {
    let accuracy = report.accuracy
    var line = String(
      format: "Accuracy against the dense reference: cosine mean %.4f, min %.4f",
      accuracy.cosineMean, accuracy.cosineMinimum)
    if let spearman = accuracy.spearman {
      line += String(format: "; Spearman of similarities %.4f", spearman)
    }
    guard !report.pairs.isEmpty else { return [line, ""] }
    var lines = [line, "Most similar texts by reference       chip  (rank)  reference"]
    let byChip = report.pairs.sorted { $0.chip > $1.chip }
    for pair in report.pairs.sorted(by: { $0.reference > $1.reference }).prefix(4) {
      let rank =
        (byChip.firstIndex { $0.first == pair.first && $0.second == pair.second } ?? 0) + 1
      let numbers = String(
        format: "%.3f  %6@  %.3f", pair.chip, "(\(rank))" as NSString, pair.reference)
      let texts = [pair.first, pair.second].map {
        "“" + excerpt(report.outputs[$0].text, 30) + "”"
      }
      lines.append("  \(numbers)  \(texts[0]) – \(texts[1])")
    }
    lines[1] = "Most similar pairs by reference: chip's cosine (its rank), reference's cosine"
    return lines + [""]
  }

  private static func costs(_ report: RunReport) -> [String] {
    let texts = Double(max(1, report.outputs.count))
    var rows = [["a text, on average", "time", "energy", "[low … high]", "power"]]
    func add(_ name: String, time_s: Double, energy: Band?, power_W: Double?) {
      rows.append([
        name, Quantity.text(time_s / texts, "s"),
        energy.map { Quantity.text($0.nominal / texts, "J") } ?? "unknown",
        energy.map { range($0 / texts, "J") } ?? "",
        power_W.map { Quantity.text($0, "W") } ?? "",
      ])
    }
    let chip = report.chip.budget
    add(
      report.hardware, time_s: chip.duration_s, energy: chip.total_J,
      power_W: chip.averagePower_W?.nominal)
    let twin = report.twin.budget
    add(
      "its digital twin", time_s: twin.duration_s, energy: twin.total_J,
      power_W: twin.averagePower_W?.nominal)
    for device in report.devices {
      for cost in [device.single, device.saturated] {
        add(
          "\(cost.device) \(cost.precision), batch \(cost.batch)", time_s: cost.time_s.nominal,
          energy: cost.energy_J,
          power_W: cost.time_s.nominal > 0 ? cost.energy_J.nominal / cost.time_s.nominal : nil)
      }
    }
    let cycles = Quantity.count(report.chip.record.timeline.totalCycles / UInt64(texts))
    return table(rows, rightFrom: 1) + [
      "  \(cycles) cycles a text on the chip, timing \(report.chip.timing); couplings resident "
        + Quantity.percent(resident(report.chip.record)) + "; "
        + "start-up load \(Quantity.text(report.start.budget.duration_s, "s"))"
        + (report.start.budget.total_J.map { ", \(Quantity.text($0.nominal, "J"))" } ?? "")
    ] + events(report.chip) + [""]
  }

  private static func events(_ machine: RunReport.Machine) -> [String] {
    let kinds = machine.events.compactMap { kind -> String? in
      guard case .number(let count) = kind.value, count > 0 else { return nil }
      return "\(Quantity.count(count)) \(kind.key)"
    }
    return kinds.isEmpty ? [] : ["  simulated " + kinds.joined(separator: ", ")]
  }

  private static func components(_ report: RunReport) -> [String] {
    let budget = report.chip.budget
    let texts = Double(max(1, report.outputs.count))
    guard let total = budget.total_J else {
      let names = budget.missingPrices.map(\.rawValue).joined(separator: ", ")
      return wrapped("Energy unknown: \(report.hardware) has no price for \(names).", indent: 2)
        + [""]
    }
    var entries: [(name: String, energy: Band)] = budget.byComponent.compactMap { share in
      share.energy_J.map { (share.key.rawValue, $0) }
    }
    entries += budget.statics.map { ($0.name.replacing("_", with: " ") + " (static)", $0.energy_J) }
    guard total.nominal > 0 else {
      return wrapped("Every price of \(report.hardware) that counts here is zero.", indent: 2) + [
        ""
      ]
    }
    let cells = entries.sorted { $0.energy.nominal > $1.energy.nominal }.map { entry in
      [
        entry.name, Quantity.text(entry.energy.nominal / texts, "J"),
        range(entry.energy / texts, "J"),
        Quantity.text(entry.energy.nominal / budget.duration_s, "W"),
        Quantity.percent(entry.energy.nominal / total.nominal),
      ]
    }
    return table(
      [["energy of the chip", "a text", "[low … high]", "power", "share"]] + cells, rightFrom: 1)
      + [""]
  }

  private static func classes(_ report: RunReport) -> [String] {
    let budget = report.chip.budget
    let actions = budget.byClass.reduce(0.0) { $0 + Double($1.counts.total(of: $1.key)) }
    let energy = budget.byClass.reduce(0.0) { $0 + ($1.energy_J?.nominal ?? 0) }
    let shares = budget.byClass.map { share in
      let operations = Quantity.percent(Double(share.counts.total(of: share.key)) / max(actions, 1))
      let joules =
        // Without one of the prices no share of the whole is known.
        budget.dynamic_J == nil || energy == 0
        ? nil : share.energy_J.map { Quantity.percent($0.nominal / energy) }
      return "\(share.key.rawValue) \(operations) of actions"
        + (joules.map { ", \($0) of dynamic energy" } ?? "")
    }
    return wrapped(
      "Arithmetic D, sampling S, relaxation R: " + shares.joined(separator: "; "), indent: 2)
  }

  private static func resident(_ record: ExecutionRecord) -> Double {
    record.couplingBits == 0
      ? 1 : Double(record.residentCouplingBits) / Double(record.couplingBits)
  }

  /// `[low … high]` without brackets.
  static func range(_ band: Band, _ unit: String) -> String {
    "\(Quantity.text(band.low, unit)) … \(Quantity.text(band.high, unit))"
  }

  /// The first characters of a text on one line, control characters as spaces.
  static func excerpt(_ text: String, _ length: Int) -> String {
    let plain = String(
      text.map { character in
        character.unicodeScalars.contains { $0.properties.generalCategory == .control }
          ? " " : character
      })
    return plain.count <= length ? plain : plain.prefix(length - 1) + "…"
  }

  /// Columns as wide as their widest cell; the first `rightFrom` are flush left.
  static func table(_ rows: [[String]], rightFrom: Int) -> [String] {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.enumerated().map { number, row in
      let cells = row.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        return column < rightFrom ? cell + padding : padding + cell
      }
      return (number == 0 ? "" : "  ") + cells.joined(separator: number == 0 ? "  " : "  ")
    }.enumerated().map { number, line in number == 0 ? "  " + line : line }
  }

  /// Lines of at most `width` characters; those after the first are indented.
  static func wrapped(_ text: String, indent: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = String(repeating: " ", count: indent) + word
      } else {
        line += (line.isEmpty ? "" : " ") + word
      }
    }
    if !line.isEmpty { lines.append(line) }
    return lines
  }
}
