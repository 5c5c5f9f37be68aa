import Foundation
import HardwareSpecs
import Testing

/// The table of keys, and what follows from it outside the reader.
@Suite struct KeyTableTests {
  private struct Key {
    var path: String
    var unit: String
    var meaning: String
    var defaultText: String?

    init<Root>(_ key: SpecKey<Root>) where Root: SpecRoot {
      (path, unit, meaning, defaultText) = (key.path, key.unit, key.meaning, key.defaultText)
    }
  }

  private static let keys =
    (ChipKey.all + ChipKey.top).map { Key($0) } + DeviceKey.all.map { Key($0) }
    + MeasuredKey.all.map { Key($0) }

  @Test func everyKeyStandsOnce() {
    #expect(Set(Self.keys.map(\.path)).count == Self.keys.count)
    for key in Self.keys {
      #expect(!key.unit.isEmpty && !key.meaning.isEmpty, "\(key.path)")
    }
  }

  /// docs/hardware.md has a row for each key, with the unit, the default and the meaning of the table,
  /// and rows for nothing else.
  @Test func theDocumentationFollowsTheTable() throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("docs/hardware.md")
    var rows: [String: [String]] = [:]
    var section: String?
    for line in try String(contentsOf: url, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    {
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).dropFirst()
        .dropLast().map { $0.trimmingCharacters(in: .whitespaces) }
      if cells.first == "key at the top" {
        section = ""
      } else if let first = cells.first, first.hasPrefix("key of `") {
        section = String(first.dropFirst("key of `".count).dropLast()) + "."
      } else if cells.isEmpty {
        section = nil
      } else if let section, cells[0].hasPrefix("`") {
        let path = section + cells[0].filter { $0 != "`" }
        #expect(rows.updateValue(cells, forKey: path) == nil, "\(path) twice")
      }
    }
    for key in Self.keys {
      guard let row = rows.removeValue(forKey: key.path), row.count == 5 else {
        Issue.record("docs/hardware.md has no row of five cells for \(key.path)")
        continue
      }
      #expect(row[1] == key.unit, "\(key.path)")
      // Groups and keys that must be stated have words of their own.
      if let text = key.defaultText {
        #expect(row[3] == text, "\(key.path)")
      } else {
        let isPrice = key.path.hasPrefix("prices.")
        let words = isPrice ? ["from technology"] : ["required", "none", "counter", "crossbar"]
        #expect(words.contains(row[3]), "\(key.path)")
      }
      #expect(row[4].hasPrefix(key.meaning), "\(key.path)")
    }
    #expect(rows.keys.sorted() == [])
  }
}
