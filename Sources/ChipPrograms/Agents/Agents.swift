public import IsingModels

extension Program {
  /// Agents with couplings in both directions, and what a report makes of their states.
  public struct Agents: Sendable, Equatable {
    /// The field of one agent.
    public struct Field: Sendable, Equatable {
      /// Index of the agent.
      public var agent: Int
      /// h.
      public var value: Double

      /// Creates a field.
      /// - Parameters:
      ///   - agent: index of the agent.
      ///   - value: h.
      public init(_ agent: Int, _ value: Double) {
        self.agent = agent
        self.value = value
      }
    }

    /// The largest number of agents.
    public static let largestCount = 1 << 24
    /// The legal couplings and fields.
    public static let couplingRange = -1e6...1e6
    /// The legal inverse temperatures.
    public static let betaRange = 0.0...1e6
    /// The most free agents of which all states are visited.
    public static let mostEnumerated = 20

    /// Number of agents.
    public var count: Int
    /// Agents stand on a square grid row by row; so many in a row, or ⌈√agents⌉ where it is `nil`.
    public var columns: Int?
    /// One name an agent, or none at all: then agents are named by their numbers from 0.
    public var names: [String]
    /// J, in the order of the text; each pair once.
    public var couplings: [Bond]
    /// h of the agents that have one, in the order of the text; each agent once.
    public var fields: [Field]
    /// What a report makes of the reads.
    public var observables: [Observable]

    /// Declares agents.
    /// - Parameters:
    ///   - count: number of agents.
    ///   - columns: agents in a row of the grid; `nil` for ⌈√agents⌉.
    ///   - names: one an agent, or none.
    ///   - couplings: J, each pair once.
    ///   - fields: h, each agent once.
    ///   - observables: what a report makes of the reads.
    public init(
      count: Int, columns: Int? = nil, names: [String] = [], couplings: [Bond] = [],
      fields: [Field] = [], observables: [Observable] = []
    ) {
      self.count = count
      self.columns = columns
      self.names = names
      self.couplings = couplings
      self.fields = fields
      self.observables = observables
    }

    /// Agents in a row of the grid.
    public var gridColumns: Int {
      if let columns { return columns }
      var side = 1
      while side * side < count { side += 1 }
      return side
    }

    /// The name of an agent: its number where agents have no names.
    /// - Parameter agent: index of the agent.
    /// - Returns: the word by which the text names it.
    public func name(of agent: Int) -> String {
      names.indices.contains(agent) ? names[agent] : String(agent)
    }

    /// What the couplings and fields say, exactly.
    /// - Returns: the model.
    /// - Throws: `ModelError` for couplings that make no model.
    public func model() throws(ModelError) -> IsingModel {
      var h = [Double](repeating: 0, count: count)
      for field in fields where h.indices.contains(field.agent) { h[field.agent] = field.value }
      return try IsingModel(spinCount: count, bonds: couplings, fields: h)
    }
  }
}
