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
  /// Binary quadratic programs of `bqpjson`.
  case bqpjson
  /// Matrix Market coordinates and arrays.
  case matrixMarket = "matrix-market"
  /// MQLib's QUBOs: `n m`, then m lines `i j q` from 1; xᵀQx with symmetric Q, to be maximised.
  case mqlibQUBO = "mqlib-qubo"
  /// Biq Mac's QUBOs: the same form, to be minimised.
  case biqMac = "biq-mac"
  /// Qubist's Hamiltonians: `sites lines`, then `i i h` and `i j J` from 0, E = Σ h s + Σ J s s.
  case qubist
  /// This program's own couplings, E = −Σ J s s − Σ h s.
  case couplings

  /// The format that a file's name promises, `.gz` left aside; nil where its ending says nothing.
  public init?(fileName: String) {
    var words = fileName.lowercased().split(separator: ".", omittingEmptySubsequences: false)
    if words.count > 2, words.last == "gz" { words.removeLast() }
    guard words.count > 1, let ending = words.last else { return nil }
    switch ending {
    case "rud", "rudy", "mc", "gset": self = .rudy
    case "qubo": self = .qubo
    case "coo": self = .coo
    case "bqm": self = .bqm
    case "json": self = .json
    case "bqpjson": self = .bqpjson
    case "mtx", "mm": self = .matrixMarket
    case "qh": self = .qubist
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
    case .bqpjson: "a bqpjson document ('{')"
    case .matrixMarket: "a Matrix Market file ('%%MatrixMarket matrix coordinate …')"
    case .mqlibQUBO: "a QUBO of MQLib (a first line 'variables lines')"
    case .biqMac: "a QUBO of Biq Mac (a first line 'variables lines')"
    case .qubist: "a Hamiltonian of Qubist (a first line 'sites lines')"
    case .couplings: "couplings (lines 'i j J')"
    }
  }

  /// Whether files begin with a line of two whole numbers, which alone tells none of these formats.
  var beginsWithTwoNumbers: Bool {
    [.rudy, .mqlibQUBO, .biqMac, .qubist].contains(self)
  }
}
