import Foundation
public import Reports

extension DiffReport {
  /// Most changes of a section that readers see; the JSON document and `changes.csv` have all.
  private static let mostRows = 20

  /// The report for readers.
  public func document() -> Document {
    let sides = Section(
      "", [.line("left   \(left.path)"), .line("right  \(right.path)")] + remarks)
    let changed = sections.filter { !$0.changes.isEmpty }
    var parts = changed.map { section in
      Section(
        section.title,
        [.table(Self.table(section))] + more(section.changes.count))
    }
    if !vectors.isEmpty {
      parts.append(
        Section("lists of numbers", [.table(vectorTable)] + more(vectors.count)))
    }
    if showsTimes, !times.isEmpty {
      let group = Group(key: "times", title: "measured times and rates", unit: "", changes: times)
      parts.append(Section(group.title, [.table(Self.table(group))] + more(times.count)))
    }
    parts.append(
      Section(
        "", [.table(changes, on: .file), .table(vectorFile, on: .file)]))
    return Document(
      title: "What changed between two results", sections: [sides] + parts,
      verdict: isSame
        ? "nothing but the provenance differs"
          + (times.isEmpty ? "" : ", and times and rates that were measured") : "",
      origin: [
        "left": ShellWords.line(["ising-npu"] + left.arguments),
        "right": ShellWords.line(["ising-npu"] + right.arguments),
      ])
  }

  /// What the tables do not say.
  private var remarks: [Part] {
    var lines: [String] = []
    if estimates > 0 {
      let changed = sections.first { $0.key == "observables" }?.changes ?? []
      let sizes = changed.compactMap { $0.standardErrors.map(abs) }
      let far = sizes.count { $0 > 3 }
      lines.append(
        "\(estimates) observables on both sides, \(sizes.count) differ"
          + (sizes.max().map { largest in
            String(format: ": at most by %.3g standard errors, ", largest)
              + "\(far) by more than 3"
          } ?? ""))
    }
    if !isSame, !showsTimes, !times.isEmpty {
      lines.append("\(times.count) measured times and rates differ as well (--times lists them)")
    }
    return lines.map { .line($0) }
  }

  private func more(_ count: Int) -> [Part] {
    count > Self.mostRows
      ? [.line("  … and \(count - Self.mostRows) more (--json lists all)")] : []
  }

  private static func table(_ section: Group) -> Table {
    // Estimates are told by their errors, for their relative changes say little.
    let hasErrors = section.changes.contains { $0.standardErrors != nil }
    return Table(
      "",
      [
        .words(section.title), .figures("left"), .figures("right"), .figures("difference"),
        .figures(hasErrors ? "standard errors" : "relative"),
      ],
      section.changes.prefix(mostRows).map { change in
        [
          Cell(TextLines.excerpt(change.path, 60)), Cell(words(change.left, section.unit)),
          Cell(words(change.right, section.unit)),
          Cell(change.difference.map { signed($0, section.unit) } ?? ""),
          Cell(
            hasErrors
              ? change.standardErrors.map { String(format: "%+.2f", $0) } ?? ""
              : change.relative.map { String(format: "%+.2f %%", $0 * 100) } ?? ""),
        ]
      })
  }

  private var vectorTable: Table {
    Table(
      "", [.words("lists of numbers"), .figures("cosine"), .figures("largest difference")],
      vectors.prefix(Self.mostRows).map { vector in
        [
          Cell(TextLines.excerpt(vector.path, 60)),
          Cell(vector.cosine.map { Quantity.decimals($0, 6) } ?? "–"),
          Cell(vector.largestDifference.map { String(format: "%.3g", $0) } ?? "other length"),
        ]
      })
  }

  /// `changes.csv`: one row a value that differs.
  private var changes: Table {
    Table(
      file: "changes",
      header: ["section", "path", "left", "right", "difference", "relative", "standard_errors"],
      rows: listed.flatMap { section in
        section.changes.map { change in
          [
            section.key, change.path, change.left?.words ?? "", change.right?.words ?? "",
            Cell.field(change.difference), Cell.field(change.relative),
            Cell.field(change.standardErrors),
          ]
        }
      })
  }

  /// All sections, with measured times where they were asked for.
  private var listed: [Group] {
    sections
      + (showsTimes ? [Group(key: "times", title: "", unit: "", changes: times)] : [])
  }

  /// `lists.csv`: one row a list of numbers that differs.
  private var vectorFile: Table {
    Table(
      file: "lists", header: ["path", "cosine", "largest_difference"],
      rows: vectors.map { [$0.path, Cell.field($0.cosine), Cell.field($0.largestDifference)] })
  }

  private static func words(_ value: JSONValue?, _ unit: String) -> String {
    switch value {
    case nil: "absent"
    case .some(.string(let text)): TextLines.excerpt(text, 24)
    case .some(.integer(let count)): Quantity.count(count)
    case .some(let value):
      value.number.map { number in
        unit.isEmpty ? String(format: "%.6g", number) : Quantity.text(number, unit)
      } ?? value.line
    }
  }

  private static func signed(_ value: Double, _ unit: String) -> String {
    let text =
      unit.isEmpty ? String(format: "%.4g", abs(value)) : Quantity.text(abs(value), unit)
    return (value < 0 ? "-" : "+") + text
  }
}
