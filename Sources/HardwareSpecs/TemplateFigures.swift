import ChipComponents
internal import Foundation

/// Figures of a base description as a new one states them: what stands between the braces.
struct TemplateFigures {
  /// What the base states.
  let rows: [SpecRow]
  /// The base's file, which a relative path of a table starts from.
  let file: String
  /// Figures by path of the key that take the place of the base's.
  let changes: [String: SpecChange]

  /// Source of a figure that stands for no default.
  static let exampleSource = "an example: …"

  /// The figure of a row, changed where that was asked for.
  func figure(_ row: SpecRow, _ path: String) -> String {
    if let change = changes[path] { return change.figure(isPrice: row.band != nil) }
    guard let value = row.value else {
      let text = path == "devices.table" ? absolutePath(row.text) : row.text
      return "value: \(SpecChange.quoted(text)), source: \(SpecChange.quoted(row.source))"
        + evidence(row)
    }
    var fields = [(name: "value", value: value)]
    if let band = row.band {
      fields += [(name: "low", value: band.low), (name: "high", value: band.high)]
    }
    return ExactFigure.text(fields, symbol: row.unit)
      + (row.confidence.map { ", confidence: \($0.rawValue)" } ?? "")
      + ", source: \(SpecChange.quoted(row.source))" + evidence(row)
  }

  /// A legal figure for a key that the base leaves out: its default, else an example; `nil` where the format has
  /// neither.
  func example<Root: SpecRoot>(_ key: SpecKey<Root>) -> String? {
    if key.example.isEmpty, let row = key.defaultRow {
      let figure =
        row.value.map { ExactFigure.text([("value", $0)], symbol: row.unit) }
        ?? "value: \(row.text)"
      return "\(figure), source: \"…\""
    }
    return key.example.isEmpty ? nil : "\(key.example), source: \"\(Self.exampleSource)\""
  }

  /// Only what the source line or the confidence does not say already.
  private func evidence(_ row: SpecRow) -> String {
    let implied = row.confidence?.evidence ?? .stated(by: row.source)
    return row.evidence == implied ? "" : ", evidence: \(row.evidence.rawValue)"
  }

  /// The new description may lie in another folder than its base.
  private func absolutePath(_ table: String) -> String {
    let path = DeviceTable.path(table, beside: file)
    return path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
  }
}
