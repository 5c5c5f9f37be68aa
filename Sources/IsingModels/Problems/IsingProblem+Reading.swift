extension IsingProblem {
  /// Reads a problem file.
  ///
  /// The content tells the format where it says its name (`DIMODBQM`, `%%MatrixMarket`, `{`, `p qubo`,
  /// `# vartype=`); then the ending of the file's name; then a first line of two numbers means a graph,
  /// unless `kind` says otherwise. gzip archives are unpacked. Texts may be UTF-8 with or without its
  /// mark, or UTF-16, with any line ends. Entries that come twice are added, with a warning. A header
  /// may announce as many variables as the file has bytes, or 2²⁰. A linear term, a diagonal or a
  /// constant that the format's kind has no place for is an error; so is a problem without variables.
  ///
  /// - Parameters:
  ///   - bytes: the file's content.
  ///   - fileName: its name, for messages, and for the format where its ending tells.
  ///   - format: the format, or nil to find it.
  ///   - kind: what a Matrix Market file means (nil takes its `%%ising-npu kind=` comment, else a
  ///     maximum cut), whether a COO file without `# vartype=` is about spins, x ∈ {0, 1} or the edges of a cut, and whether
  ///     a file of no known ending that begins with two numbers states a cut, a QUBO of MQLib, or a
  ///     Hamiltonian of Qubist.
  /// - Throws: `ProblemFileError` with the place.
  public init(
    bytes: [UInt8], fileName: String, format: ProblemFormat? = nil, kind: Kind? = nil
  ) throws(ProblemFileError) {
    let content =
      bytes.starts(with: GzipMembers.mark)
      ? try GzipMembers.expanded(bytes, fileName: fileName) : bytes
    let (text, wasUTF16) = try TextEncoding.utf8(content, fileName: fileName)
    let choice = try FormatChoice(text, fileName: fileName, format: format, kind: kind)
    switch choice.format {
    case .rudy:
      self = try RudyReader.read(text, fileName: fileName, isGraph: choice.isStated)
    case .qubo: self = try QUBOReader.read(text, fileName: fileName)
    case .coo: self = try COOReader.read(text, fileName: fileName, kind: kind)
    case .bqm: self = try BinaryModelReader.read(text, fileName: fileName)
    case .json, .bqpjson:
      self = try JSONModelReader.read(text, fileName: fileName, asked: format)
    case .matrixMarket: self = try MatrixMarketReader.read(text, fileName: fileName, kind: kind)
    case .mqlibQUBO, .biqMac:
      self = try QuadraticListReader.read(
        text, fileName: fileName, isMaximised: choice.format == .mqlibQUBO)
    case .qubist: self = try QubistReader.read(text, fileName: fileName)
    case .couplings:
      self = try CouplingsReader.read(text, fileName: fileName, isStated: choice.isAsked)
    }
    if let warning = choice.warning { warnings.insert(warning, at: 0) }
    if wasUTF16 { warnings.insert("\(fileName): the text is UTF-16; it was converted", at: 0) }
  }
}
