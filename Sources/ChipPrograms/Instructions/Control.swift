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
      /// The mean entropy of each head of a race over the rows of a text: ln N less a gap of the head's own.
      case gaps([HeadGap], leastTokens: Int)
    }

    /// H = ln N − (constant + slope · ln N) ± band, in nats, for a text of N tokens.
    public struct HeadGap: Sendable, Equatable {
      /// Gap at one token.
      public var constant: Double
      /// Growth with ln N.
      public var slope: Double
      /// Half the width of the band in which β is left alone.
      public var band: Double

      /// Creates a gap.
      public init(constant: Double, slope: Double, band: Double) {
        self.constant = constant
        self.slope = slope
        self.band = band
      }
    }

    /// By which formulas β moves.
    public enum Law: String, Sendable, CaseIterable {
      /// Steps in ln β to the edge of the band.
      case corrected
      /// Steps in β as the source document prints them.
      case printed
    }

    /// Whose β it is.
    public var actuator: Actuator
    /// What is held.
    public var target: Target
    /// The relative change of β for a unit of relative error of the target.
    public var gain: Double
    /// By which formulas.
    public var law = Law.corrected

    /// `control`.
    public static let mnemonic = "control"
    /// A race can be handed over once for all texts.
    public static let setsUp = true
    /// The legal constants and slopes of gaps.
    public static let gapRange = -64.0...64.0
    /// The legal bands.
    public static let bandRange = 0.0...64.0
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
      case .gaps(let heads, let least):
        "gaps from \(least) tokens "
          + heads.map {
            "\(Listing.number($0.constant)) \(Listing.number($0.slope)) "
              + Listing.number($0.band)
          }.joined(separator: ", ")
      }
    return "\(whose) to \(what) gain \(Listing.number(gain))"
      + (law == .corrected ? "" : " law \(law.rawValue)")
  }

  /// Reads `%6 to entropy 2.5 gain 0.1`.
  public init(_ words: inout ProgramWords) throws(ProgramTextError) {
    actuator = words.take("agents") ? .agents : .race(try words.value())
    try words.expect("to")
    if words.take("entropy") {
      target = .entropy(try words.number("an entropy", Self.entropyRange))
    } else if words.take("gaps") {
      try words.expect("from")
      let least = try words.integer("a number of tokens", 1...Listing.largestNumber)
      try words.expect("tokens")
      var heads: [HeadGap] = []
      repeat {
        heads.append(
          HeadGap(
            constant: try words.number("a gap", Self.gapRange),
            slope: try words.number("a slope", Self.gapRange),
            band: try words.number("a band", Self.bandRange)))
      } while words.take(",")
      target = .gaps(heads, leastTokens: least)
    } else {
      try words.expect("acceptance")
      target = .acceptance(try words.number("an acceptance", Self.acceptanceRange))
    }
    try words.expect("gain")
    gain = try words.number("a gain", Self.gainRange)
    guard words.take("law") else { return }
    let word = try words.next("a law")
    guard let own = Law(rawValue: word) else {
      throw words.error("law `\(word)`", "corrected or printed")
    }
    law = own
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
    case .gaps(let gaps, let least):
      guard least >= 1 else { throw .init("gaps from \(least) tokens", "from 1 at least") }
      for gap in gaps {
        try Fault.Reason.expect("a gap", gap.constant, in: Self.gapRange)
        try Fault.Reason.expect("a slope", gap.slope, in: Self.gapRange)
        try Fault.Reason.expect("a band", gap.band, in: Self.bandRange)
      }
      guard let heads = race(in: state.program)?.shape.heads else {
        throw .init("gaps of heads for agents", "an entropy or an acceptance")
      }
      guard gaps.count == heads else { throw .init("\(gaps.count) gaps", "\(heads), one a head") }
    }
    try Fault.Reason.expect("a gain", gain, in: Self.gainRange)
  }

  /// The race whose β it is; `nil` for agents.
  public func race(in program: Program) -> Instruction.Race? {
    guard case .race(let value) = actuator else { return nil }
    return program.instructions.first { $0.operation.result == value }?.operation
      as? Instruction.Race
  }

  /// Thermostats are at race tiles: they count the firings of races whose rows are all there.
  public func check(on chip: ChipSpec, _ state: ProgramState) throws(Fault.Reason) {
    guard chip.control.thermostats > 0 else {
      throw .init(
        "β handed to a thermostat, which \(chip.name) does not have", "β set by `beta` alone")
    }
    guard let race = race(in: state.program) else {
      throw .init(
        "β of agents handed to a thermostat",
        "that of a race: \(chip.name) has thermostats at race tiles")
    }
    if case .acceptance = target {
      throw .init("a thermostat that holds an acceptance", "an entropy or gaps, which counts tell")
    }
    guard !race.shape.causal else {
      throw .init(
        "a causal race handed to a thermostat",
        "one over all tokens: the entropy is that of a whole text")
    }
  }
}

extension Instruction.Operation where Self == Instruction.Control {
  /// Hands β to the thermostat.
  public static func control(
    _ actuator: Instruction.Control.Actuator, to target: Instruction.Control.Target, gain: Double,
    law: Instruction.Control.Law = .corrected
  ) -> Self {
    Self(actuator: actuator, target: target, gain: gain, law: law)
  }
}
