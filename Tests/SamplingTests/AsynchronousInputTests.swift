import IsingModels
import RandomStreams
import Sampling
import Testing

/// What users may get wrong, and what must not depend on how a sampler is used.
@Suite struct AsynchronousInputTests {
  static func lattice() throws -> IsingModel {
    try Lattice.periodicSquare(rows: 8, columns: 8).model()
  }

  @Test func clockRates() throws {
    for bad in [0, -1, Double.nan, .infinity] {
      do {
        _ = try ClockRates([1, bad])
        Issue.record("a rate of \(bad) passed")
      } catch {
        guard case .rate(agent: 1, _) = error else {
          Issue.record("\(error)")
          continue
        }
      }
    }
    #expect(throws: AsynchronyError.rate(agent: 0, found: 0)) { try ClockRates([0, 0]) }
    let model = try Self.lattice()
    let rates = try ClockRates([1, 2])
    let error = AsynchronyError.rateCount(found: 2, expected: 64)
    #expect(throws: error) {
      try AsynchronousSampler(
        model, beta: 1, spins: hotSpins(model), key: asynchronousKey, rates: rates)
    }
    #expect(throws: error) {
      try NextReactionSampler(
        model, beta: 1, spins: hotSpins(model), key: asynchronousKey, rates: rates)
    }
    #expect(throws: error) {
      try EventQueueSampler(
        model, beta: 1, spins: hotSpins(model), key: asynchronousKey, rates: rates)
    }
    #expect(throws: AsynchronyError.rateCount(found: 0, expected: 64)) {
      try AsynchronousSampler(
        model, beta: 1, spins: hotSpins(model), key: asynchronousKey, rates: ClockRates([]))
    }
    #expect("\(error)" == "found 2 clock rates, expected one for each of 64 agents")
  }

  @Test func delays() throws {
    let model = try Self.lattice()
    for bad in [-0.1, Double.infinity] {
      for delay in [CouplingDelay.fixed(bad), .exponential(mean: bad)] {
        #expect(throws: AsynchronyError.delay(found: bad)) {
          try AsynchronousSampler(
            model, beta: 1, spins: hotSpins(model), key: asynchronousKey, delay: delay)
        }
        #expect(throws: AsynchronyError.delay(found: bad)) {
          try EventQueueSampler(
            model, beta: 1, spins: hotSpins(model), key: asynchronousKey, delay: delay)
        }
      }
    }
    #expect(throws: AsynchronyError.self) {
      try AsynchronousSampler(
        model, beta: 1, spins: hotSpins(model), key: asynchronousKey, delay: .fixed(.nan))
    }
  }

  @Test func modelsWithoutClasses() throws {
    let real = try AsynchronousLawTests.model(integer: false)
    #expect(throws: AsynchronyError.notInteger) {
      try NFoldWaySampler(real, beta: 1, spins: hotSpins(real), key: asynchronousKey)
    }
    let wide = try IsingModel(spinCount: 3, bonds: [Bond(0, 1, 1), Bond(1, 2, 40)])
    #expect(throws: AsynchronyError.classCount(found: 83, limit: 32)) {
      try NFoldWaySampler(wide, beta: 1, spins: hotSpins(wide), key: asynchronousKey)
    }
  }

  /// A chain does not depend on where it is interrupted, and a copy goes its own way.
  @Test func interruptions() throws {
    let model = try Self.lattice()
    func check(_ sampler: some ContinuousTimeSampler) {
      var whole = sampler
      var parts = sampler
      whole.advance(time: 30)
      for time in [0, 0.001, 7, 12.999, 10] { parts.advance(time: time) }
      #expect(whole.spins == parts.spins && whole.counts == parts.counts)
      #expect(sampler.now == 0 && sampler.spins == hotSpins(model))
      #expect(abs(parts.now - 30) < 1e-12)
      let end = parts.spins
      whole.advance(time: 5)
      #expect(whole.spins != end && parts.spins == end)
    }
    let (spins, key) = (hotSpins(model), asynchronousKey)
    try check(AsynchronousSampler(model, beta: 0.3, spins: spins, key: key, delay: .fixed(0.3)))
    try check(
      AsynchronousSampler(model, beta: 0.3, spins: spins, key: key, delay: .exponential(mean: 0.3)))
    try check(NextReactionSampler(model, beta: 0.3, spins: spins, key: key))
    try check(EventQueueSampler(model, beta: 0.3, spins: spins, key: key, delay: .fixed(0.3)))
  }

  /// A delay of 0 is no delay, and the same key gives the same chain.
  @Test func zeroDelay() throws {
    let model = try Self.lattice()
    var chains = try [CouplingDelay.none, .fixed(0), .exponential(mean: 0)].map {
      try AsynchronousSampler(
        model, beta: 0.3, spins: hotSpins(model), key: asynchronousKey, delay: $0)
    }
    for chain in chains.indices { chains[chain].advance(time: 10) }
    #expect(chains[0].spins == chains[1].spins && chains[0].spins == chains[2].spins)
    #expect(chains[0].spins != hotSpins(model))
  }

  /// Isolated spins, and no couplings at all.
  @Test func spinsWithoutNeighbours() throws {
    let model = try IsingModel(spinCount: 3, bonds: [])
    for delay in [CouplingDelay.none, .fixed(1), .exponential(mean: 1)] {
      var sampler = try AsynchronousSampler(
        model, beta: 1, spins: [1, 1, 1], key: asynchronousKey, delay: delay)
      sampler.advance(time: 50)
      #expect(sampler.counts.messages == 0 && sampler.counts.flips > 20)
    }
    var jumps = try NFoldWaySampler(model, beta: 1, spins: [1, 1, 1], key: asynchronousKey)
    jumps.advance(time: 50)
    #expect(jumps.counts.messages == 0 && jumps.counts.flips > 20)
  }
}
