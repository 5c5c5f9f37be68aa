/// Formulas as a list of instructions over rows of numbers, for their values under many draws at once.
///
/// Each figure is computed once however many formulas name it, and parts without uncertain constants are
/// numbers. `Draw` is the plain twin: it gives the same values, one draw at a time.
public struct FormulaProgram: Sendable {
  /// The uncertain constants that the formulas rest on. Several may have one name: then they share its
  /// errors, as in a `Draw`.
  public let constants: [Figure]

  /// Their names, each once, in the order of reading.
  public var constantNames: [String] {
    var seen: Set<String> = []
    return constants.map(\.name).filter { seen.insert($0).inserted }
  }

  /// What stands in a row: a constant, a number or a result.
  private enum Operand {
    case constant(Int)
    case number(Double)
    case result(Int)
  }

  private let instructions: [(operation: Formula.Operation, left: Operand, right: Operand)]
  private let results: [Operand]

  /// Draws that are evaluated together: their rows stay in the cache.
  private static let width = 64

  /// Flattens formulas.
  public init(_ formulas: [Formula]) {
    var constants: [Figure] = []
    var instructions: [(operation: Formula.Operation, left: Operand, right: Operand)] = []
    var known: [ObjectIdentifier: Operand] = [:]
    func operand(of formula: Formula) -> Operand {
      switch formula.node {
      case .number(let number): return .number(number)
      case .figure(let figure): return operand(of: figure)
      case .operation(let operation, let left, let right):
        let (left, right) = (operand(of: left), operand(of: right))
        if case .number(let first) = left, case .number(let second) = right {
          return .number(operation(first, second))
        }
        instructions.append((operation, left, right))
        return .result(instructions.count - 1)
      }
    }
    func operand(of figure: Figure) -> Operand {
      if let operand = known[ObjectIdentifier(figure)] { return operand }
      let found: Operand
      if let formula = figure.formula {
        found = operand(of: formula)
      } else if figure.spread > 0 {
        constants.append(figure)
        found = .constant(constants.count - 1)
      } else {
        found = .number(figure.value)
      }
      known[ObjectIdentifier(figure)] = found
      return found
    }
    results = formulas.map { operand(of: $0) }
    self.constants = constants
    self.instructions = instructions
  }

  /// The values of the formulas, a column a formula, an element a draw.
  ///
  /// - Parameters:
  ///   - draws: their number.
  ///   - values: a column a constant, an element a draw.
  /// - Precondition: the columns have as many elements as there are draws.
  public func columns(draws: Int, constants values: [[Double]]) -> [[Double]] {
    precondition(
      values.count == constants.count && values.allSatisfy { $0.count == draws },
      "\(values.count) columns for \(constants.count) constants")
    var columns = results.map { _ in [Double](repeating: 0, count: draws) }
    let width = Self.width
    var rows = [Double](repeating: 0, count: instructions.count * width)
    rows.withUnsafeMutableBufferPointer { rows in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * width) { numbers in
        for first in stride(from: 0, to: draws, by: width) {
          let count = min(width, draws - first)
          func row(_ operand: Operand, _ side: Int) -> UnsafePointer<Double> {
            switch operand {
            case .result(let index): return UnsafePointer(rows.baseAddress! + index * width)
            case .number(let number):
              let place = numbers.baseAddress! + side * width
              for index in 0..<count { place[index] = number }
              return UnsafePointer(place)
            case .constant(let index):
              let place = numbers.baseAddress! + side * width
              for draw in 0..<count { place[draw] = values[index][first + draw] }
              return UnsafePointer(place)
            }
          }
          for (index, instruction) in instructions.enumerated() {
            instruction.operation(
              row(instruction.left, 0), row(instruction.right, 1),
              into: rows.baseAddress! + index * width, count: count)
          }
          for (index, result) in results.enumerated() {
            let row = row(result, 0)
            for draw in 0..<count { columns[index][first + draw] = row[draw] }
          }
        }
      }
    }
    return columns
  }
}

extension Formula.Operation {
  /// The operation on two rows, element by element.
  fileprivate func callAsFunction(
    _ left: UnsafePointer<Double>, _ right: UnsafePointer<Double>,
    into result: UnsafeMutablePointer<Double>, count: Int
  ) {
    switch self {
    case .sum: for index in 0..<count { result[index] = left[index] + right[index] }
    case .difference: for index in 0..<count { result[index] = left[index] - right[index] }
    case .product: for index in 0..<count { result[index] = left[index] * right[index] }
    case .quotient: for index in 0..<count { result[index] = left[index] / right[index] }
    case .power: for index in 0..<count { result[index] = self(left[index], right[index]) }
    }
  }
}
