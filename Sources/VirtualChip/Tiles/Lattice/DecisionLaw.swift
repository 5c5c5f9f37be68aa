import HardwareSpecs
import RandomStreams

/// How an agent draws its state from the field that it sees.
protocol DecisionLaw {
  /// The next state: +1 with probability σ(2x) of an ideal agent with x = β I.
  ///
  /// - Parameters:
  ///   - site: the agent.
  ///   - spin: its state.
  ///   - field: I = h + Σ J s.
  ///   - logit: ln(u/(1 − u)) of a uniform number: below 2x the agent is up.
  ///   - now: the time in seconds from the start of the run.
  mutating func next(
    site: Int, spin: Int8, field: Double, logit: Double, now: Double
  ) -> Int8
}

/// An ideal agent.
struct IdealAgents: DecisionLaw {
  let twiceBeta: Double

  @inline(__always)
  func next(site: Int, spin: Int8, field: Double, logit: Double, now: Double) -> Int8 {
    // Without a branch, which would often be predicted wrongly: the sign of the difference.
    let below = Int8(truncatingIfNeeded: (logit - twiceBeta * field).bitPattern &>> 63)
    return 2 &* below &- 1
  }
}

/// Agents as they are manufactured.
///
/// The converter sets βI; offset and noise add to that, and the physical temperature scales the sum, as in
/// gates. A measured device has a law of its own in place of σ(2x). A draw repeats the last one with
/// probability e^{−Δ/τ}. A stuck agent ignores everything.
struct DeviceAgents: DecisionLaw {
  private let beta: Double
  /// On β, of the die.
  private let temperatureFactor: Double
  private let law: AgentLaw
  private let converter: FieldConverter?
  /// Empty where there are none.
  private let offsets: UnsafeMutableBufferPointer<Double>
  private let slopes: UnsafeMutableBufferPointer<Double>
  private let stuck: UnsafeMutableBufferPointer<Int8>
  /// When each agent drew last; empty without memory.
  private let lastDraws: UnsafeMutableBufferPointer<Double>
  /// Noise and memory.
  private(set) var words: WordSequence

  /// The law of agents that outlive it.
  init(_ agents: LatticeAgents, beta: Double) {
    self.beta = beta
    temperatureFactor = agents.die.temperatureFactor
    law = agents.die.law
    converter = FieldConverter(agents.die.devices)
    offsets = agents.inputOffsets.buffer
    slopes = agents.slopes.buffer
    stuck = agents.stuck.buffer
    lastDraws = agents.lastDraws.buffer
    words = agents.noise
  }

  @inline(__always)
  mutating func next(
    site: Int, spin: Int8, field: Double, logit: Double, now: Double
  ) -> Int8 {
    if !stuck.isEmpty, stuck[site] != 0 { return stuck[site] }
    var x = beta * field
    if let converter { x = converter(x) }
    if !slopes.isEmpty { x *= slopes[site] }
    if !offsets.isEmpty { x += offsets[site] }
    x += law.gainedOffset(at: now)
    if !lastDraws.isEmpty {
      let chance = law.repeatChance(after: now - lastDraws[site], atField: x)
      lastDraws[site] = now
      if chance > 0, words.uniform() < chance { return spin }
    }
    if law.noise > 0 { x += law.noise * words.normal() }
    return logit < law.upLogit(field: temperatureFactor * law.betaFactor(at: now) * x) ? 1 : -1
  }
}
