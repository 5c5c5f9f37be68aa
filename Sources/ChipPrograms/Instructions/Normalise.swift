extension Instruction {
  /// Potentials μ and z: (x − μ)/z with zero mean and unit variance, or x/z with unit mean square.
  public struct Normalise: Computation {
    /// What is normalised.
    public var value: Value
    /// What is added to the variance, or to the mean square.
    public var epsilon: Float
    /// How the row is held.
    public var form: NormForm
    /// The value that it makes.
    public var into: Value

    /// `normalise`.
    public static let mnemonic = "normalise"
    /// What is normalised.
    public var operands: [Value] { [value] }
  }

  /// Which potentials a norm has, and over which channels.
  public struct NormForm: Sendable, Equatable {
    /// Whether a chemical potential holds the mean at 0: a layer norm. Without, μ = 0: a norm by the root
    /// mean square.
    public var isCentred: Bool
    /// Channels that share potentials, such as those of a head; `nil` for the whole row.
    public var stretch: Int?

    /// A layer norm of the row, unless told otherwise.
    public init(isCentred: Bool = true, stretch: Int? = nil) {
      self.isCentred = isCentred
      self.stretch = stretch
    }
  }
}

extension Instruction.NormForm {
  /// ` uncentred stretch 64`, or less.
  package var words: String {
    (isCentred ? "" : " uncentred") + (stretch.map { " stretch \($0)" } ?? "")
  }
}

extension Instruction.Normalise {
  /// `epsilon 1e-12`, `epsilon 1e-05 uncentred stretch 64`.
  public func details(_ agents: Program.Agents?) -> String { "epsilon \(epsilon)" + form.words }

  /// Reads `%2 epsilon 1e-12`.
  public init(_ words: inout ProgramWords) throws(ProgramTextError) {
    into = words.result
    value = try words.value()
    try words.expect("epsilon")
    epsilon = try words.float("epsilon")
    form = Instruction.NormForm(isCentred: !words.take("uncentred"))
    if words.take("stretch") {
      form.stretch = try words.integer("channels of a stretch", 1...Listing.largestNumber)
    }
  }

  /// ε is finite and not negative; fields of one shape, in whole stretches.
  public func check(_ state: inout ProgramState) throws(Fault.Reason) {
    guard epsilon >= 0, epsilon.isFinite else {
      throw .init("epsilon \(epsilon)", "a finite number of 0 or more")
    }
    try state.expect(fields: [value], like: into)
    let width = state.program.values[value].width
    if let stretch = form.stretch, stretch < 1 || width % stretch != 0 {
      throw .init("stretches of \(stretch)", "a divisor of the width \(width)")
    }
  }
}

extension Instruction.Operation where Self == Instruction.Normalise {
  /// Normalises a value.
  public static func normalise(
    _ value: Instruction.Value, epsilon: Float, form: Instruction.NormForm = .init(),
    into: Instruction.Value
  ) -> Self {
    Self(value: value, epsilon: epsilon, form: form, into: into)
  }
}
