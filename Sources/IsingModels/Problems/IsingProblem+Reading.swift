extension IsingProblem {
  /// Reads a problem file.
  ///
  /// The content tells the format where it says its name (`DIMODBQM`, `%%MatrixMarket`, `{`, `p qubo`,
  /// `# vartype=`); then the ending of the file's name; then a first line of two numbers means rudy.
  /// Texts may be UTF-8 with or without its mark, or UTF-16, with any line ends. Entries that come twice
  /// are added, with a warning. A header may announce as many variables as the file has bytes, or 2²⁰.
  ///
  /// A matrix A of Matrix Market means one of three things. `max-cut`: the weights of a graph, of which
  /// the diagonal does not matter. `ising`: J, with h on the diagonal, and E = −Σ J s s − Σ h s. In both,
  /// a pair's value is a_ij where A is declared symmetric, and a_ij + a_ji where it is general. `qubo`:
  /// xᵀAx is to be minimised, whatever the declaration.
  ///
  /// - Parameters:
  ///   - bytes: the file's content.
  ///   - fileName: its name, for messages, and for the format where its ending tells.
  ///   - format: the format, or nil to find it.
  ///   - kind: what a Matrix Market file means (nil takes its `%%ising-npu kind=` comment, else a
  ///     maximum cut), and whether a COO file without `# vartype=` is about spins or x ∈ {0, 1}.
  /// - Throws: `ProblemFileError` with the place.
  public init(
    bytes: [UInt8], fileName: String, format: ProblemFormat? = nil, kind: Kind? = nil
  ) throws(ProblemFileError) {
    let (text, wasUTF16) = try TextEncoding.utf8(bytes, fileName: fileName)
    let format = try ProblemFormat.of(text, fileName: fileName, asked: format)
    switch format {
    case .rudy: self = try RudyReader.read(text, fileName: fileName)
    case .qubo: self = try QUBOReader.read(text, fileName: fileName)
    case .coo: self = try COOReader.read(text, fileName: fileName, kind: kind)
    case .bqm: self = try BinaryModelReader.read(text, fileName: fileName)
    case .json: self = try JSONModelReader.read(text, fileName: fileName)
    case .matrixMarket: self = try MatrixMarketReader.read(text, fileName: fileName, kind: kind)
    case .couplings: self = try CouplingsReader.read(text, fileName: fileName)
    }
    if wasUTF16 { warnings.insert("\(fileName): the text is UTF-16; it was converted", at: 0) }
  }
}

extension ProblemFormat {
  /// The format of a file.
  ///
  /// - Parameter asked: what the caller demands; a file that says another name is an error.
  static func of(
    _ bytes: [UInt8], fileName: String, asked: ProblemFormat?
  ) throws(ProblemFileError) -> ProblemFormat {
    func failure(_ found: String, _ expected: String) -> ProblemFileError {
      ProblemFileError(fileName: fileName, found: found, expected: expected)
    }
    let names = allCases.map(\.rawValue).joined(separator: ", ")
    switch FileContent(bytes) {
    case .certain(let format):
      guard asked == nil || asked == format else {
        throw failure(format.opening, (asked ?? format).opening)
      }
      return format
    case .foreign(let what):
      throw failure(what, asked?.opening ?? "a problem file (\(names))")
    case .twoNumbers: return asked ?? ProblemFormat(fileName: fileName) ?? .rudy
    case .table: return asked ?? ProblemFormat(fileName: fileName) ?? .couplings
    case .threeNumbers:
      if let format = asked ?? ProblemFormat(fileName: fileName) { return format }
      throw failure(
        "three columns of numbers, which may be COO or couplings, of opposite signs",
        "the format by name, or by the file's ending .coo or .couplings")
    case .unknown:
      if let format = asked ?? ProblemFormat(fileName: fileName) { return format }
      throw failure("a text of no known form", "a problem file (\(names))")
    }
  }
}
