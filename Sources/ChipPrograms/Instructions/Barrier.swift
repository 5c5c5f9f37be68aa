extension Instruction {
  /// Waits for all that was started: until every token has passed every instruction before it.
  public struct Barrier: Operation {
    /// `barrier`.
    public static let mnemonic = "barrier"
  }
}

extension Instruction.Barrier {
  /// Reads nothing.
  public init(_ words: inout ProgramWords) throws(ProgramTextError) {}

  /// Loads have ended.
  public func check(_ state: inout ProgramState) throws(Fault.Reason) { state.endLoads() }
}

extension Instruction.Operation where Self == Instruction.Barrier {
  /// Waits for all that was started.
  public static var barrier: Self { Self() }
}
