import Foundation
import Reports

extension ResultFormula {
  /// A number, or the numbers of a list.
  enum Value: Equatable {
    case number(Double)
    case list([Double])

    var all: [Double] {
      switch self {
      case .number(let number): [number]
      case .list(let numbers): numbers
      }
    }
  }

  /// The number that it is.
  ///
  /// - Parameter documents: by the names of commands.
  /// - Throws: `FormulaError` for what a document does not have, and for a list in place of a number.
  package func number(_ documents: [String: JSONTree]) throws(FormulaError) -> Double {
    guard case .number(let number) = try value(documents) else {
      throw FormulaError("found a list, expected a number")
    }
    guard number.isFinite else { throw FormulaError("found \(number), expected a finite number") }
    return number
  }

  func value(_ documents: [String: JSONTree]) throws(FormulaError) -> Value {
    switch self {
    case .number(let number): return .number(number)
    case .negation(let inner): return Self.each(try inner.value(documents)) { -$0 }
    case .operation(let sign, let left, let right):
      return try Self.combine(sign, try left.value(documents), try right.value(documents))
    case .call(let function, let arguments):
      var values: [Value] = []
      for argument in arguments { values.append(try argument.value(documents)) }
      return try function(values)
    case .path(let command, let steps):
      guard let document = documents[command] else {
        throw FormulaError(
          "found `\(command)`, expected one of \(documents.keys.sorted().joined(separator: ", "))")
      }
      return try Self.look(document, steps[...], told: command)
    }
  }

  private static func look(
    _ tree: JSONTree, _ steps: ArraySlice<Step>, told: String
  ) throws(FormulaError) -> Value {
    guard let step = steps.first else {
      if let number = tree.value?.number { return .number(number) }
      if let numbers = tree.vector { return .list(numbers) }
      if case .bool(let isTrue) = tree { return .number(isTrue ? 1 : 0) }
      throw FormulaError("\(told): found no number, expected one")
    }
    let rest = steps.dropFirst()
    switch step {
    case .key(let key):
      guard let member = tree[key] else {
        throw FormulaError("\(told): found no member `\(key)`, expected one")
      }
      return try look(member, rest, told: "\(told).\(key)")
    case .index(let index):
      guard case .array(let elements) = tree, elements.indices.contains(index) else {
        throw FormulaError("\(told): found no element \(index), expected one")
      }
      return try look(elements[index], rest, told: "\(told)[\(index)]")
    case .match(let key, let value):
      guard case .array(let elements) = tree,
        let element = elements.first(where: { $0[key]?.value?.words == value })
      else {
        throw FormulaError("\(told): found no element with \(key) = \(value), expected one")
      }
      return try look(element, rest, told: "\(told)[\(key)=\(value)]")
    case .all:
      guard case .array(let elements) = tree else {
        throw FormulaError("\(told): found no array, expected one")
      }
      var numbers: [Double] = []
      for (place, element) in elements.enumerated() {
        numbers += try look(element, rest, told: "\(told)[\(place)]").all
      }
      return .list(numbers)
    }
  }

  private static func each(_ value: Value, _ body: (Double) -> Double) -> Value {
    switch value {
    case .number(let number): .number(body(number))
    case .list(let numbers): .list(numbers.map(body))
    }
  }

  private static func combine(
    _ sign: Character, _ left: Value, _ right: Value
  ) throws(FormulaError) -> Value {
    func act(_ a: Double, _ b: Double) -> Double {
      switch sign {
      case "+": a + b
      case "-": a - b
      case "*": a * b
      case "/": a / b
      default: pow(a, b)
      }
    }
    switch (left, right) {
    case (.number(let a), .number(let b)): return .number(act(a, b))
    case (.list(let a), .number(let b)): return .list(a.map { act($0, b) })
    case (.number(let a), .list(let b)): return .list(b.map { act(a, $0) })
    case (.list(let a), .list(let b)):
      guard a.count == b.count else {
        throw FormulaError("found lists of \(a.count) and \(b.count), expected the same length")
      }
      return .list(zip(a, b).map(act))
    }
  }
}

extension ResultFormula.Function {
  fileprivate func callAsFunction(
    _ values: [ResultFormula.Value]
  ) throws(FormulaError) -> ResultFormula.Value {
    let all = values.flatMap(\.all)
    switch self {
    case .abs: return try each(values) { Swift.abs($0) }
    case .sqrt: return try each(values) { $0.squareRoot() }
    case .ln: return try each(values) { Foundation.log($0) }
    case .exp: return try each(values) { Foundation.exp($0) }
    case .tanh: return try each(values) { Foundation.tanh($0) }
    case .cosh: return try each(values) { Foundation.cosh($0) }
    case .min: return .number(all.min() ?? .nan)
    case .max: return .number(all.max() ?? .nan)
    case .sum: return .number(all.reduce(0, +))
    case .mean: return .number(all.reduce(0, +) / Double(all.count))
    case .median:
      let sorted = all.sorted()
      return .number((sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2)
    case .slope: return .number(try line(values, 2).slope)
    case .intercept: return .number(try line(values, 2).intercept)
    case .slopeError:
      let (x, mean, spread) = try abscissae(values, 3)
      // The slope is a sum of ordinates with these weights.
      let errors = values[2].all
      return .number(
        zip(x, errors).map { pow(($0 - mean) / spread * $1, 2) }.reduce(0, +).squareRoot())
    case .integral:
      let (x, y) = try columns(values, 2)
      return .number(
        x.indices.dropFirst().map { (x[$0] - x[$0 - 1]) * (y[$0] + y[$0 - 1]) / 2 }.reduce(0, +))
    case .root:
      let (x, y) = try columns(values, 2)
      guard let k = x.indices.dropFirst().first(where: { y[$0 - 1] * y[$0] <= 0 }) else {
        throw FormulaError("root: found no change of sign, expected one")
      }
      return .number(
        y[k] == y[k - 1] ? x[k - 1] : x[k - 1] - y[k - 1] * (x[k] - x[k - 1]) / (y[k] - y[k - 1]))
    }
  }

  private func each(
    _ values: [ResultFormula.Value], _ body: (Double) -> Double
  ) throws(FormulaError) -> ResultFormula.Value {
    guard values.count == 1 else { throw wrongCount(values.count, 1) }
    switch values[0] {
    case .number(let number): return .number(body(number))
    case .list(let numbers): return .list(numbers.map(body))
    }
  }

  private func columns(
    _ values: [ResultFormula.Value], _ count: Int
  ) throws(FormulaError) -> (x: [Double], y: [Double]) {
    guard values.count == count else { throw wrongCount(values.count, count) }
    let lists = values.map(\.all)
    guard lists[0].count > 1, lists.allSatisfy({ $0.count == lists[0].count }) else {
      throw FormulaError(
        "\(rawValue): found lists of \(lists.map { "\($0.count)" }.joined(separator: ", ")), "
          + "expected one length of 2 or more")
    }
    return (lists[0], lists[1])
  }

  private func abscissae(
    _ values: [ResultFormula.Value], _ count: Int
  ) throws(FormulaError) -> (x: [Double], mean: Double, spread: Double) {
    let x = try columns(values, count).x
    let mean = x.reduce(0, +) / Double(x.count)
    let spread = x.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
    guard spread > 0 else {
      throw FormulaError("\(rawValue): found equal x, expected different ones")
    }
    return (x, mean, spread)
  }

  private func line(
    _ values: [ResultFormula.Value], _ count: Int
  ) throws(FormulaError) -> (slope: Double, intercept: Double) {
    let (x, mean, spread) = try abscissae(values, count)
    let y = values[1].all
    let middle = y.reduce(0, +) / Double(y.count)
    let slope = zip(x, y).map { ($0 - mean) * ($1 - middle) }.reduce(0, +) / spread
    return (slope, middle - slope * mean)
  }

  private func wrongCount(_ found: Int, _ expected: Int) -> FormulaError {
    FormulaError("\(rawValue): found \(found) arguments, expected \(expected)")
  }
}
