import Foundation
import HardwareSpecs
import Reports

/// The `spec` verbs.
public enum SpecRuns {
  /// The embedded descriptions, a line each.
  public static func list() throws(RunFailure) -> String {
    let rows = try entries().map { [$0.kind.rawValue, $0.name, $0.summary] }
    return TextTable.text([["kind", "name", "what it is"]] + rows)
  }

  /// The embedded descriptions as one JSON document.
  public static func listJSON() throws(RunFailure) -> String {
    JSONValue.array(
      try entries().map { listing in
        .object([
          ("name", .string(listing.name)), ("kind", .string(listing.kind.rawValue)),
          ("summary", .string(listing.summary)), ("hash", .string(listing.hash)),
        ])
      }
    ).text() + "\n"
  }

  /// Every figure of a description with band and source.
  public static func show(_ name: String) throws(RunFailure) -> String {
    let listing = try read(name)
    var text = "\(listing.kind.rawValue) \(listing.name): \(listing.summary)\n"
    text += "sha256 \(listing.hash)\n"
    var section = ""
    var rows: [[String]] = []
    func flush() {
      if !rows.isEmpty { text += "\n\(section)\n" + TextTable.text(rows) }
      rows = []
    }
    for row in listing.rows {
      if row.section != section {
        flush()
        section = row.section
      }
      var band = ""
      if let low = row.low, let high = row.high {
        band = "[\(Quantity.text(low, row.unit)) … \(Quantity.text(high, row.unit))]"
      }
      rows.append([
        "  " + row.key, row.text, band, row.confidence?.rawValue ?? "", row.source,
      ])
    }
    flush()
    if !listing.missingPrices.isEmpty {
      text += "\nno price for: \(listing.missingPrices.joined(separator: ", "))\n"
    }
    return text
  }

  /// The same as one JSON document.
  public static func showJSON(_ name: String) throws(RunFailure) -> String {
    let listing = try read(name)
    let document = JSONValue.object([
      ("schema", .string("ising-npu-spec/1")), ("name", .string(listing.name)),
      ("kind", .string(listing.kind.rawValue)), ("summary", .string(listing.summary)),
      ("hash", .string(listing.hash)),
      (
        "figures",
        .array(
          listing.rows.map { row in
            .object([
              ("section", .string(row.section)), ("key", .string(row.key)),
              ("value", row.value.map { .number($0) } ?? .null), ("unit", .string(row.unit)),
              ("text", .string(row.text)), ("low", row.low.map { .number($0) } ?? .null),
              ("high", row.high.map { .number($0) } ?? .null), ("source", .string(row.source)),
              ("confidence", row.confidence.map { .string($0.rawValue) } ?? .null),
              ("line", row.line.map { .integer(UInt64($0)) } ?? .null),
            ])
          })
      ),
      ("missing_prices", .array(listing.missingPrices.map { .string($0) })),
    ])
    return document.text() + "\n"
  }

  /// Checks descriptions: a line for each that is sound.
  ///
  /// - Throws: `RunFailure` of kind `.badInput` with every problem of every description.
  public static func check(_ names: [String]) throws(RunFailure) -> String {
    try sound(names).map { name, listing in
      let missing =
        listing.missingPrices.isEmpty
        ? "" : "; no price for \(listing.missingPrices.joined(separator: ", "))"
      return "\(name): sound, \(listing.rows.count) figures\(missing)\n"
    }.joined()
  }

  /// The same as one JSON document.
  public static func checkJSON(_ names: [String]) throws(RunFailure) -> String {
    JSONValue.array(
      try sound(names).map { name, listing in
        .object([
          ("name", .string(name)), ("sound", .bool(true)),
          ("figures", .integer(UInt64(listing.rows.count))),
          ("missing_prices", .array(listing.missingPrices.map { .string($0) })),
        ])
      }
    ).text() + "\n"
  }

  private static func sound(
    _ names: [String]
  ) throws(RunFailure) -> [(String, SpecListing)] {
    var listings: [(String, SpecListing)] = []
    var problems: [String] = []
    for name in names {
      do {
        listings.append((name, try SpecLibrary.listing(name)))
      } catch {
        problems.append(error.description)
      }
    }
    guard problems.isEmpty else {
      throw RunFailure(.badInput, problems.joined(separator: "\n"))
    }
    return listings
  }

  /// The text of an embedded description, or of a file that is sound.
  public static func yaml(_ name: String) throws(RunFailure) -> String {
    try RunFailure.readingInput { try SpecLibrary.text(name) }
  }

  private static func entries() throws(RunFailure) -> [SpecListing] {
    try RunFailure.computing { try SpecLibrary.entries.map { try SpecLibrary.listing($0.name) } }
  }

  private static func read(_ name: String) throws(RunFailure) -> SpecListing {
    try RunFailure.readingInput { try SpecLibrary.listing(name) }
  }
}
