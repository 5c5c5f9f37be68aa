internal import Yams

/// A YAML file as composed nodes with line numbers. It collects problems while it is read.
///
/// Other modules read formats of their own from its ``top``.
package final class SpecDocument {
  /// Largest file that is read, in bytes.
  static let maximumBytes = 1_000_000

  /// Its name in messages.
  package let file: String
  let root: Node
  private(set) var problems: [SpecProblem] = []
  private(set) var rows: [SpecRow] = []
  /// Paths of all keys that the reader asked for, whether the file has them or not.
  private(set) var askedKeys: Set<String> = []

  /// Parses a file's bytes.
  ///
  /// - Throws: `SpecError` for text that is not UTF-8, YAML syntax errors, duplicate keys, aliases.
  package init(bytes: [UInt8], file: String) throws(SpecError) {
    self.file = file
    func fail(_ line: Int?, _ key: String, _ found: String, _ expected: String) -> SpecError {
      SpecError(problems: [
        SpecProblem(file: file, line: line, key: key, found: found, expected: expected)
      ])
    }
    guard bytes.count <= Self.maximumBytes else {
      throw fail(nil, "file", "\(bytes.count) bytes", "at most \(Self.maximumBytes) bytes")
    }
    let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let content = bytes.starts(with: byteOrderMark) ? bytes[3...] : bytes[...]
    guard let text = String(validating: content, as: UTF8.self) else {
      throw fail(nil, "file", "bytes that are not UTF-8", "UTF-8 text")
    }
    if let (line, word) = Self.firstReference(in: text) {
      throw fail(
        line, "file", "the YAML anchor or alias `\(word)`",
        "plain values (in texts write `a × b` or put a blank after the sign)")
    }
    do {
      guard let node = try Yams.compose(yaml: text) else {
        throw fail(1, "file", "an empty document", "a mapping of keys")
      }
      root = node
    } catch let error as SpecError {
      throw error
    } catch let error as YamlError {
      let (line, what) = Self.explain(error)
      throw fail(line, "file", what, "valid YAML")
    } catch {
      throw fail(nil, "file", "\(error)", "valid YAML")
    }
  }

  /// The mapping that the file is.
  package var top: SpecMapping { SpecMapping(root, path: "", in: self) }

  /// Notes a problem.
  package func report(_ line: Int?, _ key: String, found: String, expected: String) {
    report(SpecProblem(file: file, line: line, key: key, found: found, expected: expected))
  }

  /// Notes a problem, which may be one of another file.
  func report(_ problem: SpecProblem) { problems.append(problem) }

  /// Notes that the reader asked for a key.
  func note(key path: String) { askedKeys.insert(path) }

  /// Notes a row of the listing.
  func list(_ row: SpecRow) { rows.append(row) }

  /// The line of a key, by its path `section.key`; `nil` if the file leaves it out.
  func line(of path: String) -> Int? {
    var node: Node? = root
    var line: Int?
    for part in path.split(separator: ".") {
      let pair = node?.mapping?.first { $0.key.scalar?.string == String(part) }
      guard let pair else { return nil }
      line = pair.key.mark?.line
      node = pair.value
    }
    return line
  }

  /// Throws everything reported so far, in the order of lines.
  package func throwProblems() throws(SpecError) {
    guard !problems.isEmpty else { return }
    let ordered = problems.enumerated().sorted {
      ($0.element.line ?? 0, $0.offset) < ($1.element.line ?? 0, $1.offset)
    }
    throw SpecError(problems: ordered.map(\.element))
  }

  /// The first anchor or alias. They are refused because a few nested ones expand, when compared as
  /// keys, to more nodes than any memory holds; descriptions need none.
  private static func firstReference(in text: String) -> (line: Int, word: String)? {
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if line.first(where: { $0 != " " && $0 != "\t" }) == "#" { continue }
      var previous: Character = " "
      for position in line.indices {
        let character = line[position]
        let opens = previous == " " || previous == "\t" || "[{,:?-".contains(previous)
        let next = line.index(after: position)
        if opens, character == "&" || character == "*", next < line.endIndex,
          !line[next].isWhitespace
        {
          return (index + 1, String(line[position...].prefix { !$0.isWhitespace }))
        }
        previous = character
      }
    }
    return nil
  }

  private static func explain(_ error: YamlError) -> (Int?, String) {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      (mark.line, problem)
    case .duplicatedKeysInMapping(let keys, let context):
      (context.mark.line, "the key \(keys.map { "`\($0)`" }.joined(separator: ", ")) twice")
    case .reader(let problem, _, _, _):
      (nil, problem)
    default:
      (nil, "\(error)")
    }
  }
}
