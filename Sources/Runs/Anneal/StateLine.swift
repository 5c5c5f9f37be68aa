import IsingModels

/// The best state of a small problem in a line.
enum StateLine {
  /// Problems of more variables are left to the files.
  static let mostVariables = 64

  /// `0110 1…` for a QUBO, `+--+ -…` for a cut or an Ising problem, in the order of the variables; where the
  /// file has names, those of the variables that are 1 or +. `nil` for larger problems.
  static func text(_ problem: IsingProblem, spins: [Int8]) -> String? {
    guard spins.count <= mostVariables else { return nil }
    let (up, down) = problem.kind == .qubo ? ("1", "0") : ("+", "-")
    if let labels = problem.labels {
      let names = zip(labels, spins).filter { $0.1 > 0 }.map { AnnealReport.name($0.0) }
      return
        "\(up) at \(names.isEmpty ? "none" : names.joined(separator: " ")), \(down) at the others"
    }
    let states = spins.map { $0 > 0 ? up : down }
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
    case .real(let number): "\(number)"
    case .text(let text): text
    case .list(let labels): "(" + labels.map(name).joined(separator: ",") + ")"
    }
  }
}
