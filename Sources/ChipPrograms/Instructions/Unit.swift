extension Instruction {
  /// Divides a value by its Euclidean norm.
  ///
  /// `%9 <- unit %8`
  public struct Unit: Operation {
    /// A field.
    public var value: Value
    /// The value that it makes: a field of the same shape.
    public var into: Value

    public static let mnemonic = "unit"
    public static let makesValue = true

    public var operands: [Value] { [value] }
    public var result: Value? { into }
  }
}

extension Instruction.Unit {
  public init(_ words: inout ProgramWords) throws(ProgramTextError) {
    into = words.result
    value = try words.value()
  }

  public func problem(in program: Program) -> Program.Problem? {
    program.problem(withElements: [value], into: into)
  }
}

extension Instruction.Operation where Self == Instruction.Unit {
  /// Gives a value unit length.
  public static func unit(_ value: Instruction.Value, into: Instruction.Value) -> Self {
    Self(value: value, into: into)
  }
}
