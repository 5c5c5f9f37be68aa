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
    var rows: [[Double]] = []
    rows.reserveCapacity(instructions.count)
    func row(_ operand: Operand) -> [Double] {
      switch operand {
      case .result(let index): rows[index]
      case .constant(let index): values[index]
      case .number(let number): [Double](repeating: number, count: draws)
      }
    }
    for instruction in instructions {
      rows.append(
        zip(row(instruction.left), row(instruction.right)).map {
          instruction.operation($0, $1)
        })
    }
    return results.map(row)
  }
}
