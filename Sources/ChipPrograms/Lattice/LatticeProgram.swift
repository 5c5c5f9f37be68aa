public import IsingModels

/// A program for the lattice tiles of a chip: couplings among agents, and what to do with them.
///
/// The text form (docs/lattice-programs.md) and this value are one to one: `text` prints it, and
/// `init(text:file:)` reads it.
public struct LatticeProgram: Sendable, Equatable {
  /// The largest number of agents.
  public static let largestAgentCount = 1 << 24

  /// One word.
  public var name: String
  /// Number of agents.
  public var agentCount: Int
  /// Agents stand on a square grid row by row; so many in a row, or ⌈√agents⌉ where it is `nil`.
  public var columns: Int?
  /// One name an agent, or none at all: then agents are named by their numbers from 0.
  public var agentNames: [String]
  /// J, in the order of the text; each pair once.
  public var couplings: [Bond]
  /// h of the agents that have one, in the order of the text; each agent once.
  public var fields: [LatticeField]
  /// What a report makes of the reads.
  public var observables: [LatticeObservable]
  /// What the chip does, in order.
  public var instructions: [LatticeInstruction]

  /// Creates a program; `check` says whether it can be used.
  /// - Parameters:
  ///   - name: one word.
  ///   - agentCount: number of agents.
  ///   - columns: agents in a row of the grid; `nil` for ⌈√agents⌉.
  ///   - agentNames: one an agent, or none.
  ///   - couplings: J, each pair once.
  ///   - fields: h, each agent once.
  ///   - observables: what a report makes of the reads.
  ///   - instructions: what the chip does.
  public init(
    name: String, agentCount: Int, columns: Int? = nil, agentNames: [String] = [],
    couplings: [Bond] = [], fields: [LatticeField] = [], observables: [LatticeObservable] = [],
    instructions: [LatticeInstruction] = []
  ) {
    self.name = name
    self.agentCount = agentCount
    self.columns = columns
    self.agentNames = agentNames
    self.couplings = couplings
    self.fields = fields
    self.observables = observables
    self.instructions = instructions
  }

  /// Agents in a row of the grid.
  public var gridColumns: Int {
    if let columns { return columns }
    var side = 1
    while side * side < agentCount { side += 1 }
    return side
  }

  /// The name of an agent: its number where agents have no names.
  /// - Parameter agent: index of the agent.
  /// - Returns: the word by which the text names it.
  public func name(of agent: Int) -> String {
    agentNames.isEmpty ? String(agent) : agentNames[agent]
  }

  /// What the couplings and fields say, exactly.
  /// - Returns: the model.
  /// - Throws: `ModelError` for couplings that make no model.
  public func model() throws(ModelError) -> IsingModel {
    var h = [Double](repeating: 0, count: agentCount)
    for field in fields where h.indices.contains(field.agent) { h[field.agent] = field.value }
    return try IsingModel(spinCount: agentCount, bonds: couplings, fields: h)
  }

  /// The same program at another temperature: every β is multiplied so that the last one is `beta`. A
  /// program without one starts with it.
  /// - Parameter beta: the last inverse temperature.
  /// - Returns: the changed program.
  public func scaled(toBeta beta: Double) -> LatticeProgram {
    var last: Double?
    for instruction in instructions {
      switch instruction {
      case .beta(let value), .ramp(_, let value, _): last = value
      default: continue
      }
    }
    var program = self
    guard let last, last != 0 else {
      program.instructions.insert(.beta(beta), at: 0)
      return program
    }
    let factor = beta / last
    program.instructions = instructions.map { instruction in
      switch instruction {
      // The last value itself must come out without rounding.
      case .beta(let value): .beta(value == last ? beta : value * factor)
      case .ramp(let from, let to, let time):
        .ramp(from: from * factor, to: to == last ? beta : to * factor, over: time)
      default: instruction
      }
    }
    return program
  }
}

/// The field of one agent.
public struct LatticeField: Sendable, Equatable {
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

/// Why a lattice program cannot be used.
public struct LatticeProgramError: Error, Equatable, CustomStringConvertible {
  /// Name of the file.
  public var file: String
  /// Line from 1; `nil` for what belongs to no line.
  public var line: Int?
  /// What was found.
  public var found: String
  /// What was expected.
  public var expected: String

  /// `file:line: found …, expected …`.
  public var description: String {
    file + (line.map { ":\($0)" } ?? "") + ": found \(found), expected \(expected)"
  }
}
