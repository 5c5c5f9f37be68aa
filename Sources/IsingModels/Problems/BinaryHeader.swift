import ByteFormats

/// The header of dimod's binary form.
struct BinaryHeader {
  let kind: IsingProblem.Kind
  let variableCount: Int
  let pairCount: Int
  let biasType: BinaryType
  let startType: BinaryType
  let indexType: BinaryType
  /// Labels of version 1.0.
  let labels: [VariableLabel]?
  /// Whether labels follow the numbers, in version 2.0.
  let hasLabelSection: Bool
  /// Where the numbers begin.
  let end: Int

  init(_ bytes: [UInt8], fileName: String) throws(ProblemFileError) {
    func failure(_ found: String, _ expected: String) -> ProblemFileError {
      ProblemFileError(fileName: fileName, place: "header", found: found, expected: expected)
    }
    guard bytes.starts(with: BinaryModelReader.magic) else {
      throw failure(ProblemFileError.quoted(bytes.prefix(8)), "'DIMODBQM'")
    }
    guard bytes.count >= 14 else { throw failure("\(bytes.count) bytes", "at least 14") }
    let version = (bytes[8], bytes[9])
    guard version == (1, 0) || version == (2, 0) else {
      throw failure("version \(version.0).\(version.1)", "1.0 or 2.0")
    }
    let length = (0..<4).reduce(0) { $0 | Int(bytes[10 + $1]) << (8 * $1) }
    guard length <= bytes.count - 14 else {
      throw failure(
        "\(bytes.count - 14) bytes behind the length", "a header of \(length) bytes")
    }
    end = 14 + length
    var values = Values()
    try ProblemFileError.reading(bytes, 14..<end, fileName) { (scanner) throws(JSONError) in
      try scanner.object { (scanner, key) throws(JSONError) in
        scanner.key = key
        try values.read(key, &scanner)
        scanner.key = nil
      }
      guard scanner.peek() == nil else { throw scanner.failure(expected: "the header's end") }
    }
    guard let kind = values.kind, let shape = values.shape, let biasType = values.biasType,
      let startType = values.startType, let indexType = values.indexType,
      let hasLabels = values.hasLabels
    else {
      throw failure(
        "a key that is missing", "dtype, itype, ntype, shape, variables and vartype")
    }
    (self.kind, self.biasType, self.startType) = (kind, biasType, startType)
    (self.indexType, variableCount, pairCount) = (indexType, shape[0], shape[1])
    labels = values.labels
    hasLabelSection = hasLabels && values.labels == nil
  }
}

/// The keys so far.
private struct Values {
  var kind: IsingProblem.Kind?
  var shape: [Int]?
  var biasType: BinaryType?
  var startType: BinaryType?
  var indexType: BinaryType?
  var hasLabels: Bool?
  var labels: [VariableLabel]?

  mutating func read(_ key: String, _ scanner: inout JSONScanner) throws(JSONError) {
    switch key {
    case "dtype": biasType = try type(&scanner, [.float64, .float32])
    case "itype": indexType = try type(&scanner, BinaryType.integers)
    case "ntype": startType = try type(&scanner, BinaryType.integers)
    case "shape":
      var shape: [Int] = []
      try scanner.list { (scanner) throws(JSONError) in
        let value = try scanner.whole()
        guard value >= 0, value < 1 << 40 else {
          throw scanner.failure("\(value)", expected: "a number of variables or pairs")
        }
        shape.append(value)
      }
      guard shape.count == 2 else {
        throw scanner.failure("\(shape.count) numbers", expected: "2 numbers")
      }
      self.shape = shape
    case "variables":
      if scanner.peek() == UInt8(ascii: "[") {
        labels = try scanner.labels()
        hasLabels = true
      } else {
        hasLabels = try scanner.boolean()
      }
    case "vartype":
      switch try scanner.string() {
      case "SPIN": kind = .ising
      case "BINARY": kind = .qubo
      case let name: throw scanner.failure("'\(name)'", expected: "'SPIN' or 'BINARY'")
      }
    default: try scanner.skip()
    }
  }

  private func type(
    _ scanner: inout JSONScanner, _ allowed: [BinaryType]
  ) throws(JSONError) -> BinaryType {
    let name = try scanner.string()
    guard let type = BinaryType(rawValue: name), allowed.contains(type) else {
      throw scanner.failure(
        "'\(name)'", expected: allowed.map(\.rawValue).joined(separator: ", "))
    }
    return type
  }
}
