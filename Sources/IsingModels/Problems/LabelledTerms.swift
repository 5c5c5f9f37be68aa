/// Adds terms that name their variables.
struct LabelledTerms {
  private let fileName: String
  /// The variables in their order.
  let labels: [VariableLabel]
  private let numbers: NumberedPlaces
  /// Places of the whole numbers among the labels.
  private let placesOfNumbers: [Int]
  /// By their JSON: texts of the same letters in different code points are different names.
  private var others: [String: Int] = [:]

  /// - Throws: for a label that comes twice.
  init(_ labels: [VariableLabel], fileName: String, key: String) throws(ProblemFileError) {
    self.fileName = fileName
    self.labels = labels
    _ = try VariableLabel.checked(
      labels, count: labels.count, fileName: fileName, place: "key '\(key)'")
    var (numbers, places): ([Int], [Int]) = ([], [])
    for (place, label) in labels.enumerated() {
      if case .integer(let number) = label {
        numbers.append(number)
        places.append(place)
      } else {
        others[label.json] = place
      }
    }
    self.numbers = NumberedPlaces(numbers)
    placesOfNumbers = places
  }

  /// The labels, where they are not 0 … N − 1.
  var names: [VariableLabel]? {
    labels.enumerated().allSatisfy { $1 == .integer($0) } ? nil : labels
  }

  private func failure(_ key: String, _ found: String, _ expected: String) -> ProblemFileError {
    FileDocument.failure(key, found, expected, fileName: fileName)
  }

  /// Where a variable of a term stands.
  func place(of label: VariableLabel?, key: String) throws(ProblemFileError) -> Int {
    guard let label else { throw failure(key, "a term without a variable", "one with its name") }
    let found =
      if case .integer(let number) = label {
        numbers[number].map { placesOfNumbers[$0] }
      } else {
        others[label.json]
      }
    guard let place = found else {
      throw failure(key, "the variable \(label.json)", "one of the \(labels.count) that are listed")
    }
    return place
  }

  func add(
    linear: [JSONTerm], quadratic: [JSONTerm], to entries: inout ProblemEntries
  ) throws(ProblemFileError) {
    for term in linear {
      guard let value = term.value else {
        throw failure("linear_terms", "a term without a value", "one with it")
      }
      entries.add(try place(of: term.first, key: "linear_terms"), value)
    }
    entries.pairs.reserveCapacity(quadratic.count)
    for term in quadratic {
      guard let value = term.value else {
        throw failure("quadratic_terms", "a term without a value", "one with it")
      }
      let i = try place(of: term.first, key: "quadratic_terms")
      let j = try place(of: term.second, key: "quadratic_terms")
      if i == j { entries.addLoop(i, value) } else { entries.add(i, j, value) }
    }
  }
}

/// dimod's schema 1: terms with the labels of their variables.
struct LabelledModel {
  private let file: FileDocument

  init(_ document: JSONDocument, fileName: String) {
    file = FileDocument(
      document: document, fileName: fileName,
      expected: "a model of dimod in JSON (schema 1), or bqpjson")
  }

  func problem() throws(ProblemFileError) -> IsingProblem {
    let kind = try file.present(file.document.kind, "variable_type")
    let terms = try LabelledTerms(
      try file.present(file.document.labels, "variable_labels"), fileName: file.fileName,
      key: "variable_labels")
    let linear = try file.present(file.document.linearTerms, "linear_terms")
    let quadratic = try file.present(file.document.quadraticTerms, "quadratic_terms")
    let offset = try file.present(file.document.offset, "offset")
    var entries = try ProblemEntries(
      fileName: file.fileName, kind: kind, spinCount: terms.labels.count)
    entries.addConstant(offset)
    try terms.add(linear: linear, quadratic: quadratic, to: &entries)
    return try entries.problem(labels: terms.names)
  }
}
