extension Instruction {
  /// Writes an array's couplings, or those of one of its rounds, into their tiles.
  public struct Load: Operation {
    /// The array.
    public var array: Int

    /// `load`.
    public static let mnemonic = "load"
    /// Resident couplings are written once.
    public static let setsUp = true
  }
}

extension Instruction.Load {
  /// `A0`.
  public func details(_ agents: Program.Agents?) -> String { "A\(array)" }

  /// Reads `A0`.
  public init(_ words: inout ProgramWords) throws(ProgramTextError) { array = try words.array() }

  /// From here on the array is in its tiles.
  public func check(_ state: inout ProgramState) throws(Fault.Reason) { try state.load(array) }
}

extension Instruction.Operation where Self == Instruction.Load {
  /// Writes an array's couplings.
  public static func load(array: Int) -> Self { Self(array: array) }
}
