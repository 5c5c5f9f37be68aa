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
    let entries = try entries().map { listing in
      [
        "name": listing.name, "kind": listing.kind.rawValue, "summary": listing.summary,
        "hash": listing.hash,
      ] as Facts
    }
    return try ReportOutput.json(entries)
  }

  /// Every figure of a description with band and source.
  ///
  /// - Throws: `RunFailure` of kind `.badInput` for what is no description.
  public static func show(_ name: String) throws(RunFailure) -> SpecReport {
    SpecReport(listing: try RunFailure.ending { try SpecLibrary.listing(name) })
  }

  /// Checks descriptions: a line for each that is sound.
  ///
  /// - Throws: `RunFailure` of kind `.badInput` with every problem of every description, `.checkFailed`
  ///   with every contradiction between their figures.
  public static func check(_ names: [String]) throws(RunFailure) -> String {
    try sound(names).map { name, listing in
      let missing =
        listing.missingPrices.isEmpty
        ? "" : "; no price for \(listing.missingPrices.joined(separator: ", "))"
      let odd = listing.rows.filter { $0.key == "table_warning" }.map {
        "\(name): warning: \($0.source): \($0.text)\n"
      }
      return "\(name): sound, \(listing.rows.count) figures\(missing)\n" + odd.joined()
    }.joined()
  }

  /// The same as one JSON document.
  public static func checkJSON(_ names: [String]) throws(RunFailure) -> String {
    let checked = try sound(names).map { name, listing in
      [
        "name": name, "sound": true, "figures": listing.rows.count,
        "missing_prices": listing.missingPrices,
        "warnings": listing.rows.filter { $0.key == "table_warning" }.map(\.text),
      ] as Facts
    }
    return try ReportOutput.json(checked)
  }

  private static func sound(
    _ names: [String]
  ) throws(RunFailure) -> [(name: String, listing: SpecListing)] {
    let listings = try RunFailure.ending { try SpecLibrary.listings(names) }
    let contradictions = listings.flatMap(\.listing.contradictions)
    guard contradictions.isEmpty else {
      throw RunFailure(.checkFailed, contradictions.map(\.description).joined(separator: "\n"))
    }
    return listings
  }

  /// The text of an embedded description, or of a file that is sound.
  public static func yaml(_ name: String) throws(RunFailure) -> String {
    try RunFailure.ending { try SpecLibrary.text(name) }
  }

  /// Starts a chip description.
  ///
  /// - Parameters:
  ///   - name: the chip's name: letters, digits, `-`, `_` and `.`, a letter first.
  ///   - base: name or file of the chip whose figures it starts with.
  ///   - changes: `section.key=value`, e.g. `timing.clock=2 GHz`.
  ///   - file: where to write it; `nil` to return the text alone.
  /// - Returns: the YAML text, or a line that says where it was written.
  /// - Throws: `RunFailure` for a name, base, key or figure that cannot be used, and for a file that
  ///   exists.
  public static func new(
    name: String, from base: String, changes: [String], file: String?
  ) throws(RunFailure) -> String {
    try RunFailure.ending {
      // A table is looked for beside the file, which without a path lies in the current folder.
      let text = try SpecLibrary.newChip(
        name: name, from: base, changes: try SpecChange.figures(changes),
        file: file ?? "\(name).yaml")
      guard let file else { return text }
      guard !file.isEmpty else {
        throw FileError("the description", "found an empty name, expected a file")
      }
      guard !FileManager.default.fileExists(atPath: file) else {
        throw FileError(file, "exists, expected a name that is free")
      }
      try AtomicFile.write(text: text, to: OutputPlaces.url(file))
      return "\(file): \(name) with the figures of \(base)\n"
    }
  }

  private static func entries() throws(RunFailure) -> [SpecListing] {
    try RunFailure.ending { try SpecLibrary.entries.map { try SpecLibrary.listing($0.name) } }
  }
}
