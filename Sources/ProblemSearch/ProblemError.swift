public import IsingModels

/// Why a problem cannot be solved.
public enum ProblemError: Error, Equatable, CustomStringConvertible {
  /// The file says another kind than the one that was asked for.
  case kind(file: String, found: IsingProblem.Kind, expected: IsingProblem.Kind)
  /// The sum of the sizes of all weights leaves the range in which inverse temperatures are float64.
  case size(file: String, found: Double)
  /// A method that made no read, or claims an energy that its spins do not have.
  case method(String)

  /// Whether a method failed, and not the file.
  public var isOfMethod: Bool {
    if case .method = self { true } else { false }
  }

  /// One sentence with the file, what was found, and what was expected.
  public var description: String {
    switch self {
    case .kind(let file, let found, let expected):
      found.refusal(of: file, expected: expected)
    case .method(let sentence): sentence
    case .size(let file, let found):
      "\(file): the sizes of all weights add up to \(found), expected 0 or 1e-200 to 1e200"
    }
  }
}

extension IsingProblem {
  /// Refuses problems that cannot be solved.
  ///
  /// - Parameters:
  ///   - file: the file's name, for messages.
  ///   - kind: the kind that was asked for; `nil` for any.
  /// - Throws: `ProblemError`.
  public func check(file: String, kind: Kind?) throws(ProblemError) {
    if let kind, kind != self.kind {
      throw .kind(file: file, found: self.kind, expected: kind)
    }
    // Beyond this range an inverse temperature could leave that of float64.
    let size = model.sumOfSizes
    guard size == 0 || (1e-200...1e200).contains(size), abs(offset) <= 1e200 else {
      throw .size(file: file, found: size)
    }
  }
}
