public import HardwareSpecs

extension Instruction {
  /// Sets β DACs: the factor on query·key of race tiles, or the inverse temperature of agents.
  public struct Beta: Operation {
    /// What is set.
    public enum Setting: Sendable, Equatable {
      /// The factor on query·key of all races.
      case races(factor: Float)
      /// The inverse temperature of agents.
      case agents(Double)
      /// Moves the inverse temperature from the first value to the second, in steps of the DAC, while
      /// free agents draw.
      case ramp(from: Double, to: Double, over: Time)

      /// The inverse temperature of agents afterwards; `nil` where races are set.
      public var last: Double? {
        switch self {
        case .races: nil
        case .agents(let value), .ramp(_, let value, _): value
        }
      }
    }

    /// What is set.
    public var setting: Setting

    /// `beta`.
    public static let mnemonic = "beta"
    /// A factor that never changes is set once.
    public static let setsUp = true
  }
}

extension Instruction.Beta {
  /// `factor 1.0`, `0.5` or `0.1 to 2 over 100 sweeps`.
  public func details(_ agents: Program.Agents?) -> String {
    switch setting {
    case .races(let factor): "factor \(factor)"
    case .agents(let value): Listing.number(value)
    case .ramp(let from, let to, let time):
      "\(Listing.number(from)) to \(Listing.number(to)) over \(time)"
    }
  }

  /// Reads a factor, a value or a ramp.
  public init(_ words: inout ProgramWords) throws(ProgramTextError) {
    if words.take("factor") {
      setting = .races(factor: try words.float("factor"))
      return
    }
    let from = try words.number("β", Program.Agents.betaRange)
    guard words.take("to") else {
      setting = .agents(from)
      return
    }
    let to = try words.number("β", Program.Agents.betaRange)
    try words.expect("over")
    setting = .ramp(from: from, to: to, over: try words.time())
  }

  /// Factors are finite, inverse temperatures from 0 to 10⁶, and those of agents need agents.
  public func check(_ state: inout ProgramState) throws(Fault.Reason) {
    switch setting {
    case .races(let factor):
      guard factor.isFinite else { throw .init("factor \(factor)", "a finite number") }
    case .agents(let value):
      _ = try state.agents()
      try Fault.Reason.expect("β", value, in: Program.Agents.betaRange)
    case .ramp(let from, let to, let time):
      _ = try state.agents()
      try Fault.Reason.expect("β", from, in: Program.Agents.betaRange)
      try Fault.Reason.expect("β", to, in: Program.Agents.betaRange)
      try time.check()
    }
  }

  /// Sets β.
  public func act(on phase: inout AgentPhase) {
    if let last = setting.last { phase.beta = last }
  }

  /// Agents draw in a ramp: closed forms visit all of their states.
  public func check(on chip: ChipSpec, _ state: ProgramState) throws(Fault.Reason) {
    if case .ramp = setting { try state.expectFewFree(in: self) }
  }
}

extension Instruction.Operation where Self == Instruction.Beta {
  /// Sets the factor on query·key.
  public static func beta(factor: Float) -> Self { Self(setting: .races(factor: factor)) }

  /// Sets the inverse temperature of agents.
  public static func beta(_ value: Double) -> Self { Self(setting: .agents(value)) }

  /// Moves the inverse temperature of agents.
  public static func ramp(from: Double, to: Double, over time: Instruction.Time) -> Self {
    Self(setting: .ramp(from: from, to: to, over: time))
  }
}
