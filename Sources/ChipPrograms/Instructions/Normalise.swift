extension Instruction {
  /// Potentials μ and z: (x − μ)/z with zero mean and unit variance.
  public struct Normalise: Computation {
    /// What is normalised.
    public var value: Value
    /// What is added to the variance.
    public var epsilon: Float
    /// The value that it makes.
    public var into: Value

    /// `normalise`.
    public static let mnemonic = "normalise"
    /// What is normalised.
    public var operands: [Value] { [value] }
  }
}

extension Instruction.Normalise {
  /// `epsilon 1e-12`.
  public func details(_ agents: Program.Agents?) -> String { "epsilon \(epsilon)" }

  /// Reads `%2 epsilon 1e-12`.
  public init(_ words: inout ProgramWords) throws(ProgramTextError) {
    into = words.result
    value = try words.value()
    try words.expect("epsilon")
    epsilon = try words.float("epsilon")
  }

  /// ε is finite and not negative; fields of one shape.
  public func check(_ state: inout ProgramState) throws(Fault.Reason) {
    guard epsilon >= 0, epsilon.isFinite else {
      throw .init("epsilon \(epsilon)", "a finite number of 0 or more")
    }
    try state.expect(fields: [value], like: into)
  }
}

extension Instruction.Operation where Self == Instruction.Normalise {
  /// Normalises a value.
  public static func normalise(
    _ value: Instruction.Value, epsilon: Float, into: Instruction.Value
  ) -> Self {
    Self(value: value, epsilon: epsilon, into: into)
  }
}
