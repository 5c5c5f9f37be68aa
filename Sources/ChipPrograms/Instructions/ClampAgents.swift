extension Instruction {
  /// Holds agents at states; one that was held gets the new state.
  public struct ClampAgents: Operation {
    /// An agent held at a state.
    public struct State: Sendable, Equatable {
      /// Index of the agent.
      public var agent: Int
      /// −1 or +1.
      public var state: Int8

      /// Holds an agent.
      /// - Parameters:
      ///   - agent: index of the agent.
      ///   - state: −1 or +1.
      public init(_ agent: Int, _ state: Int8) {
        self.agent = agent
        self.state = state
      }
    }

    /// Who is held where, each agent once.
    public var states: [State]

    /// `clamp`.
    public static let mnemonic = "clamp"
  }
}

extension Instruction.ClampAgents {
  /// `y +1 a -1`.
  public func details(_ agents: Program.Agents?) -> String {
    states.map { "\(Listing.name(of: $0.agent, agents)) \($0.state > 0 ? "+1" : "-1")" }
      .joined(separator: " ")
  }

  /// Reads `y +1 a -1`.
  public init(_ words: inout ProgramWords) throws(ProgramTextError) {
    states = []
    repeat {
      let agent = try words.agent()
      let state = try words.next("+1 or -1")
      guard state == "+1" || state == "-1" else {
        throw words.error("the state `\(state)`", "+1 or -1")
      }
      states.append(State(agent, state == "+1" ? 1 : -1))
    } while !words.isAtListEnd
  }

  /// The agents exist, and each is named once.
  public func check(_ state: inout ProgramState) throws(Fault.Reason) {
    try state.expect(agents: states.map(\.agent))
    guard !states.isEmpty, states.allSatisfy({ abs($0.state) == 1 }) else {
      throw .init("no agents or states", "agents, each with +1 or -1")
    }
  }

  /// Holds the agents.
  public func act(on phase: inout AgentPhase) {
    for clamp in states { phase.hold(clamp.agent, at: clamp.state) }
  }
}

extension Instruction.Operation where Self == Instruction.ClampAgents {
  /// Holds agents.
  public static func clamp(_ states: [Instruction.ClampAgents.State]) -> Self {
    Self(states: states)
  }
}
