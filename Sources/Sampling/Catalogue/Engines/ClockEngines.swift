// Engines in continuous time.
extension EngineEntry {
  static let asynchronous = EngineEntry(
    "asynchronous", "agents with Poisson clocks in continuous time; coupling delay",
    parameters: [.rule, .rates, .delay, .delayLaw]
  ) { system, start, settings in
    SpinChain(
      engine: try AsynchronousSampler(
        system.model, beta: start.beta, spins: start.initialSpins(system), key: start.key,
        rule: settings.updateRule, rates: try settings.clockRates(agents: system.siteCount),
        delay: settings.couplingDelay))
  }

  static let eventQueue = EngineEntry(
    "event-queue", "the same with a queue of ticks and messages: the slow twin",
    parameters: [.rule, .rates, .delay, .delayLaw]
  ) { system, start, settings in
    SpinChain(
      engine: try EventQueueSampler(
        system.model, beta: start.beta, spins: start.initialSpins(system), key: start.key,
        dynamics: .ticks(settings.updateRule),
        rates: try settings.clockRates(agents: system.siteCount), delay: settings.couplingDelay))
  }

  static let rejectionFree = EngineEntry(
    "rejection-free", "n-fold way: every event is a flip; classes of equal rate",
    parameters: [.escapeRule],
    refuse: { system, _ in try NFoldWaySampler.check(system.model) }
  ) { system, start, settings in
    SpinChain(
      engine: try NFoldWaySampler(
        system.model, beta: start.beta, spins: start.initialSpins(system), key: start.key,
        law: settings.escapeLaw))
  }

  static let nextReaction = EngineEntry(
    "next-reaction", "every agent's next flip in a queue; any couplings and rates",
    parameters: [.escapeRule, .rates]
  ) { system, start, settings in
    SpinChain(
      engine: try NextReactionSampler(
        system.model, beta: start.beta, spins: start.initialSpins(system), key: start.key,
        law: settings.escapeLaw, rates: try settings.clockRates(agents: system.siteCount)))
  }
}
