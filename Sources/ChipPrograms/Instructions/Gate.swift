extension Instruction {
  /// Gate spin × field: E[g(x)]·x, or E[g(x)]·x·y with a second field y.
  public struct Gate: Computation {
    /// What decides whether the gate spin is up.
    public var threshold: GateThreshold
    /// What is gated.
    public var value: Value
    /// The second field, which multiplies what the gate lets through; `nil` for none.
    public var factor: Value?
    /// The value that it makes.
    public var into: Value

    /// `gate`.
    public static let mnemonic = "gate"
    /// What is gated, and the second field.
    public var operands: [Value] { [value] + (factor.map { [$0] } ?? []) }
  }
}

extension Instruction.Gate {
  /// `gaussian`.
  public func details(_ agents: Program.Agents?) -> String { threshold.rawValue }

  /// Reads `%8 gaussian` or `%8, %7 gaussian`.
  public init(_ words: inout ProgramWords) throws(ProgramTextError) {
    into = words.result
    value = try words.value()
    factor = words.take(",") ? try words.value() : nil
    threshold = try words.choice("threshold", GateThreshold.allCases)
  }

  /// Fields of one shape.
  public func check(_ state: inout ProgramState) throws(Fault.Reason) {
    try state.expect(fields: operands, like: into)
  }
}

extension Instruction.Operation where Self == Instruction.Gate {
  /// Gates a value.
  /// - Parameter factor: a second field; `nil` for none.
  public static func gate(
    _ threshold: GateThreshold, _ value: Instruction.Value, times factor: Instruction.Value? = nil,
    into: Instruction.Value
  ) -> Self {
    Self(threshold: threshold, value: value, factor: factor, into: into)
  }
}
