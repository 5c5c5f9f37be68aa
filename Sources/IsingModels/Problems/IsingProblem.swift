/// An optimisation problem from a file: a model in this program's convention, and how its energies
/// translate into the file's own terms.
///
/// Every problem is a minimisation of objective(s) = E(s) + offset with E of the model. A maximum cut
/// with weights w has J = −w and offset 0, so that E(s) = Σ w_ij s_i s_j and cut = (W − E)/2 with
/// W = Σ w_ij. A QUBO Σ Q_ij x_i x_j has x = (1 + s)/2. dimod's Ising problems have the opposite signs
/// of J and h.
///
/// J and h of a QUBO are sums of its Q, rounded once. `objective(of:)` goes back to Q: beside penalties
/// of 10¹² in Q, fields have lost what the rest of the objective says.
public struct IsingProblem: Sendable, Equatable {
  /// What the file states.
  public enum Kind: String, Sendable, CaseIterable {
    /// The cut of a weighted graph, to be maximised.
    case maximumCut = "max-cut"
    /// A quadratic form in x ∈ {0, 1}, to be minimised.
    case qubo
    /// An energy of spins, to be minimised.
    case ising

    /// Why a file of this kind is refused where another was asked for, and what to do.
    package func refusal(of file: String, expected: Kind) -> String {
      "\(file): states a problem of the kind \(rawValue), expected \(expected.rawValue): leave the kind away, or "
        + "write it as one of the other kind with `convert`"
    }
  }

  /// What the file states.
  public var kind: Kind
  /// The same in this program's convention.
  public var model: IsingModel
  /// What is added to E(s) to give the objective.
  public var offset: Double
  /// The variables' names in the file, in the order of the spins; nil where they are 0 … N − 1, and for
  /// vertices and rows that a file counts from 1 (rudy, Matrix Market): vertex i is spin i − 1.
  public var labels: [VariableLabel]?
  /// What reading corrected or found strange, one sentence each.
  public var warnings: [String]
  /// A QUBO's own linear terms and constant; its Q_ij are −4 J_ij. nil for other kinds, and where the
  /// model is all that is known.
  public var binaryTerms: BinaryTerms?
  /// Whether the file's own value is the negative of the objective, and to be maximised, as MQLib has it.
  public var isMaximised: Bool

  /// A problem.
  public init(
    kind: Kind, model: IsingModel, offset: Double = 0, labels: [VariableLabel]? = nil,
    warnings: [String] = [], binaryTerms: BinaryTerms? = nil, isMaximised: Bool = false
  ) {
    self.kind = kind
    self.model = model
    self.offset = offset
    self.labels = labels
    self.warnings = warnings
    self.binaryTerms = binaryTerms
    self.isMaximised = isMaximised
  }

  /// The file's own objective, to be minimised, of spins with energy E.
  public func objective(ofEnergy energy: Double) -> Double { energy + offset }

  /// W = Σ w of a maximum cut.
  public var totalWeight: Double {
    var sum = TwoSum(0)
    for bond in model.bonds { sum.add(-bond.coupling) }
    return sum.value
  }

  /// The cut (W − E)/2 of spins with energy E; nil for problems of another kind.
  public func cut(ofEnergy energy: Double) -> Double? {
    kind == .maximumCut ? (totalWeight - energy) / 2 : nil
  }
}

/// The name of a variable in a file.
public enum VariableLabel: Sendable, Hashable {
  /// A whole number.
  case integer(Int)
  /// Another number.
  case real(Double)
  /// A text.
  case text(String)
  /// Several labels in a row, as Python tuples become in JSON.
  case list([VariableLabel])
}
