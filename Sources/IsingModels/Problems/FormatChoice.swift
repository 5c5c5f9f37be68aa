/// The format of a file, from its content, its name, and what the caller knows.
struct FormatChoice {
  let format: ProblemFormat
  /// Whether the caller named it.
  let isAsked: Bool
  /// Whether the caller or the file's ending named it, or the caller named the kind that it has.
  let isStated: Bool
  /// What was assumed, in a sentence.
  var warning: String?

  /// - Parameters:
  ///   - format: what the caller demands; a file that says another name is an error.
  ///   - kind: what the caller says of the problem.
  /// - Throws: `ProblemFileError` where the format cannot be told.
  init(
    _ bytes: [UInt8], fileName: String, format asked: ProblemFormat?, kind: IsingProblem.Kind?
  ) throws(ProblemFileError) {
    func failure(_ found: String, _ expected: String) -> ProblemFileError {
      ProblemFileError(fileName: fileName, found: found, expected: expected)
    }
    let named = asked ?? ProblemFormat(fileName: fileName)
    let names = ProblemFormat.allCases.map(\.rawValue).joined(separator: ", ")
    isAsked = asked != nil
    switch FileContent(bytes) {
    case .certain(let content):
      guard asked == nil || asked == content || (asked == .bqpjson && content == .json) else {
        throw failure(content.opening, (asked ?? content).opening)
      }
      format = content
    case .foreign(let what):
      throw failure(what, asked?.opening ?? "a problem file (\(names))")
    case .twoNumbers: format = named ?? Self.guess(kind)
    case .table: format = named ?? .couplings
    case .commas, .threeNumbers:
      guard let named else {
        throw failure(
          "three columns of numbers, which may be COO or couplings, of opposite signs",
          "the format by name, or by the file's ending .coo or .couplings")
      }
      format = named
    case .unknown:
      guard let named else {
        throw failure("a text of no known form", "a problem file (\(names))")
      }
      format = named
    }
    isStated = named == format || kind == .maximumCut
    if named == nil, format == .mqlibQUBO {
      warning =
        "\(fileName): read as a QUBO of MQLib: xᵀQx is maximised, and a pair's Q counts twice "
        + "(the format biq-mac minimises it)"
    }
    if named == nil, format == .qubist {
      warning = "\(fileName): read as a Hamiltonian of Qubist: E = Σ h s + Σ J s s"
    }
  }

  /// What a file without a name that begins with two numbers is.
  private static func guess(_ kind: IsingProblem.Kind?) -> ProblemFormat {
    switch kind {
    case nil, .maximumCut: .rudy
    case .qubo: .mqlibQUBO
    case .ising: .qubist
    }
  }
}
