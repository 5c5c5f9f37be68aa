/// Operations between two values.
enum JinjaOperations {
  static func apply(
    _ operation: String, _ left: JinjaValue, _ right: JinjaValue, _ evaluator: JinjaEvaluator
  ) throws(ModelFileError) -> JinjaValue {
    switch operation {
    case "~": return .string(left.text + right.text)
    case "==": return .bool(JinjaValue.equal(left, right))
    case "!=": return .bool(!JinjaValue.equal(left, right))
    case "in", "not in":
      return .bool(try contains(right, left, evaluator) == (operation == "in"))
    case "<", ">", "<=", ">=":
      guard let order = compare(left, right) else {
        throw evaluator.failure(
          "\"\(operation)\" between unlike values", "two numbers or two texts")
      }
      switch operation {
      case "<": return .bool(order < 0)
      case ">": return .bool(order > 0)
      case "<=": return .bool(order <= 0)
      default: return .bool(order >= 0)
      }
    default: break
    }
    switch (operation, left, right) {
    case ("+", .string(let a), .string(let b)): return .string(a + b)
    case ("+", .list(let a), .list(let b)): return .list(a + b)
    case ("*", .string(let text), .integer(let count)):
      let (size, overflows) = count.multipliedReportingOverflow(by: text.utf8.count)
      guard !overflows, size < 1_000_000 else {
        throw evaluator.failure("a text \(count) times", "a text below a million bytes")
      }
      return .string(String(repeating: text, count: max(0, count)))
    case (_, .integer(let a), .integer(let b)):
      if let result = integer(operation, a, b) { return result }
    default:
      if let a = left.double, let b = right.double, let result = number(operation, a, b) {
        return result
      }
    }
    throw evaluator.failure(
      "\"\(operation)\" between \(kind(left)) and \(kind(right))", "numbers, or texts with \"+\"")
  }

  private static func integer(_ operation: String, _ a: Int, _ b: Int) -> JinjaValue? {
    switch operation {
    case "+": .integer(a &+ b)
    case "-": .integer(a &- b)
    case "*": .integer(a &* b)
    case "/": b == 0 ? nil : .number(Double(a) / Double(b))
    // As in Python, the rest has the sign of the divisor.
    case "//":
      b == 0
        ? nil
        : b == -1
          ? .integer(0 &- a) : .integer(a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0))
    case "%":
      b == 0
        ? nil : b == -1 ? .integer(0) : .integer(a % b + (a % b != 0 && (a < 0) != (b < 0) ? b : 0))
    default: nil
    }
  }

  private static func number(_ operation: String, _ a: Double, _ b: Double) -> JinjaValue? {
    switch operation {
    case "+": .number(a + b)
    case "-": .number(a - b)
    case "*": .number(a * b)
    case "/": b == 0 ? nil : .number(a / b)
    default: nil
    }
  }

  static func compare(_ left: JinjaValue, _ right: JinjaValue) -> Int? {
    if case .string(let a) = left, case .string(let b) = right {
      let (first, second) = (Array(a.unicodeScalars), Array(b.unicodeScalars))
      return first == second ? 0 : first.lexicographicallyPrecedes(second) ? -1 : 1
    }
    guard let a = left.double, let b = right.double else { return nil }
    return a == b ? 0 : a < b ? -1 : 1
  }

  static func contains(
    _ whole: JinjaValue, _ part: JinjaValue, _ evaluator: JinjaEvaluator
  ) throws(ModelFileError) -> Bool {
    switch whole {
    case .string(let text): return JinjaText(text).contains(part.text)
    case .list(let values): return values.contains { JinjaValue.equal($0, part) }
    case .map(let members): return members.contains { $0.key == part.text }
    case .space(let space): return space.members[part.text] != nil
    case .undefined: return false
    default: throw evaluator.failure("\"in\" \(kind(whole))", "a text, a list or a map")
    }
  }

  static func kind(_ value: JinjaValue) -> String {
    switch value {
    case .undefined(let name): "\(name), which is undefined,"
    case .none: "none"
    case .bool: "a truth value"
    case .integer, .number: "a number"
    case .string: "a text"
    case .list: "a list"
    case .map: "a map"
    case .space: "a namespace"
    case .function: "a function"
    }
  }
}

/// A text by its scalars, as Python sees texts.
struct JinjaText {
  var scalars: [Unicode.Scalar]

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  init(_ scalars: some Sequence<Unicode.Scalar>) { self.scalars = Array(scalars) }

  var string: String { String(String.UnicodeScalarView(scalars)) }

  /// Where a part begins, from a place on; `nil` if it is not there.
  func place(of part: [Unicode.Scalar], from start: Int = 0) -> Int? {
    guard !part.isEmpty, scalars.count >= part.count else { return part.isEmpty ? start : nil }
    var place = start
    while place + part.count <= scalars.count {
      if scalars[place..<(place + part.count)].elementsEqual(part) { return place }
      place += 1
    }
    return nil
  }

  func contains(_ part: String) -> Bool { place(of: Array(part.unicodeScalars)) != nil }

  /// The parts between a separator, at most `most` cuts.
  func split(_ separator: String, most: Int = .max) -> [String] {
    let part = Array(separator.unicodeScalars)
    guard !part.isEmpty else { return [string] }
    var parts: [String] = []
    var start = 0
    while parts.count < most, let place = place(of: part, from: start) {
      parts.append(JinjaText(scalars[start..<place]).string)
      start = place + part.count
    }
    return parts + [JinjaText(scalars[start...]).string]
  }

  /// Without scalars at the ends: white space, or those given.
  func stripped(_ set: String?, left: Bool, right: Bool) -> String {
    let given = set.map { Array($0.unicodeScalars) }
    func drops(_ scalar: Unicode.Scalar) -> Bool {
      given?.contains(scalar)
        ?? (UnicodeTables.isWhitespace(scalar.value) || (0x1c...0x1f).contains(scalar.value))
    }
    var part = scalars[...]
    if left { part = part.drop(while: drops) }
    if right { while let last = part.last, drops(last) { part.removeLast() } }
    return JinjaText(part).string
  }
}
