extension Instruction {
  /// Gate spin × field: E[g(x)]·x.
  public struct Gate: Computation {
    /// What decides whether the gate spin is up.
    public var threshold: GateThreshold
    /// What is gated.
    public var value: Value
    /// The value that it makes.
    public var into: Value

    /// `gate`.
    public static let mnemonic = "gate"
    /// What is gated.
    public var operands: [Value] { [value] }
  }
}

extension Instruction.Gate {
  /// `gaussian`.
  public func details(_ agents: Program.Agents?) -> String { threshold.rawValue }

  /// Reads `%8 gaussian`.
  public init(_ words: inout ProgramWords) throws(ProgramTextError) {
    into = words.result
    value = try words.value()
    threshold = try words.choice("threshold", GateThreshold.allCases)
  }

  /// Fields of one shape.
  public func check(_ state: inout ProgramState) throws(Fault.Reason) {
    try state.expect(fields: [value], like: into)
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
