internal import IsingModels

// Engines that flip clusters.
extension EngineEntry {
  static let wolff = EngineEntry(
    "wolff", "one cluster a step", traits: .flipsForCertain
  ) { system, start, _ in
    WolffChain(
      engine: WolffSampler(
        system.model, beta: start.beta, spins: start.initialSpins(system), key: start.key))
  }

  static let swendsenWang = EngineEntry(
    "swendsen-wang", "all clusters at once"
  ) { system, start, _ in
    SpinChain(
      engine: SwendsenWangSampler(
        system.model, beta: start.beta, spins: start.initialSpins(system), key: start.key))
  }
}

/// Spins under single clusters, whose number a sweep is chosen in the warm-up.
struct WolffChain: Chain {
  var engine: WolffSampler

  static var areColours: Bool { false }
  var states: [Int8] { engine.spins }
  var siteCount: Int { engine.model.spinCount }
  var counts: UpdateCounts { engine.counts }

  mutating func finishWarmUp() { engine.calibrate(clusters: 100) }
  mutating func advance(sweeps: Int) { engine.advance(sweeps: sweeps) }

  func measure() -> (energy: Double, order: Double) {
    SpinChain(engine: engine).measure()
  }
}
