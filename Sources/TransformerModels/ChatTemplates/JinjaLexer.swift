/// Cuts a template into text, expressions and statements, with the settings of transformers: the line end
/// behind a statement and the blanks before it are no text.
struct JinjaLexer {
  private let scalars: [Unicode.Scalar]
  private var place = 0
  private var line = 1
  private var pieces: [JinjaPiece] = []

  private init(_ source: String) {
    var text = Array(source.replacing("\r\n", with: "\n").unicodeScalars)
    if text.last == "\n" { text.removeLast() }
    scalars = text
  }

  /// The pieces of a template.
  ///
  /// - Throws: `ModelFileError` with the line.
  static func pieces(_ source: String) throws(ModelFileError) -> [JinjaPiece] {
    var lexer = JinjaLexer(source)
    try lexer.run()
    return lexer.pieces
  }

  /// An error of a template.
  static func failure(_ line: Int, _ found: String, _ expected: String) -> ModelFileError {
    ModelFileError(
      .unsupported, file: "the chat template", place: "line \(line)", found: found,
      expected: expected)
  }

  private func isAt(_ text: String, _ start: Int) -> Bool {
    scalars[min(start, scalars.count)...].starts(with: text.unicodeScalars)
  }

  private mutating func run() throws(ModelFileError) {
    var text: [Unicode.Scalar] = []
    while place < scalars.count {
      let kind = ["{{", "{%", "{#"].first { isAt($0, place) }
      guard let kind else {
        if scalars[place] == "\n" { line += 1 }
        text.append(scalars[place])
        place += 1
        continue
      }
      place += 2
      var sign: Unicode.Scalar?
      if place < scalars.count, scalars[place] == "-" || scalars[place] == "+" {
        sign = scalars[place]
        place += 1
      }
      if sign == "-" {
        while let last = text.last, UnicodeTables.isWhitespace(last.value) { text.removeLast() }
      } else if kind != "{{", sign != "+" {
        let blanks = text.reversed().prefix { $0 == " " || $0 == "\t" }.count
        let before = text.count - blanks
        if before == 0 ? pieces.isEmpty || endsLine : text[before - 1] == "\n" {
          text.removeLast(blanks)
        }
      }
      if !text.isEmpty { pieces.append(.text(String(String.UnicodeScalarView(text)))) }
      text.removeAll()
      try inside(kind)
    }
    if !text.isEmpty { pieces.append(.text(String(String.UnicodeScalarView(text)))) }
  }

  /// Whether the last tag took a line end with it.
  private var endsLine: Bool { place >= 3 && tookLineEnd }
  private var tookLineEnd = false

  private mutating func inside(_ kind: String) throws(ModelFileError) {
    let start = line
    if kind == "{#" {
      while place < scalars.count, !isAt("#}", place) { advance() }
      guard place < scalars.count else {
        throw JinjaLexer.failure(start, "\"{#\" without its end", "\"#}\"")
      }
      let strips = place > 0 && scalars[place - 1] == "-"
      place += 2
      finish(strips: strips, isBlock: true)
      return
    }
    var tokens: [JinjaToken] = []
    let end = kind == "{{" ? "}}" : "%}"
    while true {
      while place < scalars.count, UnicodeTables.isWhitespace(scalars[place].value) { advance() }
      guard place < scalars.count else {
        throw JinjaLexer.failure(start, "\"\(kind)\" without its end", "\"\(end)\"")
      }
      if isAt("-" + end, place) {
        place += 3
        finish(strips: true, isBlock: kind == "{%")
        break
      }
      if isAt("+" + end, place) {
        place += 3
        finish(strips: false, isBlock: false)
        break
      }
      if isAt(end, place), !(end == "}}" && openBraces(tokens) > 0) {
        place += 2
        finish(strips: false, isBlock: kind == "{%")
        break
      }
      // Longer ones would nest too deeply.
      guard tokens.count < 1000 else {
        throw JinjaLexer.failure(start, "an expression of 1000 words", "a shorter one")
      }
      tokens.append(try token())
    }
    if kind == "{%", tokens == [.name("raw")] {
      try raw(start)
      return
    }
    pieces.append(
      kind == "{{" ? .expression(tokens, line: start) : .statement(tokens, line: start))
  }

  private func openBraces(_ tokens: [JinjaToken]) -> Int {
    tokens.count { $0 == .sign("{") } - tokens.count { $0 == .sign("}") }
  }

  private mutating func raw(_ start: Int) throws(ModelFileError) {
    let first = place
    while place < scalars.count {
      if isAt("{%", place) {
        var next = place + 2
        while next < scalars.count, " -+\t\n".unicodeScalars.contains(scalars[next]) { next += 1 }
        if isAt("endraw", next) {
          pieces.append(.text(String(String.UnicodeScalarView(scalars[first..<place]))))
          place = next + 6
          while place < scalars.count, !isAt("%}", place) { place += 1 }
          place += 2
          finish(strips: false, isBlock: true)
          return
        }
      }
      advance()
    }
    throw JinjaLexer.failure(start, "\"raw\" without its end", "\"endraw\"")
  }

  private mutating func advance() {
    if scalars[place] == "\n" { line += 1 }
    place += 1
  }

  private mutating func finish(strips: Bool, isBlock: Bool) {
    tookLineEnd = false
    if strips {
      while place < scalars.count, UnicodeTables.isWhitespace(scalars[place].value) {
        if scalars[place] == "\n" { tookLineEnd = true }
        advance()
      }
    } else if isBlock, place < scalars.count, scalars[place] == "\n" {
      advance()
      tookLineEnd = true
    }
  }

  private mutating func token() throws(ModelFileError) -> JinjaToken {
    let scalar = scalars[place]
    if scalar == "\"" || scalar == "'" { return .string(try string(scalar)) }
    if scalar.properties.isAlphabetic || scalar == "_" {
      return .name(
        word { $0.properties.isAlphabetic || $0 == "_" || $0.properties.numericType != nil })
    }
    if (0x30..<0x3a).contains(scalar.value) {
      let digits = word { (0x30..<0x3a).contains($0.value) || $0 == "_" }
      let isFraction =
        place + 1 < scalars.count && scalars[place] == "."
        && (0x30..<0x3a).contains(scalars[place + 1].value)
      if isFraction {
        place += 1
        let fraction = word { (0x30..<0x3a).contains($0.value) }
        return .number(Double("\(digits).\(fraction)") ?? 0)
      }
      guard let value = Int(digits.filter { $0 != "_" }) else {
        throw JinjaLexer.failure(line, "the number \(digits)", "a number of 64 bits")
      }
      return .integer(value)
    }
    for sign in ["==", "!=", "<=", ">=", "//", "**"] where isAt(sign, place) {
      place += 2
      return .sign(sign)
    }
    guard "+-*/%~|.,:()[]{}<>=".unicodeScalars.contains(scalar) else {
      throw JinjaLexer.failure(line, "\"\(scalar)\"", "an expression")
    }
    place += 1
    return .sign(String(Character(scalar)))
  }

  private mutating func word(_ belongs: (Unicode.Scalar) -> Bool) -> String {
    let start = place
    while place < scalars.count, belongs(scalars[place]) { place += 1 }
    return String(String.UnicodeScalarView(scalars[start..<place]))
  }

  private mutating func string(_ quote: Unicode.Scalar) throws(ModelFileError) -> String {
    let start = line
    advance()
    var text = String.UnicodeScalarView()
    while place < scalars.count, scalars[place] != quote {
      var scalar = scalars[place]
      advance()
      if scalar == "\\", place < scalars.count {
        scalar = scalars[place]
        advance()
        switch scalar {
        case "n": scalar = "\n"
        case "t": scalar = "\t"
        case "r": scalar = "\r"
        case "\\", "'", "\"": break
        case "u", "x":
          let count = scalar == "u" ? 4 : 2
          let digits = String(
            String.UnicodeScalarView(scalars[place..<min(place + count, scalars.count)]))
          guard let value = UInt32(digits, radix: 16), let code = Unicode.Scalar(value) else {
            throw JinjaLexer.failure(line, "\"\\\(scalar)\(digits)\"", "hexadecimal digits")
          }
          place += count
          scalar = code
        default: text.append("\\")
        }
      }
      text.append(scalar)
    }
    guard place < scalars.count else {
      throw JinjaLexer.failure(start, "a string without its end", "a closing quote")
    }
    place += 1
    return String(text)
  }
}
