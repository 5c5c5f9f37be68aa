public import HardwareSpecs

extension Instruction {
  /// Lets free agents draw.
  public struct Relax: Operation {
    /// How long.
    public var time: Time

    /// `relax`.
    public static let mnemonic = "relax"
  }
}

extension Instruction.Relax {
  /// `200 sweeps`.
  public func details(_ agents: Program.Agents?) -> String { "\(time)" }

  /// Reads `200 sweeps`.
  public init(_ words: inout ProgramWords) throws(ProgramTextError) { time = try words.time() }

  /// There are agents, and the time is above 0.
  public func check(_ state: inout ProgramState) throws(Fault.Reason) {
    _ = try state.agents()
    try time.check()
  }

  /// Closed forms visit all states of the free agents.
  public func check(on chip: ChipSpec, _ state: ProgramState) throws(Fault.Reason) {
    try state.expectFewFree(in: self)
  }
}

extension Instruction.Operation where Self == Instruction.Relax {
  /// Lets free agents draw.
  public static func relax(_ time: Instruction.Time) -> Self { Self(time: time) }
}
