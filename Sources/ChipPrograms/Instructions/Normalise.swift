extension Instruction {
  /// Potentials μ and z: (x − μ)/z with zero mean and unit variance.
  ///
  /// `%3 <- normalise %2 epsilon 1e-05`
  public struct Normalise: Operation {
    /// A field.
    public var value: Value
    /// What is added to the variance: finite, 0 or more.
    public var epsilon: Float
    /// The value that it makes: a field of the same shape.
    public var into: Value

    public static let mnemonic = "normalise"
    public static let makesValue = true

    public var operands: [Value] { [value] }
    public var result: Value? { into }
    public var details: String { "epsilon \(epsilon)" }
  }
}

extension Instruction.Normalise {
  public init(_ words: inout ProgramWords) throws(ProgramTextError) {
    into = words.result
    value = try words.value()
    try words.expect("epsilon")
    epsilon = try words.float("epsilon")
  }

  public func problem(in program: Program) -> Program.Problem? {
    guard epsilon >= 0, epsilon.isFinite else {
      return ("epsilon \(epsilon)", "a finite number of 0 or more")
    }
    return program.problem(withElements: [value], into: into)
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
