import Foundation
import HardwareSpecs
import Jobs
import Reports

/// The `spec` verbs.
public enum SpecRuns {
  /// The embedded descriptions, a line each.
  public static func list() throws(RunFailure) -> String {
    let rows = try entries().map { [$0.kind.rawValue, $0.name, $0.summary] }
    return TextLines.table([["kind", "name", "what it is"]] + rows)
  }

  /// The embedded descriptions as one JSON document.
  public static func listJSON() throws(RunFailure) -> String {
    let facts: Facts = [
      "schema": "ising-npu-spec-list/1",
      "descriptions": try entries().map { listing in
        [
          "name": listing.name, "kind": listing.kind.rawValue, "summary": listing.summary,
          "hash": listing.hash,
        ] as Facts
      },
    ]
    return try ReportOutput.json(facts)
  }

  /// Every figure of a description with band and source.
  ///
  /// - Throws: `RunFailure` of kind `.badInput` for what is no description.
  public static func show(_ name: String) throws(RunFailure) -> SpecReport {
    SpecReport(listing: try RunFailure.ending { try SpecLibrary.listing(name) })
  }

  /// The text of an embedded description, or of a file that is sound.
  public static func yaml(_ name: String) throws(RunFailure) -> String {
    try RunFailure.ending { try SpecLibrary.text(name) }
  }

  /// The same as one JSON document.
  public static func yamlJSON(_ name: String) throws(RunFailure) -> String {
    try json("ising-npu-spec-yaml/1", yaml: try yaml(name), ["name": name])
  }

  private static func json(
    _ schema: String, yaml: String, _ facts: Facts
  ) throws(RunFailure) -> String {
    try ReportOutput.json((["schema": schema] as Facts) + facts + ["yaml": yaml])
  }

  /// Starts a description of a chip or a device.
  ///
  /// - Parameters:
  ///   - name: its name: letters, digits, `-`, `_` and `.`, a letter first.
  ///   - base: name or file of the chip or device whose figures it starts with.
  ///   - changes: `section.key=value`, e.g. `timing.clock=2 GHz`.
  ///   - file: where to write it; `nil` to return the text alone.
  ///   - isJSON: whether the answer is a JSON document.
  /// - Returns: the YAML text, or a line that says where it was written; or both as JSON.
  /// - Throws: `RunFailure` for a name, base, key or figure that cannot be used, and for a file that
  ///   exists.
  public static func new(
    name: String, from base: String, changes: [String], file: String?, isJSON: Bool = false
  ) throws(RunFailure) -> String {
    try RunFailure.ending {
      // A table is looked for beside the file, which without a path lies in the current folder.
      let text = try SpecLibrary.newDescription(
        name: name, from: base, changes: try SpecChange.figures(changes),
        file: file ?? "\(name).yaml")
      let answer: Facts = ["name": name, "from": base, "file": file]
      let json = isJSON ? try json("ising-npu-spec-new/1", yaml: text, answer) : nil
      guard let file else { return json ?? text }
      guard !file.isEmpty else {
        throw FileError("the description", "found an empty name, expected a file")
      }
      guard !FileManager.default.fileExists(atPath: file) else {
        throw FileError(file, "exists, expected a name that is free")
      }
      try AtomicFile.write(text: text, to: OutputPlaces.url(file))
      return json ?? "\(file): \(name) with the figures of \(base)\n"
    }
  }

  private static func entries() throws(RunFailure) -> [SpecListing] {
    try RunFailure.ending { try SpecLibrary.entries.map { try SpecLibrary.listing($0.name) } }
  }
}
