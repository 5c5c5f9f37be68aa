extension Instruction {
  /// Waits until every token has passed every instruction before it.
  ///
  /// `barrier`
  public struct Barrier: Operation {
    public static let mnemonic = "barrier"
  }
}

extension Instruction.Barrier {
  public init(_ words: inout ProgramWords) throws(ProgramTextError) {}

  public func problem(in program: Program) -> Program.Problem? { nil }
}

extension Instruction.Operation where Self == Instruction.Barrier {
  /// Waits for all tokens.
  public static var barrier: Self { Self() }
}
