/// Reads the statements of a template.
struct JinjaParser {
  private let pieces: [JinjaPiece]
  private var place = 0
  private var depth = 0

  /// The nodes of a template.
  ///
  /// - Throws: `ModelFileError` with the line, what is not known, and what is.
  static func parse(_ source: String) throws(ModelFileError) -> [JinjaNode] {
    var parser = JinjaParser(pieces: try JinjaLexer.pieces(source))
    let (nodes, end, line) = try parser.block(until: [])
    guard end.isEmpty else {
      throw JinjaLexer.failure(line, "\"\(end)\"", "a statement that was begun")
    }
    return nodes
  }

  private init(pieces: [JinjaPiece]) { self.pieces = pieces }

  /// The words of the statement that ended the last block.
  private var ending: [JinjaToken] = []

  /// Nodes up to one of some statements, which is taken.
  private mutating func block(
    until ends: [String]
  ) throws(ModelFileError) -> (nodes: [JinjaNode], end: String, line: Int) {
    depth += 1
    defer { depth -= 1 }
    guard depth < 100 else { throw JinjaLexer.failure(0, "100 nested statements", "fewer") }
    var nodes: [JinjaNode] = []
    var last = 1
    while place < pieces.count {
      let piece = pieces[place]
      place += 1
      switch piece {
      case .text(let text): nodes.append(.text(text))
      case .expression(let tokens, let line):
        var reader = JinjaExpressionParser(tokens, line: line)
        nodes.append(.output(try reader.whole(), line: line))
      case .statement(let tokens, let line):
        last = line
        guard case .name(let word) = tokens.first else {
          throw JinjaLexer.failure(line, "a statement without a name", "for, if, set, macro, …")
        }
        if ends.contains(word) {
          ending = Array(tokens.dropFirst())
          return (nodes, word, line)
        }
        if let node = try statement(word, Array(tokens.dropFirst()), line) { nodes.append(node) }
      }
    }
    guard ends.isEmpty else {
      throw JinjaLexer.failure(last, "the end of the template", "\"\(ends[0])\"")
    }
    return (nodes, "", last)
  }

  private mutating func statement(
    _ word: String, _ tokens: [JinjaToken], _ line: Int
  ) throws(ModelFileError) -> JinjaNode? {
    var reader = JinjaExpressionParser(tokens, line: line)
    switch word {
    case "for":
      let names = try reader.names()
      try reader.expect(.name("in"))
      let list = try reader.expression(withChoice: false)
      let filter: JinjaExpression? = reader.take(.name("if")) ? try reader.expression() : nil
      try reader.end()
      let body = try block(until: ["endfor", "else"])
      let otherwise = body.end == "else" ? try block(until: ["endfor"]).nodes : []
      return .loop(
        names: names, list: list, filter: filter, body: body.nodes, otherwise: otherwise, line: line
      )
    case "if":
      var branches: [(test: JinjaExpression?, body: [JinjaNode])] = []
      var test: JinjaExpression? = try reader.whole()
      while true {
        let body = try block(until: ["endif", "elif", "else"])
        branches.append((test, body.nodes))
        guard body.end != "endif" else { break }
        if body.end == "elif" {
          var next = JinjaExpressionParser(ending, line: body.line)
          test = try next.whole()
        } else {
          test = nil
        }
      }
      return .condition(branches, line: line)
    case "set":
      let names = try reader.names()
      let member: String? = reader.take(.sign(".")) ? try reader.name() : nil
      guard reader.take(.sign("=")) else {
        try reader.end()
        return .capture(names[0], try block(until: ["endset"]).nodes)
      }
      let value = try reader.tuple()
      try reader.end()
      return .set(names: names, member: member, value: value, line: line)
    case "macro":
      let name = try reader.name()
      let parameters = try reader.parameters()
      try reader.end()
      return .macro(
        name, JinjaMacro(parameters: parameters, body: try block(until: ["endmacro"]).nodes))
    case "break", "continue": return .leave(isBreak: word == "break")
    // transformers' marks of what a model writes itself: no text.
    case "generation", "endgeneration": return nil
    default:
      throw JinjaLexer.failure(
        line, "the statement \"\(word)\"", "for, if, set, macro, break, continue, raw or generation"
      )
    }
  }
}
