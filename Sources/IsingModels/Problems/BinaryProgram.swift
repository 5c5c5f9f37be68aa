import ByteFormats

/// bqpjson: scale · (Σ c v v + Σ c v + offset), to be minimised, v ∈ {−1, 1} or {0, 1}.
///
/// The variables are those of `variable_ids`, in that order, which need not be contiguous. Solutions are
/// not used; where they state an evaluation, it is compared.
struct BinaryProgram {
  private let file: FileDocument

  init(_ document: JSONDocument, fileName: String) {
    file = FileDocument(
      document: document, fileName: fileName, expected: "a bqpjson document")
  }

  func problem() throws(ProblemFileError) -> IsingProblem {
    let kind = try file.present(file.document.domain, "variable_domain")
    let terms = try LabelledTerms(
      try file.present(file.document.ids, "variable_ids"), fileName: file.fileName,
      key: "variable_ids")
    let linear = try file.present(file.document.linearTerms, "linear_terms")
    let quadratic = try file.present(file.document.quadraticTerms, "quadratic_terms")
    let scale = try file.present(file.document.scale, "scale")
    let offset = try file.present(file.document.offset, "offset")
    guard scale >= 0 else {
      throw file.failure("scale", "\(scale)", "a number from 0")
    }
    var entries = try ProblemEntries(
      fileName: file.fileName, kind: kind, spinCount: terms.labels.count)
    entries.addConstant(offset)
    entries.scale = scale
    try terms.add(linear: linear, quadratic: quadratic, to: &entries)
    var problem = try entries.problem(labels: terms.names)
    for solution in file.document.solutions {
      if let warning = try warning(about: solution, terms, problem) {
        problem.warnings.append("\(file.fileName): \(warning)")
      }
    }
    return problem
  }

  /// What is wrong with a solution; nil for nothing.
  private func warning(
    about solution: PlantedSolution, _ terms: LabelledTerms, _ problem: IsingProblem
  ) throws(ProblemFileError) -> String? {
    guard let stated = solution.evaluation else { return nil }
    var spins = [Int8](repeating: 0, count: terms.labels.count)
    for (label, value) in solution.assignment {
      let spin: Int8
      switch (problem.kind, value) {
      case (.qubo, 0), (.ising, -1): spin = -1
      case (_, 1): spin = 1
      default: return "a solution gives \(label.json) the value \(value): it was not compared"
      }
      spins[try terms.place(of: label, key: "solutions")] = spin
    }
    guard !spins.contains(0) else {
      return "a solution does not give all variables a value: it was not compared"
    }
    let found = problem.objective(of: spins)
    let size = problem.model.sumOfSizes + abs(problem.offset)
    guard abs(found - stated) > 1e-9 * max(size, abs(stated)) else { return nil }
    return "a solution states the evaluation \(stated), and the terms give \(found)"
  }
}

/// A solution that a bqpjson document brings along.
struct PlantedSolution {
  private(set) var assignment: [(label: VariableLabel, value: Double)] = []
  private(set) var evaluation: Double?

  /// Of very many, these are looked at.
  private static let most = 16

  static func list(_ scanner: inout JSONScanner) throws(JSONError) -> [PlantedSolution] {
    var solutions: [PlantedSolution] = []
    try scanner.list { (scanner) throws(JSONError) in
      guard solutions.count < most else { return try scanner.skip() }
      var solution = PlantedSolution()
      try scanner.object { (scanner, key) throws(JSONError) in
        switch key {
        case "evaluation": solution.evaluation = try scanner.number()
        case "assignment": try solution.readAssignment(&scanner)
        default: try scanner.skip()
        }
      }
      solutions.append(solution)
    }
    return solutions
  }

  private mutating func readAssignment(_ scanner: inout JSONScanner) throws(JSONError) {
    var assignment: [(label: VariableLabel, value: Double)] = []
    try scanner.list { (scanner) throws(JSONError) in
      var label: VariableLabel?
      var value: Double?
      try scanner.object { (scanner, key) throws(JSONError) in
        switch key {
        case "id": label = try scanner.label(depth: 0)
        case "value": value = try scanner.number()
        default: try scanner.skip()
        }
      }
      guard let label, let value else {
        throw scanner.failure("an assignment without 'id' or 'value'", expected: "both")
      }
      assignment.append((label, value))
    }
    self.assignment = assignment
  }
}
