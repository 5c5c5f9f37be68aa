/// An agent held at a state.
public struct LatticeClamp: Sendable, Equatable {
  /// Index of the agent.
  public var agent: Int
  /// −1 or +1.
  public var state: Int8

  /// Creates a clamp.
  /// - Parameters:
  ///   - agent: index of the agent.
  ///   - state: −1 or +1.
  public init(_ agent: Int, _ state: Int8) {
    self.agent = agent
    self.state = state
  }
}

/// One instruction of a lattice program.
public enum LatticeInstruction: Sendable, Equatable {
  /// Sets the β converter.
  case beta(Double)
  /// Moves β from the first value to the second, in steps of its converter, while agents draw.
  case ramp(from: Double, to: Double, over: LatticeDuration)
  /// Holds agents at states; one that was held gets the new state.
  case clamp([LatticeClamp])
  /// Sets agents free: all that are held where none is named.
  case release([Int])
  /// Lets free agents draw.
  case relax(LatticeDuration)
  /// Reads agents out again and again while the others draw: all agents where none is named.
  case read(every: LatticeDuration, times: Int, agents: [Int])
  /// Waits for all that was started.
  case barrier

  /// The word with which it is written.
  public var keyword: String {
    switch self {
    case .beta, .ramp: "beta"
    case .clamp: "clamp"
    case .release: "release"
    case .relax: "relax"
    case .read: "read"
    case .barrier: "barrier"
    }
  }
}

/// A number that the host makes from each read, and whose mean a report states. The chip knows nothing
/// of it.
public struct LatticeObservable: Sendable, Equatable {
  /// What is made of the states of the agents.
  public enum Kind: Sendable, Equatable {
    /// 1 where the agents show one of the patterns, else 0. Each pattern has one state an agent.
    case share([[Int8]])
    /// Σ ξ s / n with a pattern ξ: 1 where the agents show it, −1 where they show its opposite.
    case overlap([Int8])
    /// The product of the agents' states.
    case product
  }

  /// Its name in reports, one word.
  public var label: String
  /// The agents it depends on, at least one.
  public var agents: [Int]
  /// What is made of their states.
  public var kind: Kind

  /// Creates an observable.
  /// - Parameters:
  ///   - label: one word.
  ///   - agents: indices, at least one.
  ///   - kind: patterns have one state for each of `agents`.
  public init(_ label: String, agents: [Int], _ kind: Kind) {
    self.label = label
    self.agents = agents
    self.kind = kind
  }

  /// Its value for the states of all agents.
  /// - Parameter state: gives the state of an agent by its index.
  /// - Returns: the value of this read.
  public func value(_ state: (Int) -> Int8) -> Double {
    switch kind {
    case .share(let patterns):
      patterns.contains { zip(agents, $0).allSatisfy { state($0) == $1 } } ? 1 : 0
    case .overlap(let pattern):
      Double(zip(agents, pattern).reduce(0) { $0 + Int(state($1.0)) * Int($1.1) })
        / Double(agents.count)
    case .product: Double(agents.reduce(1) { $0 * Int(state($1)) })
    }
  }
}
