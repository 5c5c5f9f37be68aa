extension Instruction {
  /// Writes an array's couplings, or those of one of its rounds, into their tiles.
  ///
  /// `load A0`
  public struct Load: Operation {
    /// The array.
    public var array: Int

    public static let mnemonic = "load"

    public var details: String { "A\(array)" }
  }
}

extension Instruction.Load {
  public init(_ words: inout ProgramWords) throws(ProgramTextError) { array = try words.array() }

  public func problem(in program: Program) -> Program.Problem? { nil }
}

extension Instruction.Operation where Self == Instruction.Load {
  /// Writes an array's couplings.
  public static func load(array: Int) -> Self { Self(array: array) }
}
