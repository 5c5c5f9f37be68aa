import RandomStreams

/// What devices do to the decisions of agents: one law for gates, race agents, Potts agents and lattice
/// agents, whatever each of them decides.
///
/// An agent with the input u has the constant input c = u + its offset + what measured drift has added. A
/// draw at time t takes e = c + noise, and decides with P(+1) = p(f · e), where f = (factor of the die) ·
/// β(t). A draw that comes Δ after the last one repeats it with probability e^{−Δ/τ(c)}. An agent that is
/// stuck ignores all of this.
///
/// The law knows no agent by name. What differs between agents is made from one standard normal or
/// uniform number each, which a manufactured chip supplies (`offset`, `rateFactor`, `stuckState`,
/// `temperatureFactor`).
public struct AgentLaw: Sendable, Equatable {
  /// Standard deviation of the noise on an input, new at each draw.
  public let noise: Double
  /// Standard deviation of an agent's constant offset.
  public let offsetVariation: Double
  /// Standard deviation of the logarithm of an agent's clock rate.
  public let rateVariation: Double
  /// Relative standard deviation of β between dies.
  public let temperatureError: Double
  /// Standard deviation of the logarithm of a head's factor on β.
  public let gainVariation: Double
  /// Relative standard deviation of an agent's slope.
  public let slopeVariation: Double
  /// Share of agents that are stuck.
  public let stuckFraction: Double
  /// Relative change of β in a second.
  public let drift_perSecond: Double
  /// P(+1), memory and drift as they were measured; `nil` for the formulas.
  public let table: DeviceTable?
  private let retention_s: Double

  /// The law of a chip's devices.
  public init(_ devices: ChipDevices) {
    noise = devices.fieldNoise
    offsetVariation = devices.offsetVariation
    rateVariation = devices.rateVariation
    temperatureError = devices.temperatureError
    gainVariation = devices.gainVariation
    slopeVariation = devices.slopeVariation
    stuckFraction = devices.stuckFraction
    drift_perSecond = devices.drift_perSecond
    table = devices.table
    retention_s = devices.retention_s
  }

  /// Whether every draw of every agent is an ideal one; clocks and β of the die may still differ.
  public var drawsIdeally: Bool {
    noise == 0 && offsetVariation == 0 && slopeVariation == 0 && stuckFraction == 0
      && drift_perSecond == 0
      && table == nil && !hasMemory
  }

  // MARK: - What an agent is made with

  /// The constant offset of an agent's input.
  /// - Parameter normal: a standard normal number of this agent.
  public func offset(_ normal: Double) -> Double { offsetVariation * normal }

  /// The factor on an agent's input, 0.01 at least.
  /// - Parameter normal: a standard normal number of this agent.
  public func slope(_ normal: Double) -> Double {
    max(Self.leastFactor, 1 + slopeVariation * normal)
  }

  /// The factor e^{σξ} on the β of a head.
  /// - Parameter normal: a standard normal number of this head's converter.
  public func gainFactor(_ normal: Double) -> Double {
    DeterministicFunctions.exp(gainVariation * normal)
  }

  /// The factor e^{σξ} on an agent's clock rate.
  /// - Parameter normal: a standard normal number of this agent.
  public func rateFactor(_ normal: Double) -> Double {
    DeterministicFunctions.exp(rateVariation * normal)
  }

  /// The state at which an agent is stuck, +1 or −1, half of them each; 0 for one that is not.
  /// - Parameter uniform: a uniform number of this agent in (0, 1).
  public func stuckState(_ uniform: Double) -> Int8 {
    guard uniform < stuckFraction else { return 0 }
    return uniform < 0.5 * stuckFraction ? 1 : -1
  }

  /// The factor on β of a whole die, 0.01 at least.
  /// - Parameter normal: a standard normal number of this die.
  public func temperatureFactor(_ normal: Double) -> Double {
    max(Self.leastFactor, 1 + temperatureError * normal)
  }

  // MARK: - What changes in time

  /// No factor on β falls below this.
  public static let leastFactor = 0.01

  /// The factor on β after a time of drift: max(0.01, 1 + drift · time).
  /// - Parameter time_s: seconds from the start of the run.
  public func betaFactor(at time_s: Double) -> Double {
    max(Self.leastFactor, 1 + drift_perSecond * time_s)
  }

  /// What measured drift has added to every input; 0 without such a measurement.
  /// - Parameter time_s: seconds from the start of the run.
  public func gainedOffset(at time_s: Double) -> Double { table?.offsets?(time_s) ?? 0 }

  // MARK: - Memory

  /// Whether a draw can depend on the one before.
  public var hasMemory: Bool { retention_s > 0 || table?.retentions != nil }

  /// τ of an agent's memory in seconds: of the table where it was measured, else the stated one.
  /// - Parameter field: the constant input of a ±1 spin, u of the table.
  /// - Returns: 0 for independent draws.
  public func retention_s(atField field: Double) -> Double {
    table?.retentions?(field) ?? retention_s
  }

  /// The chance that a draw repeats the last one: e^{−Δ/τ}, and 0 where that is below 10⁻¹⁷.
  /// - Parameters:
  ///   - age_s: Δ, seconds since the last draw; infinite before the first.
  ///   - field: the constant input of a ±1 spin.
  public func repeatChance(after age_s: Double, atField field: Double) -> Double {
    let retention_s = retention_s(atField: field)
    return age_s < 40 * retention_s ? DeterministicFunctions.exp(-age_s / retention_s) : 0
  }

  /// The field of a state of an agent with more than two: that of the ±1 spin which is up as often as
  /// the agent is in this state, u = ½ ln(p/(1 − p)). With two states it is the spin's field or its
  /// negative.
  /// - Parameter share: p, the probability of the state.
  public static func field(ofShare share: Double) -> Double {
    guard share > 0 else { return -.infinity }
    return share < 1 ? 0.5 * DeterministicFunctions.log(share / (1 - share)) : .infinity
  }

  // MARK: - The decision

  /// P(+1) of a ±1 spin by the table; `nil` without one.
  /// - Parameter field: f · e, at which an ideal p-bit has P = (1 + tanh u)/2.
  public func upProbability(field: Double) -> Double? { table?.probability(field) }

  /// Where a ±1 spin's decision lies: it is up if ln(u/(1 − u)) of a uniform number u is below this.
  /// - Parameter field: f · e.
  /// - Returns: 2 f e of an ideal p-bit, ln(P/(1 − P)) of a measured device.
  public func upLogit(field: Double) -> Double {
    guard let up = table?.probability(field) else { return 2 * field }
    guard up > 0 else { return -.infinity }
    return up < 1 ? DeterministicFunctions.log(up / (1 - up)) : .infinity
  }
}

extension ChipDevices {
  /// What these devices do to decisions.
  public var law: AgentLaw { AgentLaw(self) }
}
