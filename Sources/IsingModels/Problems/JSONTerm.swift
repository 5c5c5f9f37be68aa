import ByteFormats

/// A term of bqpjson (`id`, or `id_tail` and `id_head`, with `coeff`) or of dimod's first schema (`label`,
/// or `label_tail` and `label_head`, with `bias`).
struct JSONTerm {
  private(set) var first: VariableLabel?
  private(set) var second: VariableLabel?
  private(set) var value: Double?

  /// Reads an object, key by key; a key that occurs twice is an error.
  init(_ scanner: inout JSONScanner) throws(JSONError) {
    guard scanner.take("{") else { throw scanner.failure(.objectStart) }
    guard !scanner.take("}") else { return }
    repeat {
      let name = try scanner.string()
      guard scanner.take(":") else { throw scanner.failure(.colon) }
      switch name {
      case "id", "label", "id_tail", "label_tail":
        guard first == nil else { throw scanner.failure("two names", expected: "one '\(name)'") }
        first = try scanner.label(depth: 0)
      case "id_head", "label_head":
        guard second == nil else { throw scanner.failure("two names", expected: "one '\(name)'") }
        second = try scanner.label(depth: 0)
      case "coeff", "bias":
        guard value == nil else { throw scanner.failure("two values", expected: "one '\(name)'") }
        value = try scanner.number()
      default: try scanner.skip()
      }
    } while scanner.take(",")
    guard scanner.take("}") else { throw scanner.failure(.objectEnd) }
  }

  /// The terms of a list.
  static func list(_ scanner: inout JSONScanner) throws(JSONError) -> [JSONTerm] {
    var terms: [JSONTerm] = []
    try scanner.list { (scanner) throws(JSONError) in terms.append(try JSONTerm(&scanner)) }
    return terms
  }
}
