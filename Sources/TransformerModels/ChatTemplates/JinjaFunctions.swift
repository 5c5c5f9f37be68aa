/// The functions that templates call.
enum JinjaFunctions {
  static func call(
    _ name: String, _ values: [JinjaValue], _ named: [String: JinjaValue],
    _ evaluator: JinjaEvaluator
  ) throws(ModelFileError) -> JinjaValue {
    switch name {
    case "raise_exception":
      throw evaluator.failure(
        "a conversation that the template refuses", values.first?.text ?? "another conversation")
    case "namespace":
      var members = named
      if case .map(let given)? = values.first {
        for member in given { members[member.key] = member.value }
      }
      return .space(JinjaSpace(members))
    case "dict": return .map(named.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    case "range":
      let numbers = values.compactMap { value in
        if case .integer(let number) = value { number } else { nil }
      }
      guard numbers.count == values.count, (1...3).contains(numbers.count),
        numbers.count < 3 || numbers[2] != 0
      else { throw evaluator.failure("range of other values", "one to three whole numbers") }
      let start = numbers.count > 1 ? numbers[0] : 0
      let end = numbers.count > 1 ? numbers[1] : numbers[0]
      let step = numbers.count > 2 ? numbers[2] : 1
      guard abs((Double(end) - Double(start)) / Double(step)) < 1_000_000 else {
        throw evaluator.failure("a range of millions", "a shorter one")
      }
      return .list(stride(from: start, to: end, by: step).map { .integer($0) })
    default:
      throw evaluator.failure("the function \(name)", "range, namespace, dict or raise_exception")
    }
  }
}

/// The methods of values.
enum JinjaMethods {
  static func call(
    _ method: String, _ subject: JinjaValue, _ values: [JinjaValue], _ evaluator: JinjaEvaluator
  ) throws(ModelFileError) -> JinjaValue {
    switch subject {
    case .string(let text):
      if let result = try string(method, JinjaText(text), values, evaluator) { return result }
    case .map(let members):
      switch method {
      case "items": return .list(members.map { .list([.string($0.key), $0.value]) })
      case "keys": return .list(members.map { .string($0.key) })
      case "values": return .list(members.map(\.value))
      case "get":
        return values.first.flatMap { subject.member($0.text) }
          ?? (values.count > 1 ? values[1] : .none)
      default: break
      }
    case .list(let items):
      switch method {
      case "count": return .integer(items.count { JinjaValue.equal($0, values.first ?? .none) })
      case "index":
        if let place = items.firstIndex(where: { JinjaValue.equal($0, values.first ?? .none) }) {
          return .integer(place)
        }
      default: break
      }
    case .undefined(let name):
      throw evaluator.failure("\(name).\(method), where \(name) is undefined", "a value")
    default: break
    }
    throw evaluator.failure(
      "the method \"\(method)\" of \(JinjaOperations.kind(subject))",
      "strip, split, replace, startswith, upper, … of texts; items, keys, values, get of maps")
  }

  private static func string(
    _ method: String, _ text: JinjaText, _ values: [JinjaValue], _ evaluator: JinjaEvaluator
  ) throws(ModelFileError) -> JinjaValue? {
    let first = values.first?.text
    func count(_ place: Int) -> Int {
      if place < values.count, case .integer(let number) = values[place], number >= 0 {
        number
      } else {
        .max
      }
    }
    switch method {
    case "strip": return .string(text.stripped(first, left: true, right: true))
    case "lstrip": return .string(text.stripped(first, left: true, right: false))
    case "rstrip": return .string(text.stripped(first, left: false, right: true))
    case "upper": return .string(text.string.uppercased())
    case "lower": return .string(text.string.lowercased())
    case "capitalize": return .string(JinjaFilters.capitalized(text.string))
    case "title": return .string(JinjaFilters.titled(text.string))
    case "startswith": return .bool(affixes(values).contains { text.scalars.starts(with: $0) })
    case "endswith":
      return .bool(affixes(values).contains { text.scalars.suffix($0.count).elementsEqual($0) })
    case "replace":
      guard values.count >= 2 else { return nil }
      let (parts, new) = (text.split(values[0].text, most: count(2)), values[1].text)
      try evaluator.checkLength(parts.count, of: new.utf8.count)
      return .string(parts.joined(separator: new))
    case "split":
      if let first, case .string? = values.first {
        return .list(text.split(first, most: count(1)).map { .string($0) })
      }
      let words = text.scalars.split { UnicodeTables.isWhitespace($0.value) }
      return .list(words.map { .string(JinjaText($0).string) })
    case "rsplit":
      guard let first else { return nil }
      let parts = text.split(first)
      let most = count(1)
      guard parts.count - 1 > most else { return .list(parts.map { .string($0) }) }
      let head = parts.dropLast(most).joined(separator: first)
      return .list(([head] + parts.suffix(most)).map { .string($0) })
    case "splitlines":
      var lines = text.split("\n")
      if lines.last?.isEmpty == true { lines.removeLast() }
      return .list(lines.map { .string($0) })
    case "join":
      let parts = values.first?.elements ?? []
      try evaluator.checkLength(parts.count, of: text.string.utf8.count)
      return .string(parts.map(\.text).joined(separator: text.string))
    case "find":
      return .integer(first.flatMap { text.place(of: Array($0.unicodeScalars)) } ?? -1)
    case "count": return .integer(first.map { text.split($0).count - 1 } ?? 0)
    case "isdigit":
      return .bool(
        !text.scalars.isEmpty
          && text.scalars.allSatisfy { $0.properties.generalCategory == .decimalNumber })
    case "removeprefix":
      guard let first, text.scalars.starts(with: first.unicodeScalars) else {
        return .string(text.string)
      }
      return .string(JinjaText(text.scalars.dropFirst(first.unicodeScalars.count)).string)
    case "removesuffix":
      guard let first, !first.isEmpty,
        text.scalars.suffix(first.unicodeScalars.count).elementsEqual(first.unicodeScalars)
      else { return .string(text.string) }
      return .string(JinjaText(text.scalars.dropLast(first.unicodeScalars.count)).string)
    default: return nil
    }
  }

  /// One text, or a list of texts of which any will do.
  private static func affixes(_ values: [JinjaValue]) -> [[Unicode.Scalar]] {
    switch values.first {
    case .list(let texts): texts.map { Array($0.text.unicodeScalars) }
    case let value?: [Array(value.text.unicodeScalars)]
    case nil: []
    }
  }
}
