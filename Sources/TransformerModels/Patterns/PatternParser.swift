/// Reads a regular expression: the part of Oniguruma's syntax that tokenizers are written in.
///
/// Alternatives, groups (none captures), repetitions of all three kinds, sets with `\p{…}` and POSIX
/// classes, `\s \d \w \h` and their opposites, looking ahead and behind, the flags i and m.
struct PatternParser {
  private let scalars: [Unicode.Scalar]
  private var place = 0
  private var ignoresCase = false
  private var dotIsAll = false
  private var depth = 0
  /// Repetitions behind one thing: more than two have no use.
  private static let mostStacked = 8
  /// Where the text of the innermost group begins.
  private var groupStart = 0

  private init(_ text: String) { scalars = Array(text.unicodeScalars) }

  /// The pattern that `text` writes.
  ///
  /// - Throws: `PatternError` for what is not known, and for text that is no pattern.
  static func parse(_ text: String) throws(PatternError) -> PatternNode {
    var parser = PatternParser(text)
    let node = try parser.alternatives()
    guard parser.place == parser.scalars.count else {
      throw PatternError(found: "a \")\" without its \"(\"", expected: "groups that open and close")
    }
    return node
  }

  private var next: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

  private mutating func take(_ text: String) -> Bool {
    let wanted = Array(text.unicodeScalars)
    guard scalars[place...].starts(with: wanted) else { return false }
    place += wanted.count
    return true
  }

  private mutating func alternatives() throws(PatternError) -> PatternNode {
    depth += 1
    defer { depth -= 1 }
    guard depth < 100 else { throw PatternError(found: "100 nested groups", expected: "fewer") }
    let outer = (ignoresCase, dotIsAll, groupStart)
    defer { (ignoresCase, dotIsAll, groupStart) = outer }
    groupStart = place
    var branches: [PatternNode] = []
    repeat { branches.append(try sequence()) } while take("|")
    return branches.count == 1 ? branches[0] : .choice(branches)
  }

  private mutating func sequence() throws(PatternError) -> PatternNode {
    var nodes: [PatternNode] = []
    while let scalar = next, scalar != "|", scalar != ")" {
      guard let node = try atom() else { continue }
      nodes.append(try repeated(node))
    }
    return nodes.count == 1 ? nodes[0] : .sequence(nodes)
  }

  /// One thing; `nil` for a flag that changes what follows.
  private mutating func atom() throws(PatternError) -> PatternNode? {
    let scalar = scalars[place]
    place += 1
    switch scalar {
    case "(": return try group()
    case "[": return .set(try bracket())
    case ".":
      return .set(dotIsAll ? ScalarSet().inverted : ScalarSet("\n").inverted)
    case "^": return .condition(.lineStart)
    case "$": return .condition(.lineEnd)
    case "\\": return try escape()
    case "*", "+", "?":
      throw PatternError(found: "\"\(scalar)\" behind nothing", expected: "something to repeat")
    default: return .set(literal(scalar))
    }
  }

  private mutating func group() throws(PatternError) -> PatternNode? {
    var wrap: (PatternNode) -> PatternNode = { $0 }
    if take("?") {
      if take(":") {
      } else if take("=") {
        wrap = { .look($0, ahead: true, negated: false) }
      } else if take("!") {
        wrap = { .look($0, ahead: true, negated: true) }
      } else if take("<=") {
        wrap = { .look($0, ahead: false, negated: false) }
      } else if take("<!") {
        wrap = { .look($0, ahead: false, negated: true) }
      } else if take(">") {
        wrap = { .atomic($0) }
      } else {
        let flags = (ignoresCase, dotIsAll)
        let start = place - 2
        var value = true
        while let flag = next, flag != ":", flag != ")" {
          place += 1
          switch flag {
          case "-": value = false
          case "i": ignoresCase = value
          case "m": dotIsAll = value
          default:
            throw PatternError(
              found: "the group \"(?\(flag)\"",
              expected: "(?:…), (?=…), (?!…), (?<=…), (?<!…), (?>…) or the flags i and m")
          }
        }
        if take(")") {
          // The rest of the group around it is read with these flags; `alternatives` restores them.
          guard start == groupStart else {
            throw PatternError(
              found: "flags in the middle of a group", expected: "flags at its start, or (?i:…)")
          }
          return nil
        }
        guard take(":") else { throw unclosed }
        let node = try alternatives()
        (ignoresCase, dotIsAll) = flags
        guard take(")") else { throw unclosed }
        return node
      }
    }
    let node = try alternatives()
    guard take(")") else { throw unclosed }
    return wrap(node)
  }

  private var unclosed: PatternError {
    PatternError(found: "a \"(\" without its \")\"", expected: "groups that open and close")
  }

  private mutating func repeated(_ node: PatternNode) throws(PatternError) -> PatternNode {
    var node = node
    var stacked = 0
    while let scalar = next {
      let bounds: (Int, Int?)
      switch scalar {
      case "*": bounds = (0, nil)
      case "+": bounds = (1, nil)
      case "?": bounds = (0, 1)
      case "{":
        guard let counts = counts() else { return node }
        bounds = counts
        place -= 1
      default: return node
      }
      stacked += 1
      // Each is a turn of the compiler, which has no endless stack.
      guard stacked <= PatternParser.mostStacked else {
        throw PatternError(
          found: "\(stacked) repetitions of one another", expected: "groups, or fewer of them")
      }
      let isCounted = scalar == "{"
      place += 1
      var greed = PatternNode.Greed.greedy
      if take("?") {
        greed = .lazy
      } else if !isCounted, take("+") {
        // Behind braces a plus is a second repetition in this syntax.
        greed = .possessive
      }
      if let most = bounds.1, most < bounds.0 {
        throw PatternError(found: "{\(bounds.0),\(most)}", expected: "bounds in order")
      }
      if bounds.1 == nil, node.canBeEmpty {
        throw PatternError(
          found: "an endless repetition of what can be empty", expected: "something that takes text"
        )
      }
      node = .repetition(node, least: bounds.0, most: bounds.1, greed)
    }
    return node
  }

  /// `{2}`, `{2,}`, `{,3}` or `{2,3}`; `nil` and no step if the brace is a plain character.
  private mutating func counts() -> (Int, Int?)? {
    var end = place + 1
    while end < scalars.count, scalars[end] != "}" { end += 1 }
    guard end < scalars.count, end - place < 12 else { return nil }
    let text = String(String.UnicodeScalarView(scalars[(place + 1)..<end]))
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count <= 2, text != ",", !text.isEmpty,
      parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
    else { return nil }
    place = end + 1
    guard parts.count == 2 else { return Int(text).map { ($0, $0) } }
    return (Int(parts[0]) ?? 0, Int(parts[1]))
  }

  private mutating func escape() throws(PatternError) -> PatternNode {
    guard let scalar = next else {
      throw PatternError(found: "a backslash at the end", expected: "a character behind it")
    }
    switch scalar {
    case "A": return condition(.textStart)
    case "z": return condition(.textEnd)
    case "Z": return condition(.textEndOrLastLine)
    case "b": return condition(.wordBoundary)
    case "B": return condition(.noWordBoundary)
    default: return .set(try escapedSet())
    }
  }

  private mutating func condition(_ condition: PatternNode.Condition) -> PatternNode {
    place += 1
    return .condition(condition)
  }

  /// What stands behind a backslash, in a set or out of one.
  private mutating func escapedSet() throws(PatternError) -> ScalarSet {
    guard let scalar = next else {
      throw PatternError(found: "a backslash at the end", expected: "a character behind it")
    }
    place += 1
    switch scalar {
    case "s": return .whitespace
    case "S": return ScalarSet.whitespace.inverted
    case "d": return ScalarSet(categories: UnicodeTables.bit(.decimalNumber))
    case "D": return ScalarSet(categories: UnicodeTables.bit(.decimalNumber)).inverted
    case "w": return .words
    case "W": return ScalarSet.words.inverted
    case "h": return PatternParser.hexadecimal
    case "H": return PatternParser.hexadecimal.inverted
    case "p", "P": return try property(isNegated: scalar == "P")
    default: return literal(try escapedScalar(scalar))
    }
  }

  private static let hexadecimal: ScalarSet = {
    var set = ScalarSet("0"..."9")
    set.formUnion(ScalarSet("a"..."f"))
    set.formUnion(ScalarSet("A"..."F"))
    return set
  }()

  private mutating func escapedScalar(_ scalar: Unicode.Scalar) throws(PatternError)
    -> Unicode.Scalar
  {
    switch scalar {
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "f": return "\u{c}"
    case "v": return "\u{b}"
    case "a": return "\u{7}"
    case "e": return "\u{1b}"
    case "x": return try code(take("{") ? nil : 2)
    case "u": return try code(4)
    case _ where scalar.properties.isAlphabetic || scalar.properties.numericType != nil:
      throw PatternError(
        found: "\"\\\(scalar)\"",
        expected: "one of \\s \\d \\w \\h \\p{…} \\b \\A \\z \\Z \\n \\r \\t \\x \\u or a sign")
    default: return scalar
    }
  }

  /// A scalar by its hexadecimal digits: so many, or all up to a brace.
  private mutating func code(_ digits: Int?) throws(PatternError) -> Unicode.Scalar {
    var text = ""
    while let scalar = next, scalar.properties.isASCIIHexDigit, text.count < digits ?? 8 {
      text.unicodeScalars.append(scalar)
      place += 1
    }
    if digits == nil, !take("}") { text = "" }
    guard let value = UInt32(text, radix: 16), let scalar = Unicode.Scalar(value) else {
      throw PatternError(found: "a code of no character", expected: "hexadecimal digits")
    }
    return scalar
  }

  private mutating func property(isNegated: Bool) throws(PatternError) -> ScalarSet {
    var name = ""
    if take("{") {
      while let scalar = next, scalar != "}" {
        name.unicodeScalars.append(scalar)
        place += 1
      }
      guard take("}") else {
        throw PatternError(found: "\"\\p{\" without its brace", expected: "\"}\"")
      }
    } else if let scalar = next {
      name.unicodeScalars.append(scalar)
      place += 1
    }
    var opposite = isNegated
    if name.hasPrefix("^") {
      name.removeFirst()
      opposite.toggle()
    }
    guard let set = ScalarSet.property(name) else {
      throw PatternError(
        found: "the property \\p{\(name)}",
        expected: "a general category such as L, Lu, N, P, or Han, Hiragana, Katakana, Hangul, Thai"
      )
    }
    return opposite ? set.inverted : set
  }

  private func literal(_ scalar: Unicode.Scalar) -> ScalarSet {
    ignoresCase ? ScalarSet(scalar).foldingCase() : ScalarSet(scalar)
  }

  /// A set in brackets, its `[` read.
  private mutating func bracket() throws(PatternError) -> ScalarSet {
    depth += 1
    defer { depth -= 1 }
    guard depth < 100 else { throw PatternError(found: "100 nested sets", expected: "fewer") }
    let isNegated = take("^")
    var union = ScalarSet()
    var isFirst = true
    while let scalar = next, scalar != "]" || isFirst {
      isFirst = false
      if take("[:") {
        union.formUnion(try posix())
      } else if take("[") {
        union.formUnion(try bracket())
      } else if take("&&") {
        throw PatternError(found: "\"&&\" in a set", expected: "sets without intersections")
      } else {
        union.formUnion(try member())
      }
    }
    guard take("]") else {
      throw PatternError(found: "a \"[\" without its \"]\"", expected: "sets that close")
    }
    return isNegated ? union.inverted : union
  }

  /// One scalar, a range, or a class behind a backslash.
  private mutating func member() throws(PatternError) -> ScalarSet {
    guard let first = try boundary() else { return try escapedSet() }
    guard next == "-", place + 1 < scalars.count, scalars[place + 1] != "]" else {
      return literal(first)
    }
    let before = place
    place += 1
    guard let last = try boundary() else {
      place = before
      return literal(first)
    }
    guard first <= last else {
      throw PatternError(found: "the range \(first)-\(last)", expected: "a range in order")
    }
    let set = ScalarSet(first...last)
    return ignoresCase ? set.foldingCase() : set
  }

  /// A scalar of a set; `nil` behind the backslash of a class.
  private mutating func boundary() throws(PatternError) -> Unicode.Scalar? {
    guard let scalar = next else { return nil }
    place += 1
    guard scalar == "\\" else { return scalar }
    guard let escaped = next else {
      throw PatternError(found: "a backslash at the end", expected: "a character behind it")
    }
    if "sSdDwWhHpP".unicodeScalars.contains(escaped) { return nil }
    place += 1
    if escaped == "b" { return "\u{8}" }
    return try escapedScalar(escaped)
  }

  private mutating func posix() throws(PatternError) -> ScalarSet {
    let isNegated = take("^")
    var name = ""
    while let scalar = next, scalar != ":" {
      name.unicodeScalars.append(scalar)
      place += 1
    }
    guard take(":]"), let set = ScalarSet.posix(name) else {
      throw PatternError(
        found: "the class [:\(name):]",
        expected: "alpha, digit, alnum, upper, lower, space, punct or xdigit")
    }
    return isNegated ? set.inverted : set
  }
}
