/// The coefficients of a problem in the terms of its file, on their way to a model.
///
/// The objective is Σ q_ij v_i v_j + Σ l_i v_i + constant, to be minimised, with v the file's variables:
/// spins, or x ∈ {0, 1}. For a maximum cut, q are the weights and v the sides of the cut.
struct ProblemEntries {
  let fileName: String
  let kind: IsingProblem.Kind
  let spinCount: Int
  /// q, in the order of the file.
  var pairs: [Bond] = []
  /// l, one a variable.
  private(set) var linear: [Double]
  var constant = 0.0
  private(set) var warnings: [String] = []
  /// Which l the file has set.
  private var isSet: [Bool]
  private var repeatedLinear = 0
  private var loops = 0
  private var quadraticLoops = 0

  /// A graph with 2³⁰ edges would overflow the rows of its adjacency.
  static let largestPairCount = 1 << 30 - 1

  /// - Throws: where a header promises more variables than the file's size can explain.
  init(
    fileName: String, kind: IsingProblem.Kind, spinCount: Int
  ) throws(ProblemFileError) {
    guard spinCount > 0 else {
      throw ProblemFileError(
        fileName: fileName, found: "a problem without variables", expected: "at least one")
    }
    guard spinCount <= Int32.max else {
      throw ProblemFileError(
        fileName: fileName, found: "\(spinCount) variables", expected: "at most \(Int32.max)")
    }
    self.fileName = fileName
    self.kind = kind
    self.spinCount = spinCount
    linear = Array(repeating: 0, count: spinCount)
    isSet = Array(repeating: false, count: spinCount)
  }

  /// The largest number of variables that a header may announce: 2²⁰, or the number of bytes in the
  /// file where that is more. A file that announces more names hardly any of them, and the number is
  /// a slip of the pen, which should not cost gigabytes.
  static func largestSpinCount(fileSize: Int) -> Int {
    min(max(1 << 20, fileSize), Int(Int32.max))
  }

  /// A header's number of variables, in that limit and not 0.
  static func check(
    spinCount: Int, fileSize: Int, lines: ProblemLines
  ) throws(ProblemFileError) {
    let limit = largestSpinCount(fileSize: fileSize)
    guard spinCount <= limit else {
      throw lines.error(
        "\(spinCount) variables in a file of \(fileSize) bytes", "at most \(limit)")
    }
    guard spinCount > 0 else { throw lines.error("a problem of 0 variables", "at least one") }
  }

  mutating func warn(_ sentence: String) { warnings.append(sentence) }

  /// Adds to q.
  @inline(__always)
  mutating func add(_ i: Int, _ j: Int, _ value: Double) { pairs.append(Bond(i, j, value)) }

  /// Adds to l.
  mutating func add(_ i: Int, _ value: Double) {
    linear[i] += value
    if isSet[i] { repeatedLinear += 1 }
    isSet[i] = true
  }

  /// Adds to q_ii: x² = x is linear, s² = 1 is constant.
  mutating func addLoop(_ i: Int, _ value: Double) {
    quadraticLoops += 1
    if kind == .qubo { linear[i] += value } else { constant += value }
  }

  /// Counts an edge from a vertex to itself, which no cut contains.
  mutating func ignoreLoop() { loops += 1 }

  /// The problem in this program's convention.
  consuming func problem(labels: [VariableLabel]? = nil) throws(ProblemFileError) -> IsingProblem {
    guard pairs.count <= Self.largestPairCount else {
      throw failure("\(pairs.count) pairs", "at most \(Self.largestPairCount)")
    }
    let given = pairs.count
    for k in pairs.indices {
      pairs[k].coupling *= kind == .qubo ? -0.25 : -1
    }
    let model: IsingModel
    var offset = constant
    do {
      model = try IsingModel(spinCount: spinCount, merging: pairs) { bonds in
        guard kind == .qubo else { return linear.map { $0 == 0 ? 0 : -$0 } }
        let form = QuadraticFields(bonds: bonds, linear: linear, constant: constant)
        offset = form.offset
        return form.fields
      }
    } catch {
      // Each number of the file is finite, so that only sums can overflow.
      throw failure("sums that Float64 cannot hold (\(error))", "smaller numbers")
    }
    guard offset.isFinite else {
      throw failure("an offset that Float64 cannot hold", "smaller numbers")
    }
    finishWarnings(repeated: given - model.bonds.count, isEmpty: model.bonds.isEmpty)
    return IsingProblem(
      kind: kind, model: model, offset: offset, labels: labels, warnings: warnings)
  }

  private mutating func finishWarnings(repeated: Int, isEmpty: Bool) {
    if loops > 0 {
      warn(
        "\(fileName): \(loops) edges from a vertex to itself were left out, since no cut contains "
          + "them (a QUBO with a diagonal is read from .qubo, COO or Matrix Market)")
    }
    if repeated > 0 {
      warn("\(fileName): \(repeated) entries name a pair again; their values were added")
    }
    if repeatedLinear > 0 {
      warn("\(fileName): \(repeatedLinear) entries name a variable again; their values were added")
    }
    if quadraticLoops > 0 {
      warn(
        "\(fileName): \(quadraticLoops) entries pair a variable with itself; "
          + (kind == .qubo ? "x² = x, they are linear" : "s² = 1, they are constant"))
    }
    if isEmpty {
      warn(
        linear.allSatisfy { $0 == 0 }
          ? "\(fileName): no pair has a value: all states are equally good"
          : "\(fileName): no pair has a value: each variable can be chosen alone")
    }
  }

  private func failure(_ found: String, _ expected: String) -> ProblemFileError {
    ProblemFileError(fileName: fileName, found: found, expected: expected)
  }
}
