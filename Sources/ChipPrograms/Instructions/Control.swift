public import HardwareSpecs

extension Instruction {
  /// Hands a β DAC to the chip's thermostat, until the next `beta` takes it back.
  public struct Control: Operation {
    /// Whose β it is.
    public enum Actuator: Sendable, Equatable {
      /// The factor on query·key of the race that makes a value.
      case race(Value)
      /// The inverse temperature of agents.
      case agents
    }

    /// What the thermostat holds.
    public enum Target: Sendable, Equatable {
      /// The mean entropy of a draw in nats: of the law of a race's winner, or of an agent's state.
      case entropy(Double)
      /// The share of draws that change something: firings that count, ticks that flip.
      case acceptance(Double)
    }

    /// Whose β it is.
    public var actuator: Actuator
    /// What is held.
    public var target: Target
    /// The relative change of β for a unit of relative error of the target.
    public var gain: Double

    /// `control`.
    public static let mnemonic = "control"
    /// The legal entropies.
    public static let entropyRange = 0.0...64.0
    /// The legal shares.
    public static let acceptanceRange = 0.0...1.0
    /// The legal gains.
    public static let gainRange = 0.0...1e6
  }
}

extension Instruction.Control {
  /// `%6 to entropy 2.5 gain 0.1`, `agents to acceptance 0.2 gain 0.5`.
  public func details(_ agents: Program.Agents?) -> String {
    let whose =
      switch actuator {
      case .race(let value): "%\(value)"
      case .agents: "agents"
      }
    let what =
      switch target {
      case .entropy(let nats): "entropy \(Listing.number(nats))"
      case .acceptance(let share): "acceptance \(Listing.number(share))"
      }
    return "\(whose) to \(what) gain \(Listing.number(gain))"
  }

  /// Reads `%6 to entropy 2.5 gain 0.1`.
  public init(_ words: inout ProgramWords) throws(ProgramTextError) {
    actuator = words.take("agents") ? .agents : .race(try words.value())
    try words.expect("to")
    if words.take("entropy") {
      target = .entropy(try words.number("an entropy", Self.entropyRange))
    } else {
      try words.expect("acceptance")
      target = .acceptance(try words.number("an acceptance", Self.acceptanceRange))
    }
    try words.expect("gain")
    gain = try words.number("a gain", Self.gainRange)
  }

  /// The value is made by a race, agents are declared, and numbers are in their ranges.
  public func check(_ state: inout ProgramState) throws(Fault.Reason) {
    switch actuator {
    case .agents: _ = try state.agents()
    case .race(let value):
      let maker = state.program.instructions.first { $0.operation.result == value }
      guard maker?.operation is Instruction.Race else {
        throw .init("%\(value), which no race makes", "a value that a race makes")
      }
    }
    switch target {
    case .entropy(let nats):
      try Fault.Reason.expect("an entropy", nats, in: Self.entropyRange)
    case .acceptance(let share):
      try Fault.Reason.expect("an acceptance", share, in: Self.acceptanceRange)
    }
    try Fault.Reason.expect("a gain", gain, in: Self.gainRange)
  }

  /// No chip that can be described has a thermostat.
  public func check(on chip: ChipSpec, _ state: ProgramState) throws(Fault.Reason) {
    throw .init(
      "β handed to a thermostat, which \(chip.name) does not have", "β set by `beta` alone")
  }
}

extension Instruction.Operation where Self == Instruction.Control {
  /// Hands β to the thermostat.
  public static func control(
    _ actuator: Instruction.Control.Actuator, to target: Instruction.Control.Target, gain: Double
  ) -> Self {
    Self(actuator: actuator, target: target, gain: gain)
  }
}
