extension Instruction {
  /// Sets agents free: all that are held where none is named.
  public struct Release: Operation {
    /// The agents, each once; empty for all.
    public var agents: [Int]

    /// `release`.
    public static let mnemonic = "release"
  }
}

extension Instruction.Release {
  /// `y a`, or nothing.
  public func details(_ agents: Program.Agents?) -> String {
    self.agents.map { Listing.name(of: $0, agents) }.joined(separator: " ")
  }

  /// Reads `y a`, or nothing.
  public init(_ words: inout ProgramWords) throws(ProgramTextError) { agents = try words.agents() }

  /// The agents exist, and each is named once.
  public func check(_ state: inout ProgramState) throws(Fault.Reason) {
    try state.expect(agents: agents)
  }

  /// Frees the agents.
  public func act(on phase: inout AgentPhase) {
    for agent in agents.isEmpty ? Array(phase.held.indices) : agents { phase.hold(agent, at: 0) }
  }
}

extension Instruction.Operation where Self == Instruction.Release {
  /// Sets agents free; all where none is named.
  public static func release(_ agents: [Int]) -> Self { Self(agents: agents) }
}
