extension Program.Agents {
  /// A number that the host makes from each read, and whose mean a report states. The chip knows nothing
  /// of it.
  public struct Observable: Sendable, Equatable {
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

    /// The patterns of a share or an overlap.
    var patterns: [[Int8]] {
      switch kind {
      case .share(let patterns): patterns
      case .overlap(let pattern): [pattern]
      case .product: []
      }
    }
  }
}
