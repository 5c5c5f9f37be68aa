/// One key of a description: where it stands, what it may hold, what it means, and where in `Root` its
/// value goes. Reading, listings, `spec new`, the hash of an altered chip and the tables of
/// docs/hardware.md follow from the list of all keys.
package struct SpecKey<Root: Sendable>: Sendable {
  /// Path of the section, empty at the top.
  package let section: String
  /// Key in the section.
  package let name: String
  /// Unit in words, or the words that are allowed.
  package let unit: String
  /// What it means.
  package let meaning: String
  /// Whether it is a mapping of its own and no figure.
  package let isGroup: Bool
  /// A legal figure for keys that have no default: what stands between the braces.
  let example: String
  /// Takes the value from a section, or reports what is wrong with it.
  let read: @Sendable (SpecMapping, inout Root) -> Void
  /// The value in words that differ where values differ.
  let content: @Sendable (Root) -> String

  init(
    _ path: String, unit: String, meaning: String, isGroup: Bool = false, example: String = "",
    read: @escaping @Sendable (SpecMapping, inout Root) -> Void,
    content: @escaping @Sendable (Root) -> String
  ) {
    let parts = path.split(separator: ".")
    section = parts.dropLast().joined(separator: ".")
    name = String(parts[parts.count - 1])
    self.unit = unit
    self.meaning = meaning
    self.isGroup = isGroup
    self.example = example
    self.read = read
    self.content = content
  }

  /// The path, e.g. `timing.clock`.
  package var path: String { section.isEmpty ? name : "\(section).\(name)" }
}

/// What a description is read into: values before the file has said anything, the defaults among them.
package protocol SpecRoot: Sendable {
  init()
}

extension SpecKey {
  /// Takes the values of a section's keys from its mapping, if there is one, and reports unknown keys.
  static func read(
    _ section: String, of keys: [SpecKey], from map: SpecMapping?, into root: inout Root
  ) {
    guard let map else { return }
    for key in keys where key.section == section { key.read(map, &root) }
    map.finish()
  }
}

extension SpecKey where Root: SpecRoot {
  /// The row of a description that leaves the key out; `nil` if it must not, or if nothing is listed.
  var defaultRow: SpecRow? {
    guard let document = try? SpecDocument(bytes: Array("{}".utf8), file: "defaults") else {
      return nil
    }
    var root = Root()
    read(SpecMapping(absent: section, in: document), &root)
    return document.rows.first { $0.section == section && $0.key == name }
  }

  /// What holds where a description leaves the key out, in words; `nil` if it must not, or if nothing
  /// takes its place.
  package var defaultText: String? { defaultRow?.text }
}
