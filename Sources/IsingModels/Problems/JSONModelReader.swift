import ByteFormats

/// Reads problems in JSON: what `dimod.BinaryQuadraticModel.to_serializable()` gives, of all schemas and
/// classes, and bqpjson.
///
/// dimod's objective is Σ quadratic v_i v_j + Σ linear v_i + offset; bqpjson's is scale · (Σ quadratic +
/// Σ linear + offset). `variable_type` or `variable_domain` says whether v are spins or x ∈ {0, 1}. An
/// entry of a variable with itself is linear for x, and constant for spins, as dimod takes it. Unknown
/// keys are skipped.
enum JSONModelReader {
  /// - Parameter asked: the format that the caller named.
  static func read(
    _ bytes: [UInt8], fileName: String, asked: ProblemFormat? = nil
  ) throws(ProblemFileError) -> IsingProblem {
    var document = JSONDocument()
    try ProblemFileError.reading(bytes, bytes.indices, fileName) { (scanner) throws(JSONError) in
      try scanner.object { (scanner, key) throws(JSONError) in
        scanner.key = key
        try document.read(key, &scanner)
        scanner.key = nil
      }
      guard scanner.peek() == nil else {
        throw scanner.failure(expected: "nothing behind the JSON object")
      }
    }
    let isProgram = document.domain != nil || document.ids != nil
    if let asked, (asked == .bqpjson) != isProgram, document.type != nil || isProgram {
      throw ProblemFileError(
        fileName: fileName,
        found: (isProgram ? ProblemFormat.bqpjson : .json).opening, expected: asked.opening)
    }
    if isProgram || asked == .bqpjson {
      return try BinaryProgram(document, fileName: fileName).problem()
    }
    if document.quadraticTerms != nil, document.quadraticBiases == nil {
      return try LabelledModel(document, fileName: fileName).problem()
    }
    return try IndexedModel(document, fileName: fileName).problem()
  }
}

/// The keys of all of these documents.
struct JSONDocument {
  private(set) var type: String?
  /// dimod's schema.
  private(set) var schema: String?
  private(set) var usesBytes = false
  private(set) var biasType: BinaryType?
  private(set) var indexType: BinaryType?
  private(set) var kind: IsingProblem.Kind?
  private(set) var labels: [VariableLabel]?
  private(set) var variableCount: Int?
  private(set) var pairCount: Int?
  private(set) var offset: Double?
  private(set) var linearBiases: JSONNumbers?
  private(set) var quadraticBiases: JSONNumbers?
  private(set) var heads: JSONNumbers?
  private(set) var tails: JSONNumbers?
  // bqpjson, and dimod's first schema.
  private(set) var version: String?
  private(set) var domain: IsingProblem.Kind?
  private(set) var ids: [VariableLabel]?
  private(set) var scale: Double?
  private(set) var linearTerms: [JSONTerm]?
  private(set) var quadraticTerms: [JSONTerm]?
  private(set) var solutions: [PlantedSolution] = []

  mutating func read(_ key: String, _ scanner: inout JSONScanner) throws(JSONError) {
    switch key {
    case "type": type = try Self.type(&scanner)
    case "version": try readVersion(&scanner)
    case "use_bytes": usesBytes = try scanner.boolean()
    case "bias_type": biasType = try Self.numberType(&scanner, [.float64, .float32])
    case "index_type": indexType = try Self.numberType(&scanner, BinaryType.integers)
    case "variable_type":
      switch try scanner.string() {
      case "SPIN": kind = .ising
      case "BINARY": kind = .qubo
      case let name: throw scanner.failure("'\(name)'", expected: "'SPIN' or 'BINARY'")
      }
    case "variable_domain":
      switch try scanner.string() {
      case "spin": domain = .ising
      case "boolean": domain = .qubo
      case let name: throw scanner.failure("'\(name)'", expected: "'spin' or 'boolean'")
      }
    case "variable_labels": labels = try scanner.labels()
    case "variable_ids": ids = try scanner.labels()
    case "num_variables": variableCount = try scanner.whole()
    case "num_interactions": pairCount = try scanner.whole()
    case "offset": offset = try scanner.number()
    case "scale": scale = try scanner.number()
    case "linear_biases": linearBiases = try JSONNumbers(&scanner)
    case "quadratic_biases": quadraticBiases = try JSONNumbers(&scanner)
    case "quadratic_head": heads = try JSONNumbers(&scanner)
    case "quadratic_tail": tails = try JSONNumbers(&scanner)
    case "linear_terms": linearTerms = try JSONTerm.list(&scanner)
    case "quadratic_terms": quadraticTerms = try JSONTerm.list(&scanner)
    case "solutions": solutions = try PlantedSolution.list(&scanner)
    default: try scanner.skip()
    }
  }

  /// dimod writes the name of the Python class: `BinaryQuadraticModel`, `DictBQM`, `AdjVectorBQM`, ….
  private static func type(_ scanner: inout JSONScanner) throws(JSONError) -> String {
    let type = try scanner.string()
    guard type.hasSuffix("BQM") || type.hasSuffix("BinaryQuadraticModel") else {
      let what =
        switch type {
        case "ConstrainedQuadraticModel", "CQM": "a constrained model, 'ConstrainedQuadraticModel'"
        case "DiscreteQuadraticModel", "DQM": "a discrete model, 'DiscreteQuadraticModel'"
        case "QuadraticModel", "QM": "a model of mixed variables, 'QuadraticModel'"
        case "BinaryPolynomial": "a polynomial of any degree, 'BinaryPolynomial'"
        case "SampleSet": "samples, 'SampleSet'"
        default: "'\(type)'"
        }
      throw scanner.failure(what, expected: "'BinaryQuadraticModel', or another class of BQM")
    }
    return type
  }

  private static func numberType(
    _ scanner: inout JSONScanner, _ allowed: [BinaryType]
  ) throws(JSONError) -> BinaryType? {
    let name = try scanner.string()
    // A type that is not known matters only where numbers stand as bytes: `IndexedModel` asks for it.
    return BinaryType(rawValue: name).flatMap { allowed.contains($0) ? $0 : nil }
  }

  private mutating func readVersion(_ scanner: inout JSONScanner) throws(JSONError) {
    guard scanner.peek() == UInt8(ascii: "{") else {
      let version = try scanner.string()
      guard version.hasPrefix("1.") else {
        throw scanner.failure("version '\(version)'", expected: "'1.0.0'")
      }
      self.version = version
      return
    }
    try scanner.object { (scanner, key) throws(JSONError) in
      guard key == "bqm_schema" else { return try scanner.skip() }
      let schema = try scanner.string()
      guard ["1.", "2.", "3."].contains(where: schema.hasPrefix), !schema.contains("-") else {
        throw scanner.failure("schema '\(schema)'", expected: "'1.0.0', '2.0.0' or '3.0.0'")
      }
      self.schema = schema
    }
  }
}
