/// Arithmetic over the JSON documents of commands, as files of published results and of sweeps write it.
///
///     cubic.points[2].observables.binder.value      a number of the command named `cubic`
///     show.derived[name=wire_bit_mm].value * 1e15   the element of an array with this member
///     slope(ln(a.points[].beta), ln(a.points[].x))  all elements of an array
///
/// Operators are `+ - * / ^` and parentheses; functions are those of ``Function``. Between a list and a
/// number operators act on each element.
package indirect enum ResultFormula: Sendable, Equatable {
  /// One step into a document.
  package enum Step: Sendable, Equatable {
    /// The member of an object.
    case key(String)
    /// An element of an array, from 0.
    case index(Int)
    /// All elements of an array.
    case all
    /// The first element whose member has this value.
    case match(key: String, value: String)
  }

  /// What a formula can call.
  package enum Function: String, CaseIterable, Sendable {
    case abs, sqrt, ln, exp, tanh, cosh
    /// The smallest, the largest, the sum, the mean and the middle one of all arguments.
    case min, max, sum, mean, median
    /// slope(x, y) of the line of least squares; intercept(x, y), its value at x = 0.
    case slope, intercept
    /// slope_error(x, y, e): its standard error, of ordinates with the errors e.
    case slopeError = "slope_error"
    /// integral(x, y) by trapezoids.
    case integral
    /// root(x, y): where the line through neighbours first changes its sign.
    case root
  }

  case number(Double)
  case path(command: String, steps: [Step])
  case negation(ResultFormula)
  case operation(Character, ResultFormula, ResultFormula)
  case call(Function, [ResultFormula])

  /// Reads a formula.
  ///
  /// - Throws: `FormulaError` with what was found and expected.
  package init(_ text: String) throws(FormulaError) {
    var parser = FormulaParser(text)
    self = try parser.whole()
  }

  /// The commands whose documents it needs.
  package var commands: Set<String> {
    switch self {
    case .number: []
    case .path(let command, _): [command]
    case .negation(let inner): inner.commands
    case .operation(_, let left, let right): left.commands.union(right.commands)
    case .call(_, let arguments): arguments.reduce(into: []) { $0.formUnion($1.commands) }
    }
  }
}

/// A formula that cannot be read, or has no value.
package struct FormulaError: Error, Equatable, CustomStringConvertible {
  /// What was found, and what was expected.
  package let description: String

  init(_ description: String) { self.description = description }
}
