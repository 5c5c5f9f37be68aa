/// Runs a template.
struct JinjaEvaluator {
  /// Names by scope, the innermost last.
  private var scopes: [[String: JinjaValue]]
  private var output = ""
  private var line = 0
  private var depth = 0
  private var calls = 0
  private var work = JinjaWork()

  private enum Flow { case on, broken, continued }

  init(_ names: [String: JinjaValue]) { scopes = [names] }

  /// The text of a template.
  ///
  /// - Throws: `ModelFileError` with the line.
  mutating func run(_ nodes: [JinjaNode]) throws(ModelFileError) -> String {
    _ = try execute(nodes)
    return output
  }

  /// An error at the present line.
  func failure(_ found: String, _ expected: String) -> ModelFileError {
    JinjaLexer.failure(line, found, expected)
  }

  private mutating func execute(_ nodes: [JinjaNode]) throws(ModelFileError) -> Flow {
    try enter()
    defer { depth -= 1 }
    for node in nodes {
      try step()
      let flow = try execute(node)
      if flow != .on { return flow }
    }
    return .on
  }

  /// One level deeper, which the caller leaves.
  private mutating func enter() throws(ModelFileError) {
    guard depth < JinjaWork.mostDepth else {
      throw failure("\(depth) nested expressions, blocks and calls", "fewer")
    }
    depth += 1
  }

  private mutating func step() throws(ModelFileError) {
    guard work.spend() else {
      throw failure("more work than any conversation needs", "a template that ends")
    }
  }

  /// Refuses a value that is too large or too deep.
  private mutating func checked(_ value: JinjaValue) throws(ModelFileError) -> JinjaValue {
    if let found = work.spend(value) { throw failure(found, "smaller values") }
    return value
  }

  private mutating func execute(_ node: JinjaNode) throws(ModelFileError) -> Flow {
    switch node {
    case .text(let text): output += text
    case .output(let expression, let line):
      self.line = line
      output += try value(expression).text
    case .condition(let branches, let line):
      self.line = line
      for branch in branches {
        guard
          try branch.test.map({ (test) throws(ModelFileError) in try value(test).isTrue }) ?? true
        else { continue }
        return try execute(branch.body)
      }
    case .loop(let names, let list, let filter, let body, let otherwise, let line):
      self.line = line
      try loop(names, list, filter, body, otherwise)
    case .set(let names, let member, let expression, let line):
      self.line = line
      try set(names, member, value(expression))
    case .capture(let name, let body):
      let before = output
      output = ""
      let flow = try execute(body)
      scopes[scopes.count - 1][name] = try checked(.string(output))
      output = before
      return flow
    case .macro(let name, let macro): scopes[scopes.count - 1][name] = .function(name, macro)
    case .leave(let isBreak): return isBreak ? .broken : .continued
    }
    return .on
  }

  private mutating func set(
    _ names: [String], _ member: String?, _ value: JinjaValue
  ) throws(ModelFileError) {
    if let member {
      guard case .space(let space) = lookUp(names[0]) else {
        throw failure("\(names[0]).\(member)", "a namespace to set a member of")
      }
      if case .space = value { throw failure("a namespace within a value", "another value") }
      space.members[member] = value
      return
    }
    try bind(names, value)
  }

  private mutating func bind(_ names: [String], _ value: JinjaValue) throws(ModelFileError) {
    guard names.count > 1 else {
      scopes[scopes.count - 1][names[0]] = value
      return
    }
    guard let parts = value.elements, parts.count == names.count else {
      throw failure("\(value.elements?.count ?? 1) values", "\(names.count) for their names")
    }
    for (name, part) in zip(names, parts) { scopes[scopes.count - 1][name] = part }
  }

  private mutating func loop(
    _ names: [String], _ list: JinjaExpression, _ filter: JinjaExpression?, _ body: [JinjaNode],
    _ otherwise: [JinjaNode]
  ) throws(ModelFileError) {
    let source = try value(list)
    guard var items = source.elements else {
      throw failure("\(source.text.prefix(40))", "a list to go through")
    }
    scopes.append([:])
    defer { scopes.removeLast() }
    if let filter {
      var kept: [JinjaValue] = []
      for item in items {
        try step()
        try bind(names, item)
        if try value(filter).isTrue { kept.append(item) }
      }
      items = kept
    }
    guard !items.isEmpty else {
      _ = try execute(otherwise)
      return
    }
    for (index, item) in items.enumerated() {
      try step()
      scopes[scopes.count - 1] = [:]
      scopes[scopes.count - 1]["loop"] = .map([
        ("index", .integer(index + 1)), ("index0", .integer(index)),
        ("first", .bool(index == 0)), ("last", .bool(index == items.count - 1)),
        ("length", .integer(items.count)), ("revindex", .integer(items.count - index)),
        ("revindex0", .integer(items.count - index - 1)),
        ("previtem", index > 0 ? items[index - 1] : .undefined("previtem")),
        ("nextitem", index + 1 < items.count ? items[index + 1] : .undefined("nextitem")),
      ])
      try bind(names, item)
      if try execute(body) == .broken { break }
    }
  }

  private func lookUp(_ name: String) -> JinjaValue {
    for scope in scopes.reversed() {
      if let value = scope[name] { return value }
    }
    switch name {
    case "range", "namespace", "dict", "raise_exception": return .function(name, nil)
    default: return .undefined(name)
    }
  }

  /// The value of an expression.
  mutating func value(_ expression: JinjaExpression) throws(ModelFileError) -> JinjaValue {
    try enter()
    defer { depth -= 1 }
    try step()
    switch expression {
    // What is there already costs nothing.
    case .literal, .name, .member, .item, .test, .unary: return try evaluated(expression)
    default: return try checked(evaluated(expression))
    }
  }

  private mutating func evaluated(
    _ expression: JinjaExpression
  ) throws(ModelFileError) -> JinjaValue {
    switch expression {
    case .literal(let value): return value
    case .name(let name): return lookUp(name)
    case .list(let parts): return .list(try values(parts))
    case .map(let parts):
      var members: [(key: String, value: JinjaValue)] = []
      for part in parts { members.append((try value(part.key).text, try value(part.value))) }
      return .map(members)
    case .member(let base, let name): return try member(value(base), name)
    case .item(let base, let index): return try item(value(base), value(index))
    case .slice(let base, let start, let end, let step):
      return try slice(
        value(base), try start.map { (part) throws(ModelFileError) in try value(part) },
        try end.map { (part) throws(ModelFileError) in try value(part) },
        try step.map { (part) throws(ModelFileError) in try value(part) })
    case .filter(let base, let name, let arguments):
      let subject = try value(base)
      return try JinjaFilters.apply(
        name, subject, values(arguments.values), named(arguments), self)
    case .test(let base, let name, let arguments, let isNegated):
      return .bool(
        try JinjaTests.holds(name, value(base), values(arguments), self) != isNegated)
    case .unary("not", let part): return .bool(!(try value(part).isTrue))
    case .unary(_, let part):
      switch try value(part) {
      case .integer(let number): return .integer(0 &- number)
      case .number(let number): return .number(-number)
      default: throw failure("a sign before what is no number", "a number")
      }
    case .binary("and", let left, let right):
      let first = try value(left)
      return first.isTrue ? try value(right) : first
    case .binary("or", let left, let right):
      let first = try value(left)
      return first.isTrue ? first : try value(right)
    case .binary(let operation, let left, let right):
      return try JinjaOperations.apply(operation, value(left), value(right), self)
    case .choice(let first, let condition, let otherwise):
      if try value(condition).isTrue { return try value(first) }
      return try otherwise.map { (part) throws(ModelFileError) in try value(part) }
        ?? .undefined("the other case")
    case .call(let callee, let arguments): return try call(callee, arguments)
    }
  }

  private mutating func values(_ parts: [JinjaExpression]) throws(ModelFileError) -> [JinjaValue] {
    var values: [JinjaValue] = []
    for part in parts { values.append(try value(part)) }
    return values
  }

  private mutating func named(_ arguments: JinjaArguments) throws(ModelFileError) -> [String:
    JinjaValue]
  {
    var values: [String: JinjaValue] = [:]
    for argument in arguments.named { values[argument.name] = try value(argument.value) }
    return values
  }

  private func member(_ base: JinjaValue, _ name: String) throws(ModelFileError) -> JinjaValue {
    if case .undefined(let missing) = base {
      throw failure("\(missing).\(name), where \(missing) is undefined", "a value")
    }
    return base.member(name) ?? .undefined(name)
  }

  private func item(_ base: JinjaValue, _ index: JinjaValue) throws(ModelFileError) -> JinjaValue {
    switch (base, index) {
    case (.undefined(let missing), _):
      throw failure("an item of \(missing), which is undefined", "a value")
    case (.list(let values), .integer(let place)):
      let index = place < 0 ? values.count + place : place
      return values.indices.contains(index) ? values[index] : .undefined("item \(place)")
    case (.string(let text), .integer(let place)):
      let scalars = Array(text.unicodeScalars)
      let index = place < 0 ? scalars.count + place : place
      return scalars.indices.contains(index)
        ? .string(String(Character(scalars[index]))) : .undefined("item \(place)")
    case (_, .string(let name)): return base.member(name) ?? .undefined(name)
    case (.map, _): return base.member(index.text) ?? .undefined(index.text)
    default: return .undefined(index.text)
    }
  }

  private func slice(
    _ base: JinjaValue, _ start: JinjaValue?, _ end: JinjaValue?, _ step: JinjaValue?
  ) throws(ModelFileError) -> JinjaValue {
    guard let items = base.elements else {
      throw failure("a part of \(base.text.prefix(40))", "a list or text")
    }
    func whole(_ value: JinjaValue?) -> Int? {
      if case .integer(let number) = value { number } else { nil }
    }
    let step = max(-items.count - 1, min(items.count + 1, whole(step) ?? 1))
    guard step != 0 else { throw failure("steps of 0", "another number") }
    let count = items.count
    func place(_ value: Int?, _ usual: Int) -> Int {
      guard let value else { return usual }
      let index = value < 0 ? value + count : value
      return step > 0 ? min(max(index, 0), count) : min(max(index, -1), count - 1)
    }
    let first = place(whole(start), step > 0 ? 0 : count - 1)
    let last = place(whole(end), step > 0 ? count : -1)
    let parts = stride(from: first, to: last, by: step).map { items[$0] }
    guard case .string = base else { return .list(parts) }
    return .string(parts.map(\.text).joined())
  }

  private mutating func call(
    _ callee: JinjaExpression, _ arguments: JinjaArguments
  ) throws(ModelFileError) -> JinjaValue {
    let given = try values(arguments.values)
    let names = try named(arguments)
    if case .member(let base, let method) = callee {
      let subject = try value(base)
      if case .function(let name, let macro)? = subject.member(method) {
        return try call(name, macro, given, names)
      }
      return try JinjaMethods.call(method, subject, given, self)
    }
    guard case .function(let name, let macro) = try value(callee) else {
      throw failure(
        "a call of what is no function", "a macro, range, namespace, dict or raise_exception")
    }
    return try call(name, macro, given, names)
  }

  private mutating func call(
    _ name: String, _ macro: JinjaMacro?, _ given: [JinjaValue], _ names: [String: JinjaValue]
  ) throws(ModelFileError) -> JinjaValue {
    guard let macro else { return try JinjaFunctions.call(name, given, names, self) }
    calls += 1
    defer { calls -= 1 }
    guard calls < 100 else { throw failure("100 nested calls", "fewer") }
    let (outer, before) = (scopes, output)
    scopes = [scopes[0], [:]]
    output = ""
    for (place, parameter) in macro.parameters.enumerated() {
      if let argument = place < given.count ? given[place] : names[parameter.name] {
        scopes[1][parameter.name] = argument
      } else if let usual = parameter.usual {
        scopes[1][parameter.name] = try value(usual)
      } else {
        scopes[1][parameter.name] = .undefined(parameter.name)
      }
    }
    _ = try execute(macro.body)
    let text = output
    (scopes, output) = (outer, before)
    return .string(text)
  }
}
