import HardwareSpecs
import Reports

/// `spec check`: which descriptions are sound, and what is wrong with the others.
public struct SpecCheck: Sendable {
  /// Name and version of the layout of the JSON document.
  static let schema = "ising-npu-spec-check/1"

  /// By the names that were asked for.
  private let entries: [(name: String, listing: Result<SpecListing, SpecError>)]

  /// Checks descriptions.
  public init(_ names: [String]) {
    entries = names.map { name in
      do throws(SpecError) { return (name, .success(try SpecLibrary.listing(name))) } catch {
        return (name, .failure(error))
      }
    }
  }

  /// A line for each that is sound, with its warnings.
  public var text: String {
    entries.map { name, result in
      guard case .success(let listing) = result else { return "" }
      let missing =
        listing.missingPrices.isEmpty
        ? "" : "; no price for \(listing.missingPrices.joined(separator: ", "))"
      return "\(name): sound, \(listing.rows.count) figures\(missing)\n"
        + Self.warnings(listing).map {
          "\(name): warning: \($0.source): \($0.text)\n"
        }.joined()
    }.joined()
  }

  /// All as one JSON document, the others with their problems.
  ///
  /// - Throws: `RunFailure`, never.
  public func json() throws(RunFailure) -> String {
    let facts: Facts = [
      "schema": Self.schema, "sound": problems.isEmpty,
      "descriptions": entries.map { name, result in
        let listing = try? result.get()
        return [
          "name": name, "sound": Self.problems(result).isEmpty, "figures": listing?.rows.count,
          "missing_prices": listing?.missingPrices ?? [],
          "warnings": listing.map(Self.warnings)?.map(\.text) ?? [],
          "problems": Self.problems(result),
        ] as Facts
      },
    ]
    return try ReportOutput.json(facts)
  }

  /// Ends a command that found anything wrong.
  ///
  /// - Throws: `RunFailure` of kind `.badInput` with every problem of every description, `.checkFailed`
  ///   with every contradiction between their figures.
  public func requireSound() throws(RunFailure) {
    let unreadable = entries.filter { if case .failure = $0.listing { true } else { false } }
    guard !problems.isEmpty else { return }
    let found = unreadable.isEmpty ? problems : unreadable.flatMap { Self.problems($0.listing) }
    throw RunFailure(
      unreadable.isEmpty ? .checkFailed : .badInput, found.joined(separator: "\n"))
  }

  private var problems: [String] { entries.flatMap { Self.problems($0.listing) } }

  private static func problems(_ result: Result<SpecListing, SpecError>) -> [String] {
    switch result {
    case .success(let listing): listing.contradictions.map(\.description)
    case .failure(let error): error.problems.map(\.description)
    }
  }

  private static func warnings(_ listing: SpecListing) -> [SpecRow] {
    listing.rows.filter { $0.key == "table_warning" }
  }
}
