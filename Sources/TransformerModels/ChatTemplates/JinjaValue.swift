/// A value of a template.
indirect enum JinjaValue {
  /// A name without a value.
  case undefined(String)
  case none
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case list([JinjaValue])
  case map([(key: String, value: JinjaValue)])
  /// `namespace(…)`, whose members can be set from within loops.
  case space(JinjaSpace)
  /// A macro, or a function of the environment.
  case function(String, JinjaMacro?)

  /// Whether a condition holds for it.
  var isTrue: Bool {
    switch self {
    case .undefined, .none: false
    case .bool(let value): value
    case .integer(let value): value != 0
    case .number(let value): value != 0
    case .string(let text): !text.isEmpty
    case .list(let values): !values.isEmpty
    case .map(let members): !members.isEmpty
    case .space, .function: true
    }
  }

  /// What stands in the output, as Python writes it.
  var text: String {
    switch self {
    case .undefined: ""
    case .none: "None"
    case .bool(let value): value ? "True" : "False"
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .string(let text): text
    case .list(let values): "[" + values.map(\.quoted).joined(separator: ", ") + "]"
    case .map(let members):
      "{"
        + members.map { "\(JinjaValue.string($0.key).quoted): \($0.value.quoted)" }
        .joined(separator: ", ") + "}"
    case .space: "namespace"
    case .function(let name, _): name
    }
  }

  /// The value as a literal of Python.
  private var quoted: String {
    guard case .string(let text) = self else { return self.text }
    let quote = text.contains("'") && !text.contains("\"") ? "\"" : "'"
    var result = quote
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "'" where quote == "'": result += "\\'"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + quote
  }

  /// The number that it is; `nil` for other values.
  var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    case .bool(let value): value ? 1 : 0
    default: nil
    }
  }

  /// Whether two values are equal, as Python compares them.
  static func equal(_ left: JinjaValue, _ right: JinjaValue) -> Bool {
    switch (left, right) {
    case (.string(let a), .string(let b)): return a.utf8.elementsEqual(b.utf8)
    case (.none, .none), (.undefined, .undefined): return true
    case (.list(let a), .list(let b)):
      return a.count == b.count && zip(a, b).allSatisfy { equal($0, $1) }
    case (.map(let a), .map(let b)):
      return a.count == b.count
        && a.allSatisfy { member in
          b.contains { $0.key == member.key && equal($0.value, member.value) }
        }
    default:
      guard let a = left.double, let b = right.double else { return false }
      return a == b
    }
  }

  /// The member of a map or a namespace; `nil` if there is none.
  func member(_ name: String) -> JinjaValue? {
    switch self {
    case .map(let members): members.first { $0.key == name }?.value
    case .space(let space): space.members[name]
    default: nil
    }
  }

  /// The values that a loop goes through; `nil` for what is no list.
  var elements: [JinjaValue]? {
    switch self {
    case .list(let values): values
    case .map(let members): members.map { .string($0.key) }
    case .string(let text): text.unicodeScalars.map { .string(String(Character($0))) }
    case .undefined: []
    default: nil
    }
  }
}

/// A namespace of a template: the one kind of value that is shared.
final class JinjaSpace {
  var members: [String: JinjaValue]

  init(_ members: [String: JinjaValue]) { self.members = members }
}

/// A macro.
final class JinjaMacro {
  let parameters: [(name: String, usual: JinjaExpression?)]
  let body: [JinjaNode]

  init(parameters: [(name: String, usual: JinjaExpression?)], body: [JinjaNode]) {
    self.parameters = parameters
    self.body = body
  }
}
