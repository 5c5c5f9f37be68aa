import RandomStreams

/// Which of the free agents ticks next: by alias where clocks differ (Walker 1977), so that a choice
/// takes one number whatever the rates are.
struct ClockChoice {
  /// The sum of all rates in hertz.
  let total_Hz: Double
  /// Agents that may tick.
  let agents: AgentMemory<Int32>
  /// Below this fraction of a slot its own agent is chosen; empty where clocks are alike.
  let limits: AgentMemory<Double>
  /// The agent of the rest of each slot.
  let aliases: AgentMemory<Int32>

  /// - Parameters:
  ///   - agents: those that are free.
  ///   - rate_Hz: the mean rate of a clock.
  ///   - factors: by agent, on its rate; empty where all are 1.
  init(agents: [Int32], rate_Hz: Double, factors: [Double]) {
    self.agents = AgentMemory(agents)
    total_Hz = Self.total_Hz(agents: agents, rate_Hz: rate_Hz, factors: factors)
    guard !factors.isEmpty, !agents.isEmpty else {
      (limits, aliases) = (AgentMemory([]), AgentMemory([]))
      return
    }
    let sum = agents.reduce(0.0) { $0 + factors[Int($1)] }
    let table = AliasTable(
      weights: agents.map { factors[Int($0)] * Double(agents.count) / sum })
    limits = AgentMemory(table.keeps)
    aliases = AgentMemory(table.aliases.map { agents[Int($0)] })
  }

  /// The sum of the rates of agents.
  static func total_Hz(agents: [Int32], rate_Hz: Double, factors: [Double]) -> Double {
    guard !factors.isEmpty, !agents.isEmpty else { return rate_Hz * Double(agents.count) }
    return rate_Hz * agents.reduce(0.0) { $0 + factors[Int($1)] }
  }
}
