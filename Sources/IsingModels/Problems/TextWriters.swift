extension IsingProblem {
  func writeRudy() -> (bytes: [UInt8], warnings: [String]) {
    let cut = asMaximumCut()
    var warnings = labelWarnings("rudy", first: 1)
    if cut.model.spinCount > model.spinCount {
      warnings.append(
        "the fields became edges to vertex \(cut.model.spinCount): spin i of the problem is the "
          + "product of sides i and \(cut.model.spinCount)")
    }
    if kind != .maximumCut || offset != 0 {
      let constant = cut.totalWeight + offset
      warnings.append("rudy states a cut: the objective is \(constant) − 2 cut")
    }
    var text = ProblemText(capacity: 16 * cut.model.bonds.count + 32)
    text.line("\(cut.model.spinCount) \(cut.model.bonds.count)")
    for bond in cut.model.bonds {
      text.line(Int(bond.first) + 1, Int(bond.second) + 1, -bond.coupling)
    }
    return (text.bytes, warnings)
  }

  func writeQUBO() throws(ProblemFileError) -> (bytes: [UInt8], warnings: [String]) {
    let form = try quadraticForm(for: .qubo)
    let nodes = form.linear.indices.filter { form.linear[$0] != 0 }
    var text = ProblemText(capacity: 16 * (form.pairs.count + nodes.count) + 64)
    text.comment("c ", offset: form.constant)
    text.line("p qubo 0 \(form.linear.count) \(nodes.count) \(form.pairs.count)")
    for i in nodes { text.line(i, i, form.linear[i]) }
    for pair in form.pairs { text.line(Int(pair.first), Int(pair.second), pair.coupling) }
    return (text.bytes, labelWarnings("qubo", first: 0) + offsetWarnings("qubo", form.constant))
  }

  func writeCOO() throws(ProblemFileError) -> (bytes: [UInt8], warnings: [String]) {
    let terms = try dimodTerms(.coo)
    var warnings = offsetWarnings("COO", terms.offset)
    let names = wholeLabels()
    if labels != nil, names == nil { warnings += labelWarnings("COO", first: 0) }
    func name(_ i: Int) -> Int { names?[i] ?? i }
    var text = ProblemText(capacity: 16 * (terms.pairs.count + terms.linear.count) + 64)
    text.line("# vartype=\(terms.vartype)")
    text.comment("# ", offset: terms.offset)
    // All variables first, so that dimod has them in the same order, also those without a pair.
    for (i, value) in terms.linear.enumerated() { text.line(name(i), name(i), value) }
    for pair in terms.pairs {
      text.line(name(Int(pair.first)), name(Int(pair.second)), pair.coupling)
    }
    return (text.bytes, warnings)
  }

  /// The labels where all are whole numbers from 0, which COO and bqpjson can have.
  func wholeLabels() -> [Int]? {
    guard let labels else { return nil }
    var names: [Int] = []
    for label in labels {
      guard case .integer(let name) = label, name >= 0 else { return nil }
      names.append(name)
    }
    return names
  }

  func writeMatrixMarket() throws(ProblemFileError) -> (bytes: [UInt8], warnings: [String]) {
    var warnings = labelWarnings("Matrix Market", first: 1)
    var kind = kind
    if kind == .maximumCut, model.fields.contains(where: { $0 != 0 }) { kind = .ising }
    var offset = offset
    var pairs = model.bonds
    var diagonal = model.fields
    if kind == .qubo {
      let form = try quadraticForm(for: .matrixMarket)
      (pairs, diagonal, offset) = (form.pairs, form.linear, form.constant)
    } else if kind == .maximumCut {
      for k in pairs.indices { pairs[k].coupling = 0 - pairs[k].coupling }
    }
    warnings += offsetWarnings("Matrix Market", offset)
    let places = diagonal.indices.filter { diagonal[$0] != 0 }
    let values = [pairs.map(\.coupling), diagonal].joined()
    let isWhole = values.allSatisfy { $0 == $0.rounded() && abs($0) < 0x1p53 }
    var text = ProblemText(capacity: 16 * (pairs.count + places.count) + 128)
    text.line(
      "%%MatrixMarket matrix coordinate \(isWhole ? "integer" : "real") "
        + (kind == .qubo ? "general" : "symmetric"))
    text.comment("%%", kind: kind, offset: offset)
    text.line("\(model.spinCount) \(model.spinCount) \(pairs.count + places.count)")
    for i in places { text.line(i + 1, i + 1, diagonal[i]) }
    for pair in pairs {
      // The form wants the lower triangle of symmetric matrices.
      let (low, high) = (Int(pair.first) + 1, Int(pair.second) + 1)
      if kind == .qubo {
        text.line(low, high, pair.coupling)
      } else {
        text.line(high, low, pair.coupling)
      }
    }
    return (text.bytes, warnings)
  }

  func writeCouplings() -> (bytes: [UInt8], warnings: [String]) {
    var text = ProblemText(capacity: 16 * model.bonds.count + 64)
    text.comment("# ", offset: offset)
    for bond in model.bonds { text.line(Int(bond.first), Int(bond.second), 0 + bond.coupling) }
    for (spin, field) in model.fields.enumerated()
    // A spin that nothing names would be lost at the end.
    where field != 0 || model.adjacency.degree(of: spin) == 0 {
      text.line(spin, spin, field)
    }
    return (text.bytes, labelWarnings("couplings", first: 0) + offsetWarnings("couplings", offset))
  }
}
