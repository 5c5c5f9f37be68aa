extension Instruction {
  /// Pulses the bit-planes of codes through an array and reads its columns.
  ///
  /// `%2 <- read %1 A0`
  public struct Read: Operation {
    /// The array, which is loaded.
    public var array: Int
    /// Codes as wide as the array's inputs.
    public var codes: Value
    /// The value that it makes: a field as wide as the array's outputs.
    public var into: Value

    public static let mnemonic = "read"
    public static let makesValue = true

    public var operands: [Value] { [codes] }
    public var result: Value? { into }
    public var details: String { "A\(array)" }
  }
}

extension Instruction.Read {
  public init(_ words: inout ProgramWords) throws(ProgramTextError) {
    into = words.result
    codes = try words.value()
    array = try words.array()
  }

  public func problem(in program: Program) -> Program.Problem? {
    let (array, pooled) = (program.arrays[array], program.values[codes].pooled)
    return program.problem(
      with: codes, expecting: .init(kind: .codes, width: array.inputs, pooled: pooled))
      ?? program.problem(
        with: into, expecting: .init(kind: .field, width: array.outputs, pooled: pooled))
  }
}

extension Instruction.Operation where Self == Instruction.Read {
  /// Reads an array.
  public static func read(
    array: Int, codes: Instruction.Value, into: Instruction.Value
  ) -> Self {
    Self(array: array, codes: codes, into: into)
  }
}
