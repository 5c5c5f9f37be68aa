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
  private var linear: [TwoSum]
  private var constantSum = TwoSum(0)
  /// What all of the objective is multiplied with.
  var scale = 1.0
  /// Whether the file's own value is the negative of the objective, and to be maximised.
  var isMaximised = false
  /// Entries that state a pair from its other side, which is no repetition: a_ji beside a_ij.
  var otherSides = 0
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
    if let need = ProblemMemory.excess(spinCount: spinCount, pairCount: 0) {
      throw Self.tooLarge(fileName, "\(spinCount) variables", need)
    }
    self.fileName = fileName
    self.kind = kind
    self.spinCount = spinCount
    linear = Array(repeating: TwoSum(0), count: spinCount)
    isSet = Array(repeating: false, count: spinCount)
  }

  private static func tooLarge(_ fileName: String, _ found: String, _ need: Int) -> ProblemFileError
  {
    ProblemFileError(
      fileName: fileName, found: "\(found), which take \(need >> 20) MiB",
      expected: "at most \(ProblemMemory.most_bytes >> 20) MiB, half of this machine's memory")
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

  /// Adds to the constant.
  mutating func addConstant(_ value: Double) { constantSum.add(value) }

  /// Takes what comments say about the whole objective.
  mutating func take(_ settings: CommentSettings) {
    addConstant(settings.offset ?? 0)
    scale = settings.scale ?? 1
  }

  /// Adds to l.
  mutating func add(_ i: Int, _ value: Double) {
    linear[i].add(value)
    if isSet[i] { repeatedLinear += 1 }
    isSet[i] = true
  }

  /// Adds to q_ii: x² = x is linear, s² = 1 is constant.
  mutating func addLoop(_ i: Int, _ value: Double) {
    quadraticLoops += 1
    if kind == .qubo { linear[i].add(value) } else { constantSum.add(value) }
  }

  /// Counts an edge from a vertex to itself, which no cut contains.
  mutating func ignoreLoop() { loops += 1 }

  /// The problem in this program's convention.
  consuming func problem(labels: [VariableLabel]? = nil) throws(ProblemFileError) -> IsingProblem {
    guard pairs.count <= Self.largestPairCount else {
      throw failure("\(pairs.count) pairs", "at most \(Self.largestPairCount)")
    }
    if let need = ProblemMemory.excess(spinCount: spinCount, pairCount: pairs.count) {
      throw Self.tooLarge(fileName, "\(pairs.count) pairs of \(spinCount) variables", need)
    }
    let given = pairs.count
    let factor = kind == .qubo ? -0.25 * scale : -scale
    for k in pairs.indices { pairs[k].coupling *= factor }
    let terms = linear.map { scale * $0.value }
    let constant = scale * constantSum.value
    let model: IsingModel
    var offset = constant
    do {
      model = try IsingModel(spinCount: spinCount, merging: pairs) { bonds in
        guard kind == .qubo else { return terms.map { $0 == 0 ? 0 : -$0 } }
        let form = QuadraticFields(bonds: bonds, linear: terms, constant: constant)
        offset = form.offset
        return form.fields
      }
    } catch {
      // Each number of the file is finite, so that only sums can overflow.
      throw failure("sums that Float64 cannot hold (\(error))", "smaller numbers")
    }
    guard offset.isFinite, constant.isFinite, terms.allSatisfy(\.isFinite) else {
      throw failure("an offset that Float64 cannot hold", "smaller numbers")
    }
    finishWarnings(
      repeated: given - model.bonds.count - otherSides, isEmpty: model.bonds.isEmpty,
      isFree: terms.allSatisfy { $0 == 0 })
    return IsingProblem(
      kind: kind, model: model, offset: offset, labels: labels, warnings: warnings,
      binaryTerms: kind == .qubo ? BinaryTerms(linear: terms, constant: constant) : nil,
      isMaximised: isMaximised)
  }

  private mutating func finishWarnings(repeated: Int, isEmpty: Bool, isFree: Bool) {
    if loops > 0 {
      warn(
        "\(fileName): \(loops) edge\(loops == 1 ? "" : "s") from a vertex to itself "
          + "\(loops == 1 ? "was" : "were") left out, since no cut contains them")
    }
    if repeated > 0 { warn(repetition(repeated, of: "a pair")) }
    if repeatedLinear > 0 { warn(repetition(repeatedLinear, of: "a variable")) }
    if quadraticLoops > 0 {
      let isOne = quadraticLoops == 1
      warn(
        "\(fileName): \(quadraticLoops) \(isOne ? "entry pairs" : "entries pair") a variable with itself; "
          + (kind == .qubo ? "x² = x, " : "s² = 1, ") + (isOne ? "it is " : "they are ")
          + (kind == .qubo ? "linear" : "constant"))
    }
    if scale != 1 { warn("\(fileName): all values were multiplied with its scale, \(scale)") }
    if isEmpty {
      warn(
        isFree
          ? "\(fileName): no pair has a value: all states are equally good"
          : "\(fileName): no pair has a value: each variable can be chosen alone")
    }
  }

  private func repetition(_ count: Int, of what: String) -> String {
    count == 1
      ? "\(fileName): 1 entry names \(what) again; its value was added"
      : "\(fileName): \(count) entries name \(what) again; their values were added"
  }

  private func failure(_ found: String, _ expected: String) -> ProblemFileError {
    ProblemFileError(fileName: fileName, found: found, expected: expected)
  }
}
