// Engines that ask spins one by one, in sweeps.
extension EngineEntry {
  static let reference = EngineEntry(
    "reference", "random-site heat bath, written to be read: the oracle of the others"
  ) { system, start, _ in
    SpinChain(
      engine: ReferenceSampler(
        system.model, beta: start.beta, spins: start.initialSpins(system), key: start.key))
  }

  static let sequential = EngineEntry(
    sweeps: "sequential", "all sites in order", traits: .asksInOrder
  ) { system, beta, spins, key, settings in
    SequentialSampler(
      system.model, beta: beta, rule: settings.updateRule, spins: spins, key: key)
  }

  static let randomSite = EngineEntry(
    sweeps: "random-site", "sites drawn at random"
  ) { system, beta, spins, key, settings in
    RandomSiteSampler(
      system.model, beta: beta, rule: settings.updateRule, spins: spins, key: key)
  }

  static let chromatic = EngineEntry(
    sweeps: "chromatic", "one colour class after another, in any order within a class",
    traits: .asksInOrder
  ) { system, beta, spins, key, settings in
    try ChromaticSampler(
      system.model, beta: beta, rule: settings.updateRule, blocks: system.colourClasses,
      spins: spins, key: key)
  }

  static let synchronous = EngineEntry(
    "synchronous",
    "all agents at once, or each with a probability: Little's law, not Boltzmann's",
    parameters: [.tickProbability], traits: .hasAnotherLaw
  ) { system, start, settings in
    SpinChain(
      engine: try SynchronousSampler(
        system.model, beta: start.beta,
        updateProbability: settings.number(.tickProbability) ?? 1,
        spins: start.initialSpins(system), key: start.key))
  }
}
