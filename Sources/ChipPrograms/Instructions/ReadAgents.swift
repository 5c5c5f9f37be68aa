public import HardwareSpecs

extension Instruction {
  /// Reads agents out again and again while the free ones draw.
  public struct ReadAgents: Operation {
    /// Time between two reads.
    public var every: Time
    /// Number of reads.
    public var times: Int
    /// The agents, each once; empty for all.
    public var agents: [Int]

    /// `read`.
    public static let mnemonic = "read"
    /// The legal numbers of reads.
    public static let timesRange = 1...1_000_000_000
  }
}

extension Instruction.ReadAgents {
  /// `every 2 sweeps times 1000`, and `agents y a` where not all are read.
  public func details(_ agents: Program.Agents?) -> String {
    let named = self.agents.map { " " + Listing.name(of: $0, agents) }.joined()
    return "every \(every) times \(times)" + (named.isEmpty ? "" : " agents" + named)
  }

  /// Reads `every 2 sweeps times 1000 agents y a`.
  public init(_ words: inout ProgramWords) throws(ProgramTextError) {
    try words.expect("every")
    every = try words.time()
    try words.expect("times")
    times = try words.wholeNumber("a number of reads", Self.timesRange)
    agents = []
    if !words.isAtListEnd {
      try words.expect("agents")
      agents = try words.agents()
      guard !agents.isEmpty else {
        throw words.error("no agent", "at least one after `agents`")
      }
    }
  }

  /// The agents exist, each is named once, and the time is above 0.
  public func check(_ state: inout ProgramState) throws(Fault.Reason) {
    try state.expect(agents: agents)
    try every.check()
    try Fault.Reason.expect("a number of reads", times, in: Self.timesRange)
  }

  /// Closed forms visit all states of the free agents.
  public func check(on chip: ChipSpec, _ state: ProgramState) throws(Fault.Reason) {
    try state.expectFewFree(in: self)
  }
}

extension Instruction.Operation where Self == Instruction.ReadAgents {
  /// Reads agents; all where none is named.
  public static func read(every: Instruction.Time, times: Int, agents: [Int]) -> Self {
    Self(every: every, times: times, agents: agents)
  }
}
