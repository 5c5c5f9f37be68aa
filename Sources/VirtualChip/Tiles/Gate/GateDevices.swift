import ChipPrograms
import DenseAlgebra
import HardwareSpecs

/// Gate agents as they were made: constants of each agent, and the laws of what varies in time.
///
/// With e = slope·x + offset + noise an agent decides with probability F(f·e), f = (1 + drift·t)·(factor of
/// the die): a logistic agent's slope is β, a Gaussian one's threshold has the standard deviation 1/f.
struct GateDevices {
  /// Whether nothing but the law of an ideal agent is left.
  let areIdeal: Bool
  /// Constants of the gates of a row, in whole lanes; empty where all are alike.
  private var offsets: [Float] = []
  private var slopes: [Float] = []
  private var intervals: [Float] = []
  private var stuck: [Float] = []
  private let law: GateLaw
  /// What measured drift has added to every input.
  private let gained: Float
  private let noise: Float
  private let temperature: Float
  /// Change of f in a mean interval.
  private let drift: Float
  /// Mean intervals in which correlation falls to 1/e.
  private let memory: Float
  /// The same where it was measured, by the device's field.
  private let measuredMemory: MonotoneCurve?
  private let rate_Hz: Double

  init(_ law: GateLaw, width: Int, in context: TileContext) {
    let devices = context.chip.devices
    let agentLaw = devices.law
    self.law = law
    let die = context.die
    areIdeal = devices.areIdeal
    let agents = min(width, context.chip.geometry.gateAgents)
    let rate = context.chip.timing.gateRate_Hz
    func lanes(_ values: [Float], filler: Float) -> [Float] {
      guard !values.isEmpty else { return [] }
      return (0..<((width + 15) & ~15)).map { $0 < width ? values[$0 % agents] : filler }
    }
    offsets = lanes(die.offsets(of: .gate, count: agents).map { Float($0) }, filler: 0)
    slopes = lanes(die.slopes(of: .gate, count: agents).map { Float($0) }, filler: 1)
    intervals = lanes(die.rates(of: .gate, count: agents).map { Float(1 / $0) }, filler: 1)
    stuck = lanes(die.stuckStates(of: .gate, count: agents).map { Float($0) }, filler: 0)
    noise = Float(agentLaw.noise)
    temperature = Float(die.temperatureFactor * agentLaw.betaFactor(at: context.age_s))
    drift = Float(die.temperatureFactor * agentLaw.drift_perSecond / rate)
    memory = Float(devices.retention_s * rate)
    measuredMemory = agentLaw.table?.retentions
    rate_Hz = rate
    gained = Float(agentLaw.gainedOffset(at: context.age_s)) / law.gain
  }

  @inline(__always)
  private static func lanes(_ values: [Float], _ first: Int, otherwise: Float) -> Lanes {
    guard !values.isEmpty else { return Lanes(repeating: otherwise) }
    return values.span.lanes(first)
  }

  /// Counts of agents, with `all` of those stuck up and none of those stuck down.
  @inline(__always)
  private func heldByStuck(_ counts: Lanes, first: Int, all: Float) -> Lanes {
    guard !stuck.isEmpty else { return counts }
    let states = Self.lanes(stuck, first, otherwise: 0)
    return counts.replacing(with: all, where: states .> 0).replacing(with: 0, where: states .< 0)
  }

  /// The constant input of sixteen agents.
  @inline(__always)
  private func constant(_ x: Lanes, _ first: Int) -> Lanes {
    let x = slopes.isEmpty ? x : x * slopes.span.lanes(first)
    return x + (Self.lanes(offsets, first, otherwise: 0) + gained)
  }

  /// What the laws of counts know of sixteen agents: their inputs at the die's temperature.
  @inline(__always)
  func input(_ x: Lanes, first: Int) -> Lanes { constant(x, first) * temperature }

  /// One comparison of sixteen agents at zero temperature: a step at x + offset + noise > 0.
  @inline(__always)
  func decide(
    _ x: Lanes, first: Int, draws: inout LaneStream
  ) -> Lanes {
    var input = constant(x, first)
    if noise > 0 { input += draws.normals().0 * noise }
    return heldByStuck(law.probability(input), first: first, all: 1)
  }

  /// −1/τ in mean intervals, of sixteen agents; very large without memory.
  private func inverseMemory(_ inputs: Lanes) -> Lanes {
    guard let measuredMemory else { return Lanes(repeating: memory > 0 ? -1 / memory : -1e9) }
    var result = Lanes(repeating: 0)
    for lane in 0..<16 {
      let intervals = measuredMemory(Double(inputs[lane] * law.gain)) * rate_Hz
      result[lane] = Float(-1 / max(intervals, 1e-9))
    }
    return result
  }

  /// Sixteen Poisson agents: S ticks each. A tick Δ after the last repeats its outcome with probability
  /// e^{−Δ/τ}.
  @inline(__always)
  func tick(
    _ x: Lanes, first: Int, samples: Int, draws: inout LaneStream
  ) -> (counts: Lanes, intervals: Lanes) {
    let constant = constant(x, first)
    let interval = Self.lanes(intervals, first, otherwise: 1)
    let inverseMemory = inverseMemory(constant)
    let remembers = measuredMemory != nil || memory > 0
    var counts = Lanes(repeating: 0)
    var time = Lanes(repeating: 0)
    var outcome = Lanes(repeating: 0)
    var spare = Lanes(repeating: 0)
    var p = law.probability(constant * temperature)
    let varies = noise > 0 || drift != 0
    for tick in 0..<samples {
      let wait = VectorFunctions.log(draws.openUniforms()) * -interval
      time += wait
      if varies {
        var input = constant
        if noise > 0 {
          // Box and Muller make two numbers: the second serves the next tick.
          if tick & 1 == 0 {
            let pair = draws.normals()
            input += pair.0 * noise
            spare = pair.1
          } else {
            input += spare * noise
          }
        }
        var factor = time * drift + temperature
        factor = factor.larger(Lanes(repeating: Float(AgentLaw.leastFactor)))
        p = law.probability(input * factor)
      }
      let fresh = Lanes(repeating: 0).replacing(with: 1, where: draws.uniforms() .< p)
      if remembers, tick > 0 {
        let repeats = draws.uniforms() .< VectorFunctions.exp(wait * inverseMemory)
        outcome = fresh.replacing(with: outcome, where: repeats)
      } else {
        outcome = fresh
      }
      counts += outcome
    }
    return (heldByStuck(counts, first: first, all: Float(samples)), time)
  }

  /// Sixteen integrate-and-fire agents in the time of S ticks: from a random charge on, agent i gains
  /// F for each mean interval times its rate, and fires at charge 1. The noise is new after each
  /// firing; the counter holds S.
  func integrate(
    _ x: Lanes, first: Int, samples: Int, draws: inout LaneStream
  ) -> (counts: Lanes, intervals: Lanes) {
    let constant = constant(x, first)
    let interval = Self.lanes(intervals, first, otherwise: 1)
    let window = Float(samples)
    var counts = Lanes(repeating: 0)
    // Charge still missing for the next firing.
    let missing = 1 - draws.uniforms()
    var start = Lanes(repeating: 0)
    var p = law.probability(constant * temperature)
    let varies = noise > 0 || drift != 0
    for firing in 0..<samples {
      if varies {
        var input = constant
        if noise > 0 { input += draws.normals().0 * noise }
        let factor = (start * drift + temperature).larger(
          Lanes(repeating: Float(AgentLaw.leastFactor)))
        p = law.probability(input * factor)
      }
      // Where nothing varies the k-th firing is (k − u)/p, without sums that round.
      let time =
        varies
        ? start + missing.replacing(with: 1, where: .init(repeating: firing > 0)) * interval / p
        : (missing + Float(firing)) * interval / p
      let inside = (time .<= window) .& (p .> 0)
      guard any(inside) else { break }
      counts += Lanes(repeating: 0).replacing(with: 1, where: inside)
      start = time.replacing(with: window + 1, where: .!inside)
    }
    return (
      heldByStuck(counts, first: first, all: window), Lanes(repeating: window)
    )
  }
}
