extension Instruction {
  /// Sets the β DACs of the race tiles: the factor on query·key.
  ///
  /// `beta factor 1.0`
  public struct Beta: Operation {
    /// The factor on query·key.
    public var factor: Float

    public static let mnemonic = "beta"

    public var details: String { "factor \(factor)" }
  }
}

extension Instruction.Beta {
  public init(_ words: inout ProgramWords) throws(ProgramTextError) {
    try words.expect("factor")
    factor = try words.float("factor")
  }

  public func problem(in program: Program) -> Program.Problem? {
    factor.isFinite ? nil : ("factor \(factor)", "a finite number")
  }
}

extension Instruction.Operation where Self == Instruction.Beta {
  /// Sets the factor on query·key.
  public static func beta(factor: Float) -> Self { Self(factor: factor) }
}
