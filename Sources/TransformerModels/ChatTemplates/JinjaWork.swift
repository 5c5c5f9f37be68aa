/// What a template may still do: a few words of Jinja double a text until no memory holds it, nest lists
/// deeper than any stack, or loop for years.
struct JinjaWork {
  /// Values within values.
  static let mostNested = 200
  /// Expressions, blocks and macros within each other.
  static let mostDepth = 500
  /// Bytes of one text that is put together.
  static let longestText = 100_000_000
  /// Items of a list that are compared each with each.
  static let mostCompared = 10_000

  /// Bytes of texts, and 16 for every other value: a second or two of work.
  private static let whole = 1_000_000_000
  private static let value = 16

  private var left = JinjaWork.whole

  /// Takes the work of something small; `false` if nothing is left.
  mutating func spend() -> Bool {
    left -= JinjaWork.value
    return left >= 0
  }

  /// Takes the work of all that a value consists of, shared parts as often as they stand in it.
  ///
  /// - Returns: what was found in place of a value that is small enough; `nil` for one that is.
  mutating func spend(_ value: JinjaValue, depth: Int = 0) -> String? {
    left -= JinjaWork.value
    guard left >= 0 else { return "more work than any conversation needs" }
    guard depth < JinjaWork.mostNested else { return "\(depth) nested values" }
    switch value {
    case .string(let text):
      left -= text.utf8.count
      guard text.utf8.count <= JinjaWork.longestText else {
        return "a text of \(text.utf8.count) bytes"
      }
    case .list(let values):
      for part in values {
        if let found = spend(part, depth: depth + 1) { return found }
      }
    case .map(let members):
      for member in members {
        left -= member.key.utf8.count
        if let found = spend(member.value, depth: depth + 1) { return found }
      }
    case .space(let space):
      // It is shared: within itself it would have no end.
      guard depth == 0 else { return "a namespace within a value" }
      for part in space.members.values {
        if let found = spend(part, depth: 1) { return found }
      }
    default: break
    }
    return left >= 0 ? nil : "more work than any conversation needs"
  }
}

extension JinjaEvaluator {
  /// Refuses to put `count` texts of `bytes` each together where no memory would hold them.
  func checkLength(_ count: Int, of bytes: Int) throws(ModelFileError) {
    let (size, overflows) = count.multipliedReportingOverflow(by: bytes)
    guard !overflows, size <= JinjaWork.longestText else {
      throw failure("\(count) texts of \(bytes) bytes", "at most \(JinjaWork.longestText) bytes")
    }
  }
}
