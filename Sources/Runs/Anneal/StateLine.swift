import IsingModels

/// The best state of a small problem in a line.
enum StateLine {
  /// Problems of more variables are left to the files.
  static let mostVariables = 64

  /// `0110 1…` for a QUBO, `+--+ -…` for a cut or an Ising problem, in the order of the variables; with their
  /// names where the file has some. `nil` for larger problems.
  static func text(_ problem: IsingProblem, spins: [Int8]) -> String? {
    guard spins.count <= mostVariables else { return nil }
    let (up, down) = problem.kind == .qubo ? ("1", "0") : ("+", "-")
    let states = spins.map { $0 > 0 ? up : down }
    if let labels = problem.labels {
      return zip(labels, states).map { "\(AnnealReport.name($0))=\($1)" }.joined(separator: " ")
    }
    return stride(from: 0, to: states.count, by: 10).map {
      states[$0..<min($0 + 10, states.count)].joined()
    }.joined(separator: " ")
  }
}

extension AnnealReport {
  /// A variable's name on a line.
  fileprivate static func name(_ label: VariableLabel) -> String {
    switch label {
    case .integer(let number): "\(number)"
    case .text(let text): text
    case .list(let labels): "(" + labels.map(name).joined(separator: ",") + ")"
    }
  }
}
