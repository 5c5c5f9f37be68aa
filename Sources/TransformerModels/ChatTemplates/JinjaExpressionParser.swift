/// Reads the expressions of a template, by Jinja's order of operations.
struct JinjaExpressionParser {
  private let tokens: [JinjaToken]
  private let line: Int
  private var place = 0
  private var depth = 0

  init(_ tokens: [JinjaToken], line: Int) {
    self.tokens = tokens
    self.line = line
  }

  private var next: JinjaToken? { place < tokens.count ? tokens[place] : nil }

  private func failure(_ expected: String) -> ModelFileError {
    let found =
      switch next {
      case nil: "the end"
      case .name(let name): "\"\(name)\""
      case .string(let text): "the text \"\(text)\""
      case .integer(let value): "\(value)"
      case .number(let value): "\(value)"
      case .sign(let sign): "\"\(sign)\""
      }
    return JinjaLexer.failure(line, found, expected)
  }

  mutating func take(_ token: JinjaToken) -> Bool {
    guard next == token else { return false }
    place += 1
    return true
  }

  private mutating func sign(_ sign: String) -> Bool { take(.sign(sign)) }

  mutating func expect(_ token: JinjaToken) throws(ModelFileError) {
    guard take(token) else {
      switch token {
      case .sign(let text), .name(let text): throw failure("\"\(text)\"")
      default: throw failure("another word")
      }
    }
  }

  mutating func end() throws(ModelFileError) {
    guard next == nil else { throw failure("the end of the statement") }
  }

  mutating func name() throws(ModelFileError) -> String {
    guard case .name(let name) = next else { throw failure("a name") }
    place += 1
    return name
  }

  /// Names with commas between them.
  mutating func names() throws(ModelFileError) -> [String] {
    let isGrouped = sign("(")
    var names = [try name()]
    while sign(",") { names.append(try name()) }
    if isGrouped { try expect(.sign(")")) }
    return names
  }

  /// Parameters of a macro, in parentheses.
  mutating func parameters() throws(ModelFileError) -> [(name: String, usual: JinjaExpression?)] {
    try expect(.sign("("))
    var parameters: [(name: String, usual: JinjaExpression?)] = []
    while !sign(")") {
      if !parameters.isEmpty { try expect(.sign(",")) }
      parameters.append((try name(), sign("=") ? try expression() : nil))
    }
    return parameters
  }

  /// An expression and nothing behind it.
  mutating func whole() throws(ModelFileError) -> JinjaExpression {
    let value = try tuple()
    try end()
    return value
  }

  /// An expression, or several with commas: a list.
  mutating func tuple() throws(ModelFileError) -> JinjaExpression {
    let first = try expression()
    guard next == .sign(",") else { return first }
    var values = [first]
    while sign(","), next != nil { values.append(try expression()) }
    return .list(values)
  }

  mutating func expression(withChoice: Bool = true) throws(ModelFileError) -> JinjaExpression {
    try enter()
    defer { depth -= 1 }
    var value = try either()
    while withChoice, take(.name("if")) {
      let condition = try either()
      let otherwise: JinjaExpression? = take(.name("else")) ? try expression() : nil
      value = .choice(value, condition: condition, otherwise: otherwise)
    }
    return value
  }

  /// One level deeper, which the caller leaves.
  private mutating func enter() throws(ModelFileError) {
    // An expression in parentheses takes two levels: itself and its sign.
    guard depth < 200 else { throw JinjaLexer.failure(line, "100 nested expressions", "fewer") }
    depth += 1
  }

  private mutating func either() throws(ModelFileError) -> JinjaExpression {
    var left = try both()
    while take(.name("or")) { left = .binary("or", left, try both()) }
    return left
  }

  private mutating func both() throws(ModelFileError) -> JinjaExpression {
    var left = try negation()
    while take(.name("and")) { left = .binary("and", left, try negation()) }
    return left
  }

  private mutating func negation() throws(ModelFileError) -> JinjaExpression {
    guard take(.name("not")) else { return try comparison() }
    try enter()
    defer { depth -= 1 }
    return .unary("not", try negation())
  }

  private mutating func comparison() throws(ModelFileError) -> JinjaExpression {
    var left = try sum()
    var result: JinjaExpression?
    while true {
      var operation: String?
      for candidate in ["==", "!=", "<=", ">=", "<", ">"] where sign(candidate) {
        operation = candidate
        break
      }
      if operation == nil, take(.name("in")) { operation = "in" }
      if operation == nil, next == .name("not"), place + 1 < tokens.count,
        tokens[place + 1] == .name("in")
      {
        place += 2
        operation = "not in"
      }
      guard let operation else { return result ?? left }
      let right = try sum()
      let step = JinjaExpression.binary(operation, left, right)
      result = result.map { .binary("and", $0, step) } ?? step
      left = right
    }
  }

  private mutating func sum() throws(ModelFileError) -> JinjaExpression {
    var left = try joined()
    while true {
      if sign("+") {
        left = .binary("+", left, try joined())
      } else if sign("-") {
        left = .binary("-", left, try joined())
      } else {
        return left
      }
    }
  }

  private mutating func joined() throws(ModelFileError) -> JinjaExpression {
    var left = try product()
    while sign("~") { left = .binary("~", left, try product()) }
    return left
  }

  private mutating func product() throws(ModelFileError) -> JinjaExpression {
    var left = try unary(withFilters: true)
    while true {
      var operation: String?
      for candidate in ["*", "/", "//", "%", "**"] where sign(candidate) {
        operation = candidate
        break
      }
      guard let operation else { return left }
      left = .binary(operation, left, try unary(withFilters: true))
    }
  }

  private mutating func unary(withFilters: Bool) throws(ModelFileError) -> JinjaExpression {
    try enter()
    defer { depth -= 1 }
    var value: JinjaExpression
    if sign("-") {
      value = .unary("-", try unary(withFilters: false))
    } else if sign("+") {
      value = try unary(withFilters: false)
    } else {
      value = try postfix(primary())
    }
    guard withFilters else { return value }
    while true {
      if sign("|") {
        let name = try name()
        value = .filter(value, name, next == .sign("(") ? try arguments() : JinjaArguments())
      } else if take(.name("is")) {
        let isNegated = take(.name("not"))
        let name = try name()
        var values: [JinjaExpression] = []
        if next == .sign("(") {
          values = try arguments().values
        } else if startsValue {
          values = [try postfix(primary())]
        }
        value = .test(value, name, values, isNegated: isNegated)
      } else if next == .sign("(") {
        value = .call(value, try arguments())
      } else {
        return value
      }
    }
  }

  /// Whether an argument of a test follows without parentheses.
  private var startsValue: Bool {
    switch next {
    case .string, .integer, .number: true
    case .name(let name): !["and", "or", "not", "is", "if", "else", "in"].contains(name)
    case .sign(let sign): sign == "[" || sign == "{"
    case nil: false
    }
  }

  private mutating func postfix(_ start: JinjaExpression) throws(ModelFileError) -> JinjaExpression
  {
    var value = start
    while true {
      if sign(".") {
        if case .integer(let index) = next {
          place += 1
          value = .item(value, .literal(.integer(index)))
        } else {
          value = .member(value, try name())
        }
      } else if sign("[") {
        value = try subscripted(value)
      } else if next == .sign("(") {
        value = .call(value, try arguments())
      } else {
        return value
      }
    }
  }

  private mutating func subscripted(_ value: JinjaExpression) throws(ModelFileError)
    -> JinjaExpression
  {
    var parts: [JinjaExpression?] = [nil]
    while !sign("]") {
      if sign(":") {
        parts.append(nil)
      } else {
        parts[parts.count - 1] = try expression()
      }
      guard parts.count <= 3, next != nil else { throw failure("\"]\"") }
    }
    guard parts.count > 1 else {
      guard let index = parts[0] else { throw failure("an index") }
      return .item(value, index)
    }
    return .slice(value, parts[0], parts[1], parts.count > 2 ? parts[2] : nil)
  }

  private mutating func arguments() throws(ModelFileError) -> JinjaArguments {
    try expect(.sign("("))
    var arguments = JinjaArguments()
    while !sign(")") {
      if !arguments.values.isEmpty || !arguments.named.isEmpty {
        try expect(.sign(","))
        if sign(")") { break }
      }
      if case .name(let name) = next, place + 1 < tokens.count, tokens[place + 1] == .sign("=") {
        place += 2
        arguments.named.append((name, try expression()))
      } else {
        arguments.values.append(try expression())
      }
    }
    return arguments
  }

  private mutating func primary() throws(ModelFileError) -> JinjaExpression {
    guard let token = next else { throw failure("a value") }
    place += 1
    switch token {
    case .string(var text):
      while case .string(let more) = next {
        text += more
        place += 1
      }
      return .literal(.string(text))
    case .integer(let value): return .literal(.integer(value))
    case .number(let value): return .literal(.number(value))
    case .name("true"), .name("True"): return .literal(.bool(true))
    case .name("false"), .name("False"): return .literal(.bool(false))
    case .name("none"), .name("None"): return .literal(.none)
    case .name(let name): return .name(name)
    case .sign("("):
      if sign(")") { return .list([]) }
      let value = try tuple()
      try expect(.sign(")"))
      return value
    case .sign("["):
      var values: [JinjaExpression] = []
      while !sign("]") {
        if !values.isEmpty {
          try expect(.sign(","))
          if sign("]") { break }
        }
        values.append(try expression())
      }
      return .list(values)
    case .sign("{"):
      var members: [(key: JinjaExpression, value: JinjaExpression)] = []
      while !sign("}") {
        if !members.isEmpty {
          try expect(.sign(","))
          if sign("}") { break }
        }
        let key = try expression()
        try expect(.sign(":"))
        members.append((key, try expression()))
      }
      return .map(members)
    case .sign:
      place -= 1
      throw failure("a value")
    }
  }
}
