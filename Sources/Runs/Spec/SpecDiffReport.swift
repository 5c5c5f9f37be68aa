import Foundation
import HardwareSpecs
public import Reports

/// `spec diff`: in which figures two descriptions differ, and by how much what follows from them.
public struct SpecDiffReport: Report {
  /// Name and version of the layout of the JSON document.
  public static let schema = "ising-npu-spec-diff/1"

  /// A figure of both descriptions, or of one of them.
  struct Change: Sendable {
    /// Path of its key.
    let path: String
    /// Its row in each; `nil` where there is none.
    let left: SpecRow?
    let right: SpecRow?
    /// Whether it follows from others.
    var isDerived: Bool { (left ?? right)?.formula != nil }

    /// The right value over the left one; `nil` where one of them is no number or is 0.
    var ratio: Double? {
      guard let old = left?.value, let new = right?.value, left?.unit == right?.unit, old != 0
      else { return nil }
      return new / old
    }
  }

  /// What is compared.
  let left: SpecListing
  let right: SpecListing
  /// In the order of the left description, what only the right one has last.
  let changes: [Change]

  /// Compares two descriptions of one kind; sources and bands that enclose the same value make no difference.
  ///
  /// - Throws: `RunFailure` of kind `.badInput` for what is no description, and for a chip beside a device.
  public static func perform(left: String, right: String) throws(RunFailure) -> SpecDiffReport {
    try RunFailure.ending {
      let before = try SpecLibrary.listing(left)
      let after = try SpecLibrary.listing(right)
      guard before.kind == after.kind else {
        throw RunFailure(
          .badInput,
          "\(right): found a \(after.kind.rawValue), expected a \(before.kind.rawValue) as \(left)")
      }
      return SpecDiffReport(left: before, right: after)
    }
  }

  init(left: SpecListing, right: SpecListing) {
    self.left = left
    self.right = right
    func path(_ row: SpecRow) -> String {
      row.section.isEmpty ? row.key : "\(row.section).\(row.key)"
    }
    let new = Dictionary(right.rows.map { (path($0), $0) }) { first, _ in first }
    let old = Set(left.rows.map(path))
    changes =
      left.rows.compactMap { row in
        let other = new[path(row)]
        let isSame =
          other.map { $0.text == row.text && $0.value == row.value && $0.band == row.band } ?? false
        return isSame ? nil : Change(path: path(row), left: row, right: other)
      }
      + right.rows.filter { !old.contains(path($0)) }.map {
        Change(path: path($0), left: nil, right: $0)
      }
  }
}

extension SpecDiffReport: HasFacts {
  /// Keys and values of the JSON document.
  public var facts: Facts {
    func facts(_ isDerived: Bool) -> [Facts] {
      changes.filter { $0.isDerived == isDerived }.map { change in
        let row = change.left ?? change.right
        return [
          "key": change.path, "left": change.left?.value, "left_text": change.left?.text,
          "right": change.right?.value, "right_text": change.right?.text, "unit": row?.unit,
          "ratio": change.ratio,
        ]
      }
    }
    func name(_ listing: SpecListing) -> Facts { ["name": listing.name, "hash": listing.hash] }
    return [
      "schema": Self.schema, "kind": left.kind.rawValue, "left": name(left),
      "right": name(right), "stated": facts(false), "derived": facts(true),
    ]
  }
}

extension SpecDiffReport {
  /// Stated figures, then what follows from them.
  public func document() -> Document {
    let lead =
      "\(left.kind.rawValue) \(left.name) against \(right.name): "
      + (changes.isEmpty
        ? "no figure differs"
        : "\(changes.count) figure\(changes.count == 1 ? "" : "s") differ\(changes.count == 1 ? "s" : "")")
    func section(_ title: String, _ isDerived: Bool) -> Section {
      let own = changes.filter { $0.isDerived == isDerived }
      return Section(title, own.isEmpty ? [] : [.table(table(own, title), on: [.terminal, .page])])
    }
    return Document(
      title: "\(left.name) against \(right.name)",
      sections: [
        Section("", [.line(lead), .table(file, on: .file)]), section("Stated", false),
        section("What follows", true),
      ])
  }

  private func table(_ changes: [Change], _ title: String) -> Table {
    Table(
      "",
      [
        .words(title.lowercased()), .figures(left.name), .figures(right.name), .figures("change"),
      ],
      changes.map { change in
        [
          Cell(change.path), Self.cell(change.left), Self.cell(change.right),
          Cell(change.ratio.map(Self.words) ?? ""),
        ]
      })
  }

  /// A figure, with its band where that is what differs.
  private static func cell(_ row: SpecRow?) -> Cell {
    guard let row else { return "–" }
    // A figure and its unit stay on one line, and so does a band.
    func whole(_ text: String) -> String { text.replacing(" ", with: "\u{A0}") }
    let band = row.band.map { " " + whole("[\(Quantity.range($0, row.unit))]") } ?? ""
    return Cell(whole(row.text) + band)
  }

  /// Small changes in percent, large ones as a factor.
  private static func words(_ ratio: Double) -> String {
    guard ratio > 0, !(0.5...2).contains(ratio) else {
      return String(format: "%+.3g %%", (ratio - 1) * 100)
    }
    return Quantity.ratio(ratio)
  }

  /// `changes.csv`: one row a figure.
  private var file: Table {
    Table(
      file: "changes", header: ["key", "left", "right", "unit", "ratio", "derived"],
      rows: changes.map { change in
        [
          change.path, Cell.field(change.left?.value), Cell.field(change.right?.value),
          (change.left ?? change.right)?.unit ?? "", Cell.field(change.ratio),
          change.isDerived ? "1" : "0",
        ]
      })
  }
}
