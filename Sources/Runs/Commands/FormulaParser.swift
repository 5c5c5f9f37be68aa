/// Reads a ``ResultFormula`` from its text.
struct FormulaParser {
  /// Parentheses in parentheses that are followed.
  static let mostDepth = 40
  private let text: [Character]
  private var place = 0

  init(_ text: String) { self.text = Array(text) }

  /// The formula that the whole text is.
  mutating func whole() throws(FormulaError) -> ResultFormula {
    let formula = try sum(depth: 0)
    guard next() == nil else { throw unexpected("an operator or the end") }
    return formula
  }

  private mutating func sum(depth: Int) throws(FormulaError) -> ResultFormula {
    guard depth < Self.mostDepth else {
      throw FormulaError("found more than \(Self.mostDepth) levels, expected fewer")
    }
    var left = try product(depth: depth)
    while let sign = next(), "+-".contains(sign) {
      place += 1
      left = .operation(sign, left, try product(depth: depth))
    }
    return left
  }

  private mutating func product(depth: Int) throws(FormulaError) -> ResultFormula {
    var left = try factor(depth: depth)
    while let sign = next(), "*/".contains(sign) {
      place += 1
      left = .operation(sign, left, try factor(depth: depth))
    }
    return left
  }

  private mutating func factor(depth: Int) throws(FormulaError) -> ResultFormula {
    if next() == "-" {
      place += 1
      guard depth < Self.mostDepth else {
        throw FormulaError("found more than \(Self.mostDepth) signs, expected fewer")
      }
      return .negation(try factor(depth: depth + 1))
    }
    let base = try primary(depth: depth)
    guard next() == "^" else { return base }
    place += 1
    guard depth < Self.mostDepth else {
      throw FormulaError("found more than \(Self.mostDepth) powers, expected fewer")
    }
    return .operation("^", base, try factor(depth: depth + 1))
  }

  private mutating func primary(depth: Int) throws(FormulaError) -> ResultFormula {
    guard let first = next() else { throw unexpected("a number, a name or `(`") }
    if first == "(" {
      place += 1
      let inner = try sum(depth: depth + 1)
      try take(")")
      return inner
    }
    if first.isASCII, first.isNumber || first == "." { return .number(try number()) }
    let name = try word()
    guard next() == "(" else { return .path(command: name, steps: try steps()) }
    guard let function = ResultFormula.Function(rawValue: name) else {
      let known = ResultFormula.Function.allCases.map(\.rawValue).joined(separator: ", ")
      throw FormulaError("found the function `\(name)`, expected one of \(known)")
    }
    place += 1
    var arguments = [try sum(depth: depth + 1)]
    while next() == "," {
      place += 1
      arguments.append(try sum(depth: depth + 1))
    }
    try take(")")
    return .call(function, arguments)
  }

  private mutating func steps() throws(FormulaError) -> [ResultFormula.Step] {
    var steps: [ResultFormula.Step] = []
    while let first = next() {
      if first == "." {
        place += 1
        steps.append(.key(try word()))
      } else if first == "[" {
        place += 1
        guard let end = text[place...].firstIndex(of: "]") else { throw unexpected("`]`") }
        let inner = String(text[place..<end])
        place = end + 1
        if inner.isEmpty {
          steps.append(.all)
        } else if let index = Int(inner), index >= 0 {
          steps.append(.index(index))
        } else if let equals = inner.firstIndex(of: "="), equals > inner.startIndex {
          steps.append(
            .match(
              key: String(inner[..<equals]), value: String(inner[inner.index(after: equals)...])))
        } else {
          throw FormulaError("found `[\(inner)]`, expected a place, KEY=VALUE or nothing in it")
        }
      } else {
        break
      }
    }
    return steps
  }

  private mutating func word() throws(FormulaError) -> String {
    _ = next()
    let start = place
    while place < text.count, text[place] == "_" || text[place].isASCII,
      text[place] == "_" || text[place].isLetter || (place > start && text[place].isNumber)
    {
      place += 1
    }
    guard place > start else { throw unexpected("a name") }
    return String(text[start..<place])
  }

  private mutating func number() throws(FormulaError) -> Double {
    let start = place
    while place < text.count, "0123456789.".contains(text[place]) { place += 1 }
    if place < text.count, text[place] == "e" || text[place] == "E" {
      place += 1
      if place < text.count, "+-".contains(text[place]) { place += 1 }
      while place < text.count, "0123456789".contains(text[place]) { place += 1 }
    }
    guard let value = Double(String(text[start..<place])), value.isFinite else {
      throw FormulaError("found `\(String(text[start..<place]))`, expected a number")
    }
    return value
  }

  private mutating func take(_ character: Character) throws(FormulaError) {
    guard next() == character else { throw unexpected("`\(character)`") }
    place += 1
  }

  /// The next character that is no blank, which stays.
  private mutating func next() -> Character? {
    while place < text.count, text[place].isWhitespace { place += 1 }
    return place < text.count ? text[place] : nil
  }

  private mutating func unexpected(_ expected: String) -> FormulaError {
    let found = next().map { _ in "`\(String(text[place...].prefix(20)))`" } ?? "the end"
    return FormulaError("found \(found), expected \(expected)")
  }
}
