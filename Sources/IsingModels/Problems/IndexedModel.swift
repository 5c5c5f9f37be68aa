/// dimod's schemas 2 and 3: lists of biases, with numbers of variables.
struct IndexedModel {
  private let file: FileDocument

  init(_ document: JSONDocument, fileName: String) {
    file = FileDocument(
      document: document, fileName: fileName,
      expected: "a BinaryQuadraticModel of dimod in JSON, or bqpjson")
  }

  /// The numbers of a key.
  private func values(
    _ list: JSONNumbers?, _ key: String, _ type: BinaryType?
  ) throws(ProblemFileError) -> [Double] {
    let list = try file.present(list, key)
    guard file.document.usesBytes else {
      if let values = list.plain { return values }
      throw file.failure(key, "a text", "a list of numbers, or 'use_bytes' true")
    }
    if let schema = file.document.schema, schema.hasPrefix("2.") {
      throw file.failure(key, "bytes of schema '\(schema)'", "numbers, or bytes of schema 3")
    }
    guard let type else {
      throw file.failure(key, "bytes of an unknown type", "'bias_type' and 'index_type' of numbers")
    }
    guard let values = list.values(of: type) else {
      throw file.failure(
        key, "no bytes of \(type.rawValue)", "them in base64, or as numbers to 255")
    }
    if let value = values.first(where: { !$0.isFinite }) {
      throw file.failure(key, "\(value)", "finite numbers")
    }
    return values
  }

  private func agree(_ key: String, _ found: Int, _ expected: Int) throws(ProblemFileError) {
    if found != expected { throw file.failure(key, "\(found) values", "\(expected)") }
  }

  func problem() throws(ProblemFileError) -> IsingProblem {
    _ = try file.present(file.document.type, "type")
    let kind = try file.present(file.document.kind, "variable_type")
    let linear = try values(file.document.linearBiases, "linear_biases", file.document.biasType)
    let values = try values(
      file.document.quadraticBiases, "quadratic_biases", file.document.biasType)
    let heads = try self.values(file.document.heads, "quadratic_head", file.document.indexType)
    let tails = try self.values(file.document.tails, "quadratic_tail", file.document.indexType)
    if let count = file.document.variableCount { try agree("linear_biases", linear.count, count) }
    if let count = file.document.pairCount { try agree("quadratic_biases", values.count, count) }
    try agree("quadratic_head", heads.count, values.count)
    try agree("quadratic_tail", tails.count, values.count)
    let offset = try file.present(file.document.offset, "offset")
    var entries = try ProblemEntries(fileName: file.fileName, kind: kind, spinCount: linear.count)
    entries.addConstant(offset)
    for (i, value) in linear.enumerated() { entries.add(i, value) }
    entries.pairs.reserveCapacity(values.count)
    for k in values.indices {
      guard let i = Int(exactly: heads[k]), let j = Int(exactly: tails[k]) else {
        throw file.failure(
          "quadratic_head' or 'quadratic_tail", "variables \(heads[k]) and \(tails[k])",
          "whole numbers")
      }
      guard linear.indices.contains(i), linear.indices.contains(j) else {
        throw file.failure(
          "quadratic_head' or 'quadratic_tail", "variables \(i) and \(j)",
          "0 to \(linear.count - 1)")
      }
      if i == j { entries.addLoop(i, values[k]) } else { entries.add(i, j, values[k]) }
    }
    let names = try file.document.labels.map { (labels) throws(ProblemFileError) in
      try VariableLabel.checked(
        labels, count: linear.count, fileName: file.fileName, place: "key 'variable_labels'")
    }
    return try entries.problem(labels: names ?? nil)
  }
}
