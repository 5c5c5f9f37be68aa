// Writers of the formats of other optimisers.
extension IsingProblem {
  func writeQuadraticList(
    _ format: ProblemFormat
  ) throws(ProblemFileError) -> (bytes: [UInt8], warnings: [String]) {
    let form = try quadraticForm(for: format)
    let sign: Double = format == .mqlibQUBO ? -1 : 1
    let places = form.linear.indices.filter { form.linear[$0] != 0 }
    let count = form.pairs.count + places.count
    var text = ProblemText(capacity: 16 * count + 64)
    // 0 + x, which is never −0.
    text.comment("# ", offset: 0 + sign * form.constant)
    text.line("\(form.linear.count) \(count)")
    for i in places { text.line(i + 1, i + 1, sign * form.linear[i]) }
    for pair in form.pairs {
      text.line(
        Int(pair.first) + 1, Int(pair.second) + 1, 0 + sign * pair.coupling / 2)
    }
    var warnings = labelWarnings(format.rawValue, first: 1)
    if format == .mqlibQUBO {
      warnings.append("mqlib-qubo is maximised: its values are those of the objective, negated")
    }
    return (text.bytes, warnings + offsetWarnings(format.rawValue, sign * form.constant))
  }

  func writeQubist() -> (bytes: [UInt8], warnings: [String]) {
    // A spin that nothing names would be lost.
    let places = model.fields.indices.filter {
      model.fields[$0] != 0 || model.adjacency.degree(of: $0) == 0
    }
    let count = model.bonds.count + places.count
    var text = ProblemText(capacity: 16 * count + 32)
    text.line("\(model.spinCount) \(count)")
    for i in places { text.line(i, i, 0 - model.fields[i]) }
    for bond in model.bonds { text.line(Int(bond.first), Int(bond.second), 0 - bond.coupling) }
    var warnings = labelWarnings("qubist", first: 0)
    if offset != 0 { warnings.append("qubist has no offset: add \(offset) to its energies") }
    return (text.bytes, warnings)
  }

  func writeProgram(_ terms: DimodTerms) -> (bytes: [UInt8], warnings: [String]) {
    let names = wholeLabels() ?? Array(terms.linear.indices)
    func list(_ values: some Sequence<String>) -> String {
      "[\(values.joined(separator: ", "))]"
    }
    let linear = terms.linear.indices.filter { terms.linear[$0] != 0 }.map {
      "{\"id\": \(names[$0]), \"coeff\": \(terms.linear[$0])}"
    }
    let quadratic = terms.pairs.map {
      "{\"id_tail\": \(names[Int($0.first)]), \"id_head\": \(names[Int($0.second)]), "
        + "\"coeff\": \($0.coupling)}"
    }
    let text = """
      {"version": "1.0.0", "id": 0, "metadata": {}, "variable_ids": \(list(names.map { "\($0)" })), \
      "variable_domain": "\(terms.vartype == "SPIN" ? "spin" : "boolean")", "scale": 1.0, \
      "offset": \(terms.offset), "linear_terms": \(list(linear)), \
      "quadratic_terms": \(list(quadratic))}

      """
    let isLost = labels != nil && wholeLabels() == nil
    return (Array(text.utf8), isLost ? labelWarnings("bqpjson", first: 0) : [])
  }
}
