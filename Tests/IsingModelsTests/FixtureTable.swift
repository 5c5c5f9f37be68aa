import Foundation

/// Rows of a CSV file in Fixtures, by column.
struct FixtureTable {
  let rows: [[String: String]]

  init(_ name: String) throws {
    let text = try String(contentsOf: Self.url(name), encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("#") }
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    let header = lines[0]
    rows = lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
  }

  static func url(_ name: String) -> URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/\(name)")
  }
}

extension [String: String] {
  /// The number of a column; NaN, which no comparison accepts, where there is none.
  func number(_ column: String) -> Double { self[column].flatMap(Double.init) ?? .nan }
  func whole(_ column: String) -> Int { self[column].flatMap { Int($0) } ?? Int.min }
}

/// The rows of a comma-separated table beside the tests, without its heading.
func fixtureRows(_ name: String) -> [[String]] {
  let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "Fixtures/\(name)")
  let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
  return text.split(whereSeparator: \.isNewline).dropFirst().map {
    $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }
}
