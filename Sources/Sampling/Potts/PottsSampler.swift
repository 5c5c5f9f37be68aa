internal import IsingModels
public import RandomStreams

/// Random-site updates of agents with q states.
///
/// An agent is drawn uniformly. By the heat bath it takes state s with probability
/// e^{βI(s)}/Σ e^{βI}, I(s) = h(s) + Σ_j J_ij δ(s, s_j): an exact draw of a softmax, whatever its state
/// was. By Metropolis' rule one of the other q − 1 states is proposed, uniformly, and taken with
/// probability min(1, e^{−βΔE}). Detailed balance holds for both.
public struct PottsSampler: Sendable {
  /// What is sampled.
  public let model: PottsModel
  /// How an agent decides.
  public let rule: UpdateRule
  /// 0 ..< q, one an agent.
  public private(set) var states: [UInt8]
  /// The inverse temperature.
  public var beta: Double
  /// Attempts and changes so far.
  public private(set) var counts = UpdateCounts()
  private var words: WordSequence
  /// Scratch: local fields, then weights, of the q states.
  private var local: [Double]

  /// Starts from given states.
  /// - Precondition: one state an agent, below q.
  public init(
    _ model: PottsModel, beta: Double, rule: UpdateRule = .heatBath, states: [UInt8],
    key: StreamKey
  ) {
    precondition(states.count == model.agentCount, "\(states.count) for \(model.agentCount)")
    precondition(states.allSatisfy { $0 < model.stateCount }, "a state above \(model.stateCount)")
    self.model = model
    self.rule = rule
    self.states = states
    self.beta = beta
    words = WordSequence(key)
    local = Array(repeating: 0, count: model.stateCount)
  }

  /// E of the present states, added up anew.
  public var energy: Double { model.energy(of: states) }

  /// N attempts a sweep.
  public mutating func advance(sweeps: Int) {
    for _ in 0..<(sweeps * model.agentCount) {
      let agent = words.index(below: UInt32(model.agentCount))
      let old = Int(states[agent])
      let new: Int
      switch rule {
      case .heatBath: new = drawn(agent)
      case .metropolis: new = moved(agent, from: old)
      }
      counts.attempts += 1
      if new != old {
        states[agent] = UInt8(new)
        counts.flips += 1
      }
    }
  }

  private mutating func drawn(_ agent: Int) -> Int {
    let q = model.stateCount
    for state in 0..<q { local[state] = model.fields[agent * q + state] }
    for k in model.adjacency.range(of: agent) {
      local[Int(states[Int(model.adjacency.neighbours[k])])] += model.adjacency.couplings[k]
    }
    var largest = -Double.infinity
    for state in 0..<q { largest = max(largest, beta * local[state]) }
    var total = 0.0
    for state in 0..<q {
      total += DeterministicFunctions.exp(max(beta * local[state] - largest, -690))
      local[state] = total
    }
    let mark = words.uniform() * total
    var state = 0
    while state < q - 1, local[state] <= mark { state += 1 }
    return state
  }

  private mutating func moved(_ agent: Int, from old: Int) -> Int {
    let q = model.stateCount
    let other = words.index(below: UInt32(q - 1))
    let new = other < old ? other : other + 1
    var cost = model.fields[agent * q + old] - model.fields[agent * q + new]
    for k in model.adjacency.range(of: agent) {
      let state = Int(states[Int(model.adjacency.neighbours[k])])
      if state == old { cost += model.adjacency.couplings[k] }
      if state == new { cost -= model.adjacency.couplings[k] }
    }
    return CostTable.of(.metropolis).flips(cost: beta * cost, &words) ? new : old
  }
}
