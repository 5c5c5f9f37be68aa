extension IsingProblem {
  /// The problem as a file of a format, and what that format loses, one sentence each.
  ///
  /// The objective of each state stays the same, up to the rounding of sums: numbers are written with
  /// the digits that read back as the same Float64, and whole numbers below 2⁵¹ stay exact.
  /// - rudy: a maximum cut; W − 2 cut + offset is the objective. Fields need one more vertex
  ///   (`asMaximumCut`).
  /// - qubo: Σ Q x x in x = (1 + s)/2.
  /// - COO, BQM and JSON: dimod's signs; BINARY for a QUBO, SPIN otherwise.
  /// - Matrix Market: symmetric weights of a cut, symmetric J with h on the diagonal, or the upper
  ///   triangle of Q; a comment says which.
  /// - bqpjson: dimod's signs and scale 1; variables have their labels where these are whole numbers
  ///   from 0.
  /// - mqlib-qubo, biq-mac: the symmetric Q from 1, of the negative objective for MQLib.
  /// - qubist: dimod's signs, sites from 0.
  /// - couplings: J and h.
  ///
  /// qubo, COO, Matrix Market, mqlib-qubo, biq-mac and couplings have no place for an offset. It is
  /// written in a comment that this program reads back, and others skip. rudy and qubist have no comments.
  ///
  /// - Throws: `ProblemFileError` where a coefficient in the format's terms would overflow.
  public func write(
    as format: ProblemFormat
  ) throws(ProblemFileError) -> (bytes: [UInt8], warnings: [String]) {
    switch format {
    case .rudy: return writeRudy()
    case .qubo: return try writeQUBO()
    case .coo: return try writeCOO()
    case .bqm: return (BinaryModelWriter.bytes(try dimodTerms(.bqm), labels: labels), [])
    case .json: return (JSONModelWriter.bytes(try dimodTerms(.json), labels: labels), [])
    case .bqpjson: return writeProgram(try dimodTerms(.bqpjson))
    case .matrixMarket: return try writeMatrixMarket()
    case .mqlibQUBO, .biqMac: return try writeQuadraticList(format)
    case .qubist: return writeQubist()
    case .couplings: return writeCouplings()
    }
  }

  /// Q, and an error where 4 J overflows.
  func quadraticForm(for format: ProblemFormat) throws(ProblemFileError) -> QuadraticForm {
    let form = QuadraticForm(self)
    guard form.isFinite else {
      throw ProblemFileError(
        fileName: format.rawValue, found: "a coefficient of x that Float64 cannot hold",
        expected: "smaller couplings")
    }
    return form
  }

  /// The problem as dimod states it: Σ pairs v v + Σ linear v + offset.
  func dimodTerms(_ format: ProblemFormat) throws(ProblemFileError) -> DimodTerms {
    if kind == .qubo {
      let form = try quadraticForm(for: format)
      return DimodTerms(
        vartype: "BINARY", pairs: form.pairs, linear: form.linear, offset: form.constant)
    }
    // 0 − J, which is never −0.
    return DimodTerms(
      vartype: "SPIN",
      pairs: model.bonds.map { Bond(Int($0.first), Int($0.second), 0 - $0.coupling) },
      linear: model.fields.map { 0 - $0 }, offset: offset)
  }

  /// A warning where the variables have names and the format has none.
  func labelWarnings(_ format: String, first: Int) -> [String] {
    labels == nil
      ? [] : ["\(format) has no names of variables: they are numbered from \(first) in their order"]
  }

  /// A warning where there is an offset.
  func offsetWarnings(_ format: String, _ offset: Double) -> [String] {
    offset == 0
      ? []
      : [
        "\(format) has no offset: add \(offset) to its values (a comment that this program reads "
          + "has it)"
      ]
  }
}

/// A problem in dimod's terms.
struct DimodTerms {
  let vartype: String
  /// Ordered by (first, second), each pair once.
  let pairs: [Bond]
  let linear: [Double]
  let offset: Double
}
