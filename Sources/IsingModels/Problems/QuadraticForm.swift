/// What a QUBO states besides its pairs: Σ Q_ii x_i + constant.
public struct BinaryTerms: Sendable, Equatable {
  /// Q_ii, one a variable.
  public var linear: [Double]
  /// What x = 0 costs.
  public var constant: Double

  /// Linear terms and a constant, all finite.
  public init(linear: [Double], constant: Double) {
    self.linear = linear
    self.constant = constant
  }
}

/// A QUBO Σ_{i<j} Q_ij x_i x_j + Σ Q_ii x_i + constant in x = (1 + s)/2, seen from the spins.
///
/// Sums are carried in two Float64 (Knuth's exact sum of two numbers), and rounded once: whole numbers
/// below 2⁵¹ come out exactly, others with an error of one rounding.
struct QuadraticFields {
  /// h_i = −(Q_ii/2 + Σ_j Q_ij/4).
  let fields: [Double]
  /// Σ Q_ii/2 + Σ Q_ij/4 + constant.
  let offset: Double

  /// - Parameters:
  ///   - bonds: J_ij = −Q_ij/4.
  ///   - linear: Q_ii.
  init(bonds: [Bond], linear: [Double], constant: Double) {
    var sums = linear.map { TwoSum(-$0 / 2) }
    var offset = TwoSum(constant)
    for value in linear { offset.add(value / 2) }
    for bond in bonds {
      sums[Int(bond.first)].add(bond.coupling)
      sums[Int(bond.second)].add(bond.coupling)
      offset.add(-bond.coupling)
    }
    fields = sums.map(\.value)
    self.offset = offset.value
  }
}

/// A QUBO: Σ_{i<j} Q_ij x_i x_j + Σ Q_ii x_i + constant, x ∈ {0, 1}, to be minimised.
struct QuadraticForm {
  /// Each pair once, with Q_ij as its coupling.
  let pairs: [Bond]
  /// Q_ii.
  let linear: [Double]
  let constant: Double

  /// The same objective as E(s) + offset: Q_ij = −4 J_ij, Q_ii = 2 Σ_j J_ij − 2 h_i,
  /// constant = offset + Σ h_i − Σ J_ij.
  init(model: IsingModel, offset: Double) {
    var sums = model.fields.map { TwoSum(-2 * $0) }
    var constant = TwoSum(offset)
    for field in model.fields { constant.add(field) }
    for bond in model.bonds {
      sums[Int(bond.first)].add(2 * bond.coupling)
      sums[Int(bond.second)].add(2 * bond.coupling)
      constant.add(-bond.coupling)
    }
    pairs = model.bonds.map { Bond(Int($0.first), Int($0.second), -4 * $0.coupling) }
    linear = sums.map(\.value)
    self.constant = constant.value
  }

  /// The form of a problem: the file's own where that is known.
  init(_ problem: IsingProblem) {
    guard let terms = problem.binaryTerms else {
      self = Self(model: problem.model, offset: problem.offset)
      return
    }
    pairs = problem.model.bonds.map { Bond(Int($0.first), Int($0.second), -4 * $0.coupling) }
    linear = terms.linear
    constant = terms.constant
  }

  /// Whether all coefficients are finite: 4 J may overflow.
  var isFinite: Bool {
    constant.isFinite && linear.allSatisfy(\.isFinite) && pairs.allSatisfy(\.coupling.isFinite)
  }
}
