/// The forms of problem files.
public enum ProblemFormat: String, CaseIterable, Sendable {
  /// `n m`, then m lines `i j w` from 1: maximum cuts, as in the Gset.
  case rudy
  /// `p qubo …` of qbsolv.
  case qubo
  /// dimod's coordinate lists.
  case coo
  /// dimod's binary quadratic models, binary form.
  case bqm
  /// dimod's binary quadratic models, JSON.
  case json
  /// Matrix Market coordinates.
  case matrixMarket = "matrix-market"
  /// This program's own couplings, E = −Σ J s s − Σ h s.
  case couplings
}

/// What is wrong with a problem file.
public struct ProblemFileError: Error, Equatable, CustomStringConvertible {
  /// The file's name.
  public let fileName: String
  /// Where in it: a line from 1, a byte, a key; nil where the whole is meant.
  public let place: String?
  /// What stands there.
  public let found: String
  /// What could stand there.
  public let expected: String

  /// An error.
  public init(fileName: String, place: String? = nil, found: String, expected: String) {
    self.fileName = fileName
    self.place = place
    self.found = found
    self.expected = expected
  }

  /// `G1.txt:7: found 'x', expected a whole number from 1 to 800`.
  public var description: String {
    "\(fileName)\(place.map { ":\($0)" } ?? ""): found \(found), expected \(expected)"
  }
}
