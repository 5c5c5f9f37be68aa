/// An expression of a template.
indirect enum JinjaExpression {
  case literal(JinjaValue)
  case name(String)
  case list([JinjaExpression])
  case map([(key: JinjaExpression, value: JinjaExpression)])
  case member(JinjaExpression, String)
  case item(JinjaExpression, JinjaExpression)
  case slice(JinjaExpression, JinjaExpression?, JinjaExpression?, JinjaExpression?)
  case call(JinjaExpression, JinjaArguments)
  case filter(JinjaExpression, String, JinjaArguments)
  case test(JinjaExpression, String, [JinjaExpression], isNegated: Bool)
  case unary(String, JinjaExpression)
  case binary(String, JinjaExpression, JinjaExpression)
  case choice(JinjaExpression, condition: JinjaExpression, otherwise: JinjaExpression?)
}

/// Arguments by place and by name.
struct JinjaArguments {
  var values: [JinjaExpression] = []
  var named: [(name: String, value: JinjaExpression)] = []
}

/// A part of a template, with its line.
indirect enum JinjaNode {
  case text(String)
  case output(JinjaExpression, line: Int)
  case condition([(test: JinjaExpression?, body: [JinjaNode])], line: Int)
  case loop(
    names: [String], list: JinjaExpression, filter: JinjaExpression?, body: [JinjaNode],
    otherwise: [JinjaNode], line: Int)
  case set(names: [String], member: String?, value: JinjaExpression, line: Int)
  case capture(String, [JinjaNode])
  case macro(String, JinjaMacro)
  case leave(isBreak: Bool)
}

/// A piece of a template's text.
enum JinjaPiece {
  case text(String)
  /// `{{ … }}`
  case expression([JinjaToken], line: Int)
  /// `{% … %}`
  case statement([JinjaToken], line: Int)
}

/// A word of an expression.
enum JinjaToken: Equatable {
  case name(String)
  case string(String)
  case integer(Int)
  case number(Double)
  case sign(String)
}
