import ByteFormats

/// Reads what `dimod.BinaryQuadraticModel.to_serializable()` gives, as JSON (schemas 2 and 3).
///
/// The objective is Σ quadratic v_i v_j + Σ linear v_i + offset; `variable_type` says whether v are
/// spins or x ∈ {0, 1}. An entry of a variable with itself is linear for x, and constant for spins, as
/// dimod takes it. Unknown keys are skipped.
enum JSONModelReader {
  static func read(
    _ bytes: [UInt8], fileName: String
  ) throws(ProblemFileError) -> IsingProblem {
    var model = JSONModel()
    try ProblemFileError.reading(bytes, bytes.indices, fileName) { (scanner) throws(JSONError) in
      try scanner.object { (scanner, key) throws(JSONError) in
        scanner.key = key
        try model.read(key, &scanner)
        scanner.key = nil
      }
      guard scanner.peek() == nil else {
        throw scanner.failure(expected: "nothing behind the JSON object")
      }
    }
    return try model.problem(fileName: fileName)
  }
}

private struct JSONModel {
  private var type: String?
  private var kind: IsingProblem.Kind?
  private var labels: [VariableLabel]?
  private var variableCount: Int?
  private var pairCount: Int?
  private var offset: Double?
  private var linear: [Double]?
  private var values: [Double]?
  private var heads: [Int]?
  private var tails: [Int]?

  mutating func read(_ key: String, _ scanner: inout JSONScanner) throws(JSONError) {
    switch key {
    case "type":
      let type = try scanner.string()
      guard type == "BinaryQuadraticModel" else {
        throw scanner.failure("'\(type)'", expected: "'BinaryQuadraticModel'")
      }
      self.type = type
    case "version": try readVersion(&scanner)
    case "use_bytes":
      if try scanner.boolean() {
        throw scanner.failure(
          "true", expected: "false: 'to_serializable(use_bytes=False)' writes numbers")
      }
    case "variable_type":
      switch try scanner.string() {
      case "SPIN": kind = .ising
      case "BINARY": kind = .qubo
      case let name: throw scanner.failure("'\(name)'", expected: "'SPIN' or 'BINARY'")
      }
    case "variable_labels": labels = try scanner.labels()
    case "num_variables": variableCount = try scanner.whole()
    case "num_interactions": pairCount = try scanner.whole()
    case "offset": offset = try scanner.number()
    case "linear_biases": linear = try numbers(&scanner)
    case "quadratic_biases": values = try numbers(&scanner)
    case "quadratic_head": heads = try indices(&scanner)
    case "quadratic_tail": tails = try indices(&scanner)
    default: try scanner.skip()
    }
  }

  private func readVersion(_ scanner: inout JSONScanner) throws(JSONError) {
    try scanner.object { (scanner, key) throws(JSONError) in
      guard key == "bqm_schema" else { return try scanner.skip() }
      let version = try scanner.string()
      guard version.hasPrefix("3.") || version.hasPrefix("2.") else {
        throw scanner.failure("schema '\(version)'", expected: "'3.0.0'")
      }
    }
  }

  private func numbers(_ scanner: inout JSONScanner) throws(JSONError) -> [Double] {
    var numbers: [Double] = []
    try scanner.list { (scanner) throws(JSONError) in numbers.append(try scanner.number()) }
    return numbers
  }

  private func indices(_ scanner: inout JSONScanner) throws(JSONError) -> [Int] {
    var numbers: [Int] = []
    try scanner.list { (scanner) throws(JSONError) in numbers.append(try scanner.whole()) }
    return numbers
  }

  consuming func problem(fileName: String) throws(ProblemFileError) -> IsingProblem {
    func present<Value>(_ value: Value?, _ key: String) throws(ProblemFileError) -> Value {
      if let value { return value }
      throw ProblemFileError(
        fileName: fileName, found: "no key '\(key)'",
        expected: "a BinaryQuadraticModel of dimod in JSON")
    }
    func agree(_ key: String, _ found: Int, _ expected: Int) throws(ProblemFileError) {
      if found != expected {
        throw ProblemFileError(
          fileName: fileName, place: "key '\(key)'", found: "\(found) values",
          expected: "\(expected)")
      }
    }
    _ = try present(type, "type")
    let kind = try present(kind, "variable_type")
    let linear = try present(linear, "linear_biases")
    let values = try present(values, "quadratic_biases")
    let heads = try present(heads, "quadratic_head")
    let tails = try present(tails, "quadratic_tail")
    if let variableCount { try agree("linear_biases", linear.count, variableCount) }
    if let pairCount { try agree("quadratic_biases", values.count, pairCount) }
    try agree("quadratic_head", heads.count, values.count)
    try agree("quadratic_tail", tails.count, values.count)
    var entries = try ProblemEntries(fileName: fileName, kind: kind, spinCount: linear.count)
    entries.constant = try present(offset, "offset")
    for (i, value) in linear.enumerated() { entries.add(i, value) }
    entries.pairs.reserveCapacity(values.count)
    for k in values.indices {
      let (i, j) = (heads[k], tails[k])
      guard linear.indices.contains(i), linear.indices.contains(j) else {
        throw ProblemFileError(
          fileName: fileName, place: "key 'quadratic_head' or 'quadratic_tail'",
          found: "variables \(i) and \(j)", expected: "0 to \(linear.count - 1)")
      }
      if i == j { entries.addLoop(i, values[k]) } else { entries.add(i, j, values[k]) }
    }
    let names = try labels.map { (labels) throws(ProblemFileError) in
      try VariableLabel.checked(
        labels, count: linear.count, fileName: fileName, place: "key 'variable_labels'")
    }
    return try entries.problem(labels: names ?? nil)
  }
}
