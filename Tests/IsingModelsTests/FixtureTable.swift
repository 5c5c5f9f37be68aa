import Foundation

/// The rows of a comma-separated table beside the tests, without its heading.
func fixtureRows(_ name: String) -> [[String]] {
  let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "Fixtures/\(name)")
  let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
  return text.split(whereSeparator: \.isNewline).dropFirst().map {
    $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }
}
