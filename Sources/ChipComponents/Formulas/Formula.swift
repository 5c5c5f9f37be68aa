import Foundation

/// Arithmetic over named figures, kept as it was written.
///
/// A formula has a value, prints itself so that a reader can recompute it, and can be evaluated anew with
/// other values of the constants it rests on (`Draw`). `(area * 2).named(…)` gives it a name: inside other
/// formulas it then stands as one input.
public struct Formula: Sendable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  /// An operation on two operands.
  enum Operation: String {
    case sum = "+"
    case difference = "-"
    case product = "*"
    case quotient = "/"
    case power = "**"

    /// Operators that bind closer have higher numbers.
    var binding: Int {
      switch self {
      case .sum, .difference: 1
      case .product, .quotient: 2
      case .power: 3
      }
    }

    func callAsFunction(_ left: Double, _ right: Double) -> Double {
      switch self {
      case .sum: left + right
      case .difference: left - right
      case .product: left * right
      case .quotient: left / right
      case .power: pow(left, right)
      }
    }
  }

  indirect enum Node {
    case number(Double)
    case figure(Figure)
    case operation(Operation, Formula, Formula)
  }

  let node: Node

  init(_ node: Node) { self.node = node }

  /// A number that needs no name.
  public init(_ number: Double) { node = .number(number) }

  /// A number that needs no name.
  public init(floatLiteral number: Double) { node = .number(number) }

  /// A number that needs no name.
  public init(integerLiteral number: Int) { node = .number(Double(number)) }

  /// The value at the constants' own values.
  public var value: Double {
    switch node {
    case .number(let number): number
    case .figure(let figure): figure.value
    case .operation(let operation, let left, let right): operation(left.value, right.value)
    }
  }

  /// The figure that this formula is, if it has a name.
  public var figure: Figure? {
    if case .figure(let figure) = node { figure } else { nil }
  }

  /// The figures that it names, each once, in the order of reading.
  var inputs: [Figure] {
    switch node {
    case .number: []
    case .figure(let figure): [figure]
    case .operation(_, let left, let right):
      right.inputs.reduce(into: left.inputs) { list, figure in
        if !list.contains(where: { $0 === figure }) { list.append(figure) }
      }
    }
  }

  /// The arithmetic in the notation of Python: `+ - * / **`, parentheses, names of `inputs`.
  var text: String { text(inside: 0) }

  private func text(inside binding: Int) -> String {
    switch node {
    case .number(let number):
      let text =
        number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : "\(number)"
      return number < 0 ? "(\(text))" : text
    case .figure(let figure): return figure.name
    case .operation(let operation, let left, let right):
      // The right operand of - and / needs parentheses at equal binding; ** groups to the right.
      let isPower = operation == .power
      let own =
        left.text(inside: operation.binding + (isPower ? 1 : 0)) + " \(operation.rawValue) "
        + right.text(inside: operation.binding + 1)
      return operation.binding < binding ? "(\(own))" : own
    }
  }

  private static func binary(_ operation: Operation, _ left: Formula, _ right: Formula) -> Formula {
    Formula(.operation(operation, left, right))
  }

  /// The sum.
  public static func + (left: Formula, right: Formula) -> Formula { binary(.sum, left, right) }
  /// The difference.
  public static func - (left: Formula, right: Formula) -> Formula {
    binary(.difference, left, right)
  }
  /// The product.
  public static func * (left: Formula, right: Formula) -> Formula { binary(.product, left, right) }
  /// The quotient.
  public static func / (left: Formula, right: Formula) -> Formula { binary(.quotient, left, right) }
  /// A power with a real exponent of a positive base.
  public func power(_ exponent: Formula) -> Formula { Formula.binary(.power, self, exponent) }
}
