/// The forms of problem files.
public enum ProblemFormat: String, CaseIterable, Sendable {
  /// `n m`, then m lines `i j w` with vertices from 1: maximum cuts, as in the Gset.
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

  /// The format that a file's name promises; nil where its ending says nothing.
  public init?(fileName: String) {
    guard let dot = fileName.lastIndex(of: ".") else { return nil }
    switch fileName[fileName.index(after: dot)...].lowercased() {
    case "rud", "rudy", "mc", "gset": self = .rudy
    case "qubo": self = .qubo
    case "coo": self = .coo
    case "bqm": self = .bqm
    case "json": self = .json
    case "mtx", "mm": self = .matrixMarket
    case "couplings", "csv": self = .couplings
    default: return nil
    }
  }

  /// What a file of this form begins with, for messages.
  var opening: String {
    switch self {
    case .rudy: "a rudy file (a first line 'vertices edges')"
    case .qubo: "a qbsolv file ('p qubo 0 maxNodes nNodes nCouplers')"
    case .coo: "a COO file of dimod (lines 'u v bias')"
    case .bqm: "a binary model of dimod ('DIMODBQM')"
    case .json: "a JSON model of dimod ('{')"
    case .matrixMarket: "a Matrix Market file ('%%MatrixMarket matrix coordinate …')"
    case .couplings: "couplings (lines 'i j J')"
    }
  }
}
