internal import IsingModels
internal import RandomStreams

extension EngineEntry {
  static let potts = EngineEntry(
    "potts", "agents of q states, E = −Σ J δ(s, s′)", parameters: [.rule, .states],
    traits: .coloured,
    refuse: { system, _ in
      guard !system.hasFields else {
        throw CatalogueError.unfit("field: the engine potts has none, expected 0")
      }
    }
  ) { system, start, settings in
    let model = try PottsModel(
      agentCount: system.siteCount, stateCount: settings.stateCount, bonds: system.model.bonds)
    var states = [UInt8](repeating: 0, count: model.agentCount)
    if (start.spins ?? system.defaultStart) == .random {
      var words = WordSequence(
        StreamKey(seed: start.seed, purpose: .initialState, replica: start.replica))
      for agent in states.indices {
        states[agent] = UInt8(words.index(below: UInt32(model.stateCount)))
      }
    }
    return PottsChain(
      engine: PottsSampler(
        model, beta: start.beta, rule: settings.updateRule, states: states, key: start.key))
  }
}

/// Agents of q states.
struct PottsChain: Chain {
  /// The most states that a picture and a file of states can tell apart.
  static let mostStates = 100

  var engine: PottsSampler

  static var areColours: Bool { true }
  var states: [Int8] { engine.states.map { Int8($0) } }
  var siteCount: Int { engine.model.agentCount }
  var counts: UpdateCounts { engine.counts }

  mutating func advance(sweeps: Int) { engine.advance(sweeps: sweeps) }

  /// The energy, and (q max_s n_s/N − 1)/(q − 1) with n_s agents in state s: 0 in disorder, 1 in
  /// order.
  func measure() -> (energy: Double, order: Double) {
    var counts = [Int](repeating: 0, count: engine.model.stateCount)
    for state in engine.states { counts[Int(state)] += 1 }
    let share = Double(counts.max() ?? 0) / Double(engine.model.agentCount)
    let q = Double(engine.model.stateCount)
    return (engine.energy, (q * share - 1) / (q - 1))
  }
}
