/// What holds for agents where an instruction stands: β, and who is held.
public struct AgentPhase: Sendable, Equatable {
  /// The inverse temperature: 1 until an instruction sets it.
  public var beta = 1.0
  /// By agent, the state at which it is held, or 0 where it is free.
  public private(set) var held: [Int8]
  /// Agents that are free.
  public private(set) var freeCount: Int

  /// All agents free.
  /// - Parameter agents: their number.
  public init(agents: Int) {
    held = Array(repeating: 0, count: agents)
    freeCount = agents
  }

  /// Passes an operation.
  /// - Parameter operation: one whose agents exist.
  public mutating func pass(_ operation: any Instruction.Operation) { operation.act(on: &self) }

  /// Holds an agent at −1 or +1, or frees it with 0.
  mutating func hold(_ agent: Int, at state: Int8) {
    freeCount += (held[agent] != 0 ? 1 : 0) - (state != 0 ? 1 : 0)
    held[agent] = state
  }
}

extension Program {
  /// The same program at another temperature: every β of agents is multiplied so that the last one is
  /// `beta`. A program without one starts with it.
  /// - Parameter beta: the last inverse temperature.
  /// - Returns: the changed program.
  public func scaled(toBeta beta: Double) -> Program {
    let last = instructions.compactMap { ($0.operation as? Instruction.Beta)?.setting.last }.last
    var program = self
    guard let last, last != 0 else {
      program.instructions.insert(Instruction(at: 0, .beta(beta)), at: 0)
      for (place, instruction) in instructions.enumerated()
      where instruction.isNamed(byPlace: place) {
        program.instructions[place + 1] = Instruction(at: place + 1, instruction.operation)
      }
      return program
    }
    let factor = beta / last
    // The last value itself must come out without rounding.
    func scaled(_ value: Double) -> Double { value == last ? beta : value * factor }
    for index in program.instructions.indices {
      guard var change = program.instructions[index].operation as? Instruction.Beta else {
        continue
      }
      switch change.setting {
      case .races: continue
      case .agents(let value): change.setting = .agents(scaled(value))
      case .ramp(let from, let to, let time):
        change.setting = .ramp(from: from * factor, to: scaled(to), over: time)
      }
      program.instructions[index].operation = change
    }
    return program
  }
}
