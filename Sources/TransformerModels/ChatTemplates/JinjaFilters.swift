/// The filters that templates use.
enum JinjaFilters {
  private static let names =
    "trim, upper, lower, title, capitalize, length, default, join, tojson, replace, first, last, list, string, "
    + "int, float, abs, reverse, sort, unique, map, select, reject, selectattr, rejectattr, items, dictsort, "
    + "indent, sum, min, max or safe"

  static func apply(
    _ name: String, _ subject: JinjaValue, _ values: [JinjaValue], _ named: [String: JinjaValue],
    _ evaluator: JinjaEvaluator
  ) throws(ModelFileError) -> JinjaValue {
    func items() throws(ModelFileError) -> [JinjaValue] {
      guard let items = subject.elements else {
        throw evaluator.failure("\(name) of \(JinjaOperations.kind(subject))", "a list")
      }
      return items
    }
    let text = subject.text
    switch name {
    case "trim":
      return .string(JinjaText(text).stripped(values.first?.text, left: true, right: true))
    case "upper": return .string(text.uppercased())
    case "lower": return .string(text.lowercased())
    case "title": return .string(titled(text))
    case "capitalize": return .string(capitalized(text))
    case "string": return .string(text)
    case "safe": return subject
    case "length", "count": return .integer(try items().count)
    case "default", "d":
      let takesFalse = (values.count > 1 ? values[1] : named["boolean"])?.isTrue ?? false
      let usual = values.first ?? named["default_value"] ?? .string("")
      if case .undefined = subject { return usual }
      return takesFalse && !subject.isTrue ? usual : subject
    case "join":
      var parts = try items()
      if let key = named["attribute"]?.text ?? (values.count > 1 ? values[1].text : nil) {
        parts = parts.map { $0.member(key) ?? .undefined(key) }
      }
      let separator = values.first?.text ?? named["d"]?.text ?? ""
      try evaluator.checkLength(parts.count, of: separator.utf8.count)
      return .string(parts.map(\.text).joined(separator: separator))
    case "tojson":
      var indent: Int?
      if case .integer(let count)? = values.first ?? named["indent"] { indent = count }
      return .string(try JinjaJSON.text(subject, indent: indent, evaluator))
    case "replace":
      guard values.count >= 2 else {
        throw evaluator.failure("replace without two texts", "old and new")
      }
      let (parts, new) = (JinjaText(text).split(values[0].text), values[1].text)
      try evaluator.checkLength(parts.count, of: new.utf8.count)
      return .string(parts.joined(separator: new))
    case "first": return try items().first ?? .undefined("the first of nothing")
    case "last": return try items().last ?? .undefined("the last of nothing")
    case "list": return .list(try items())
    case "reverse":
      if case .string = subject {
        return .string(JinjaText(JinjaText(text).scalars.reversed()).string)
      }
      return .list(try items().reversed())
    case "int": return .integer(whole(subject))
    case "float": return .number(subject.double ?? Double(text) ?? 0)
    case "abs":
      if case .integer(let value) = subject { return .integer(value == .min ? .max : abs(value)) }
      return .number(abs(subject.double ?? 0))
    case "items":
      guard case .map(let members) = subject else {
        if case .undefined = subject { return .list([]) }
        throw evaluator.failure("items of \(JinjaOperations.kind(subject))", "a map")
      }
      return .list(members.map { .list([.string($0.key), $0.value]) })
    case "dictsort":
      guard case .map(let members) = subject else {
        throw evaluator.failure("dictsort of \(JinjaOperations.kind(subject))", "a map")
      }
      return .list(
        members.sorted { $0.key.lowercased() < $1.key.lowercased() }
          .map { .list([.string($0.key), $0.value]) })
    case "sort":
      var parts = try items()
      let key = named["attribute"]?.text
      parts.sort {
        let (a, b) = (key.flatMap($0.member) ?? $0, key.flatMap($1.member) ?? $1)
        return (JinjaOperations.compare(a, b) ?? 0) < 0
      }
      return .list(named["reverse"]?.isTrue == true ? parts.reversed() : parts)
    case "unique":
      guard try items().count <= JinjaWork.mostCompared else {
        throw evaluator.failure(
          "unique of \(try items().count) values", "at most \(JinjaWork.mostCompared)")
      }
      return .list(
        try items().reduce(into: [JinjaValue]()) { kept, item in
          if !kept.contains(where: { JinjaValue.equal($0, item) }) { kept.append(item) }
        })
    case "sum":
      var total = JinjaValue.integer(0)
      for item in try items() { total = try JinjaOperations.apply("+", total, item, evaluator) }
      return total
    case "min", "max":
      let sorted = try items().sorted { (JinjaOperations.compare($0, $1) ?? 0) < 0 }
      return (name == "min" ? sorted.first : sorted.last) ?? .undefined(name)
    case "map":
      var mapped: [JinjaValue] = []
      for item in try items() {
        if let key = named["attribute"]?.text {
          mapped.append(item.member(key) ?? named["default"] ?? .undefined(key))
        } else if let filter = values.first?.text {
          mapped.append(try apply(filter, item, Array(values.dropFirst()), [:], evaluator))
        }
      }
      return .list(mapped)
    case "select", "reject", "selectattr", "rejectattr":
      let byMember = name.hasSuffix("attr")
      let test = values.dropFirst(byMember ? 1 : 0)
      var kept: [JinjaValue] = []
      for item in try items() {
        let key = byMember ? values.first?.text ?? "" : ""
        let part = byMember ? item.member(key) ?? .undefined(key) : item
        let holds =
          try test.first.map { (name) throws(ModelFileError) in
            try JinjaTests.holds(name.text, part, Array(test.dropFirst()), evaluator)
          } ?? part.isTrue
        if holds == name.hasPrefix("select") { kept.append(item) }
      }
      return .list(kept)
    case "indent":
      var width = 4
      if case .integer(let count)? = values.first ?? named["width"] { width = count }
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      let isFirst = (values.count > 1 ? values[1] : named["first"])?.isTrue ?? false
      let space = String(repeating: " ", count: min(max(width, 0), 1000))
      try evaluator.checkLength(lines.count, of: space.utf8.count)
      return .string(
        lines.enumerated().map { ($0 > 0 || isFirst) && !$1.isEmpty ? space + $1 : String($1) }
          .joined(separator: "\n"))
    default: throw evaluator.failure("the filter \"\(name)\"", names)
    }
  }

  private static func whole(_ value: JinjaValue) -> Int {
    switch value {
    case .integer(let number): return number
    case .number(let number): return Int(exactly: number.rounded(.towardZero)) ?? 0
    case .bool(let flag): return flag ? 1 : 0
    default:
      let text = JinjaText(value.text).stripped(nil, left: true, right: true)
      return Int(text) ?? Double(text).flatMap { Int(exactly: $0.rounded(.towardZero)) } ?? 0
    }
  }

  static func capitalized(_ text: String) -> String {
    guard let first = text.first else { return text }
    return first.uppercased() + text.dropFirst().lowercased()
  }

  static func titled(_ text: String) -> String {
    var result = ""
    var isInside = false
    for character in text {
      result += isInside ? character.lowercased() : character.uppercased()
      isInside = character.isLetter || character == "'" && isInside
    }
    return result
  }
}

/// The tests that templates use.
enum JinjaTests {
  static func holds(
    _ name: String, _ value: JinjaValue, _ arguments: [JinjaValue], _ evaluator: JinjaEvaluator
  ) throws(ModelFileError) -> Bool {
    switch (name, value) {
    case ("defined", .undefined): return false
    case ("defined", _): return true
    case ("undefined", .undefined): return true
    case ("undefined", _): return false
    case ("none", .none), ("string", .string), ("mapping", .map), ("boolean", .bool),
      ("integer", .integer),
      ("float", .number), ("number", .integer), ("number", .number), ("number", .bool),
      ("callable", .function), ("iterable", .list), ("iterable", .string), ("iterable", .map),
      ("iterable", .undefined), ("sequence", .list), ("sequence", .string), ("sequence", .map),
      ("sequence", .undefined), ("true", .bool(true)), ("false", .bool(false)):
      return true
    case ("none", _), ("string", _), ("mapping", _), ("boolean", _), ("integer", _), ("float", _),
      ("number", _), ("callable", _), ("iterable", _), ("sequence", _), ("true", _), ("false", _):
      return false
    case ("odd", .integer(let number)): return number % 2 != 0
    case ("even", .integer(let number)): return number % 2 == 0
    case ("lower", .string(let text)): return text.lowercased() == text
    case ("upper", .string(let text)): return text.uppercased() == text
    default: break
    }
    if name == "in", let whole = arguments.first {
      return try JinjaOperations.contains(whole, value, evaluator)
    }
    let operations = [
      "equalto": "==", "eq": "==", "==": "==", "ne": "!=", "lt": "<", "gt": ">", "le": "<=",
      "ge": ">=",
      "lessthan": "<", "greaterthan": ">",
    ]
    if let operation = operations[name], let other = arguments.first {
      return try JinjaOperations.apply(operation, value, other, evaluator).isTrue
    }
    if name == "divisibleby", case .integer(let number) = value,
      case .integer(let by)? = arguments.first,
      by != 0, by != -1
    {
      return number % by == 0
    }
    throw evaluator.failure(
      "the test \"\(name)\" of \(JinjaOperations.kind(value))",
      "defined, none, string, mapping, sequence, iterable, number, boolean, true, false, odd, even, in or eq"
    )
  }
}
