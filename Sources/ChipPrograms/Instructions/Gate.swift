extension Instruction {
  /// Gate spin × field: E[g(x)]·x.
  ///
  /// `%9 <- gate %8 gaussian`
  public struct Gate: Operation {
    /// What decides whether the gate spin is up.
    public var threshold: GateThreshold
    /// A field.
    public var value: Value
    /// The value that it makes: a field of the same shape.
    public var into: Value

    public static let mnemonic = "gate"
    public static let makesValue = true

    public var operands: [Value] { [value] }
    public var result: Value? { into }
    public var details: String { threshold.rawValue }
  }
}

extension Instruction.Gate {
  public init(_ words: inout ProgramWords) throws(ProgramTextError) {
    into = words.result
    value = try words.value()
    threshold = try words.choice("threshold", GateThreshold.allCases)
  }

  public func problem(in program: Program) -> Program.Problem? {
    program.problem(withElements: [value], into: into)
  }
}

extension Instruction.Operation where Self == Instruction.Gate {
  /// Gates a value.
  public static func gate(
    _ threshold: GateThreshold, _ value: Instruction.Value, into: Instruction.Value
  ) -> Self {
    Self(threshold: threshold, value: value, into: into)
  }
}
