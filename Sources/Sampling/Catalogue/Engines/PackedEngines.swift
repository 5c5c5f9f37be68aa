// Engines that pack spins into vectors.
extension EngineEntry {
  static let bitSliced = EngineEntry(
    "bit-sliced",
    "512 spins a vector: periodic square, cubic and hypercubic lattices with J or ±J, up to 10¹⁰ spins",
    parameters: [.rule], traits: [.asksInOrder, .usesThreads, .needsNoSites],
    refuse: { system, _ in try BitSlicedChain.check(system) }
  ) { system, start, settings in
    try BitSlicedChain(system, start, rule: settings.updateRule)
  }

  static let lanes = EngineEntry(
    "lanes",
    "all replicas of a temperature side by side in the lanes of vectors: 64 and more at the price of one",
    parameters: [.rule], traits: .asksInOrder,
    replicas: { model, beta, settings, spins, key in
      ReplicaEngines.sampler(
        model, beta: beta, rule: settings.updateRule, spins: spins, key: key)
    }
  ) { system, start, settings in
    // One replica alone.
    SpinChain(
      engine: SequentialSampler(
        system.model, beta: start.beta, rule: settings.updateRule,
        spins: start.initialSpins(system), key: start.key))
  }
}
