extension Instruction {
  /// Divides a value by its Euclidean norm.
  public struct Unit: Computation {
    /// What is divided.
    public var value: Value
    /// The value that it makes.
    public var into: Value

    /// `unit`.
    public static let mnemonic = "unit"
    /// What is divided.
    public var operands: [Value] { [value] }
  }
}

extension Instruction.Unit {
  /// Reads `%8`.
  public init(_ words: inout ProgramWords) throws(ProgramTextError) {
    into = words.result
    value = try words.value()
  }

  /// Fields of one shape.
  public func check(_ state: inout ProgramState) throws(Fault.Reason) {
    try state.expect(fields: [value], like: into)
  }
}

extension Instruction.Operation where Self == Instruction.Unit {
  /// Gives a value unit length.
  public static func unit(_ value: Instruction.Value, into: Instruction.Value) -> Self {
    Self(value: value, into: into)
  }
}
