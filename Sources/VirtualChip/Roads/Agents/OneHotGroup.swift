package import RandomStreams

/// N spins n ∈ {0, 1} with P(n) ∝ Π (z w_j)^{n_j} e^{−βA(k−1)²}, k = Σn, single-flip heat bath, a
/// Poisson clock each.
package struct OneHotGroup {
  /// Thresholds are tabulated for up to so many ones among the others; the rest has a chance of
  /// e^{−15 βA} and less to be up.
  private static let mostOthers = 8

  private let weights: [Double]
  private let penalty: Double
  /// 2⁶⁴ P(n_j = 1 | m ones among the others), [m][j].
  private let thresholds: [UInt64]
  private let devices: RelaxingDevices
  /// Chance that a tick of the fastest clock is one of this agent's; empty if all are as fast.
  private let ticking: [Double]
  private let fastest: Double
  private var clocks: RandomStream
  private var updates: VectorGenerator
  private var states: [UInt8]
  /// k.
  private var ones = 0
  /// Ticks of all clocks so far.
  package private(set) var ticks = 0
  /// Flips so far.
  package private(set) var flips = 0

  /// A group without ones.
  ///
  /// - Parameters:
  ///   - weights: e^{score}; 0 for an agent that is off.
  ///   - fugacity: z.
  ///   - penalty: βA in nats.
  ///   - devices: What makes agents unequal.
  ///   - clocks: Decides how many ticks come.
  ///   - updates: Decides which agent ticks, and what it does.
  package init(
    weights: [Double], fugacity: Double, penalty: Double,
    devices: RelaxingDevices = RelaxingDevices(), clocks: RandomStream, updates: VectorGenerator
  ) {
    self.weights = weights.map { $0 * fugacity }
    self.penalty = penalty
    self.devices = devices
    self.clocks = clocks
    self.updates = updates
    let fastest = devices.rates.max() ?? 1
    self.fastest = fastest
    ticking = devices.rates.map { $0 / fastest }
    states = [UInt8](repeating: 0, count: weights.count)
    var thresholds: [UInt64] = []
    for others in 0...Self.mostOthers {
      for (agent, weight) in self.weights.enumerated() {
        let probability = Self.probability(
          weight, others: others, penalty: penalty, stuck: devices.stuck, agent: agent)
        thresholds.append(
          probability >= 1 ? .max : probability > 0 ? UInt64(probability * 0x1p64) : 0)
      }
    }
    self.thresholds = thresholds
  }

  /// σ(ln x − βA(2m − 1)) = o/(1 + o) with o = x e^{−βA(2m − 1)}.
  private static func probability(
    _ weight: Double, others: Int, penalty: Double, stuck: [Int8], agent: Int
  ) -> Double {
    if !stuck.isEmpty, stuck[agent] != 0 { return stuck[agent] > 0 ? 1 : 0 }
    let odds =
      weight * DeterministicFunctions.exp(max(-690, -penalty * Double(2 * others - 1)))
    return odds / (1 + odds)
  }

  /// The key of the only 1, if there is exactly one.
  package var valid: Int? { ones == 1 ? states.firstIndex(of: 1) : nil }
  /// k.
  package var oneCount: Int { ones }

  /// Runs all clocks for so many periods of a clock of rate 1.
  package mutating func advance(periods: Double) {
    let mean = periods * Double(states.count) * fastest
    // In parts that a Poisson count can hold.
    var left = mean
    while left > 0 {
      let part = min(left, 1e9)
      left -= part
      let count = clocks.poisson(mean: part)
      if ticking.isEmpty, devices.noise == 0 { tick(count) } else { tickUnequal(count) }
    }
  }

  /// Ticks of equal clocks: each is any agent's, with one word for agent and update.
  private mutating func tick(_ count: Int) {
    var generator = updates
    var ones = ones
    var flipped = 0
    let thresholds = thresholds
    let threshold = thresholds.span
    var state = states.mutableSpan
    let agents = state.count
    let most = Self.mostOthers
    var left = count
    while left > 0 {
      // Words are taken from memory: lanes of a vector by a number that varies are slow.
      let batch = generator.next()
      let words = InlineArray<8, UInt64> { batch[$0] }
      var lane = 0
      while lane < min(left, 8) {
        let product = words[lane].multipliedFullWidth(by: UInt64(truncatingIfNeeded: agents))
        let agent = Int(truncatingIfNeeded: product.high)
        let old = Int(truncatingIfNeeded: state[agent])
        let others = ones &- old
        let place = others < most ? others : most
        // What is left of the word is uniform given the agent.
        let up = product.low < threshold[place &* agents &+ agent] ? 1 : 0
        state[agent] = UInt8(truncatingIfNeeded: up)
        ones = others &+ up
        flipped &+= up ^ old
        lane &+= 1
      }
      left &-= lane
    }
    updates = generator
    self.ones = ones
    flips += flipped
    ticks += count
  }

  /// Ticks of the fastest clock's rate, some of which are no ticks of slower clocks, with noisy fields.
  private mutating func tickUnequal(_ count: Int) {
    for _ in 0..<count {
      let agent = Int(clocks.integer(below: UInt32(states.count)))
      if !ticking.isEmpty, clocks.uniform() >= ticking[agent] { continue }
      let state = Int(states[agent])
      let others = ones - state
      let probability = Self.probability(
        weights[agent] * devices.noiseFactor(&clocks), others: others, penalty: penalty,
        stuck: devices.stuck, agent: agent)
      let up = clocks.uniform() < probability ? 1 : 0
      states[agent] = UInt8(up)
      ones = others + up
      flips += up ^ state
      ticks += 1
    }
  }
}
