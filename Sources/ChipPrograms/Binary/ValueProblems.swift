extension Program {
  /// What was found and what was expected.
  public typealias Problem = (found: String, expected: String)

  /// Whether a value is declared as an instruction needs it.
  func problem(with value: Int, expecting expected: ValueDeclaration) -> Problem? {
    let found = values[value]
    return found == expected
      ? nil : ("%\(value) \(Listing.describe(found))", Listing.describe(expected))
  }

  /// Whether a value holds fields.
  func problem(withField value: Int) -> Problem? {
    problem(with: value, expecting: field(like: value))
  }

  /// Whether operands and result are fields of one shape.
  func problem(withElements operands: [Int], into: Int) -> Problem? {
    let expected = field(like: into)
    for value in operands + [into] {
      if let problem = problem(with: value, expecting: expected) { return problem }
    }
    return nil
  }

  /// Whether vectors are as wide as a value.
  func problem(withVectors numbers: [Int?], of value: Int) -> Problem? {
    let width = values[value].width
    for case .some(let vector) in numbers where vectors[vector].count != width {
      return ("V\(vector) of width \(vectors[vector].count)", "\(width)")
    }
    return nil
  }

  private func field(like value: Int) -> ValueDeclaration {
    .init(kind: .field, width: values[value].width, pooled: values[value].pooled)
  }
}
