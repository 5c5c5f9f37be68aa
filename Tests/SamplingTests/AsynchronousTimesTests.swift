import Foundation
import IsingModels
import IsingTestSupport
import RandomStreams
import SampleStatistics
import Sampling
import Testing

/// When things happen: rates, waiting times, and the way from a given state.
@Suite struct AsynchronousTimesTests {
  /// One spin in a field leaves each state after an exponential time.
  static func checkWaiting(
    _ name: String, _ law: EscapeLaw,
    _ make: (IsingModel, _ beta: Double) throws -> some ContinuousTimeSampler
  ) throws {
    let (beta, field, step) = (0.6, 0.5, 0.25)
    var sampler = try make(IsingModel(spinCount: 1, bonds: [], fields: [field]), beta)
    // Steps until the first flip, from up and from down.
    var counts = [[Int]](repeating: Array(repeating: 0, count: 12), count: 2)
    for _ in 0..<4000 {
      let start = sampler.spins[0] > 0 ? 1 : 0
      let flips = sampler.counts.flips
      var steps = 0
      repeat {
        sampler.advance(time: step)
        steps += 1
      } while sampler.counts.flips == flips
      counts[start][min(steps, 12) - 1] += 1
    }
    for start in 0...1 {
      let spin = Double(2 * start - 1)
      let stay = exp(-step * law.rate(cost: 2 * beta * field * spin))
      let probabilities = (0..<12).map {
        pow(stay, Double($0)) * ($0 == 11 ? 1 : 1 - stay)
      }
      let verdict = try GoodnessOfFit(counts: counts[start], probabilities: probabilities).verdict()
      #expect(verdict.passed, "\(name), \(law), from \(spin): \(verdict)")
    }
  }

  @Test func waitingTimes() throws {
    let (spins, key) = ([Int8(1)], asynchronousKey)
    for (rule, law) in [(UpdateRule.heatBath, EscapeLaw.heatBath), (.metropolis, .metropolis)] {
      try Self.checkWaiting("clocks", law) {
        try AsynchronousSampler($0, beta: $1, spins: spins, key: key, rule: rule)
      }
      try Self.checkWaiting("queue of events", law) {
        try AsynchronousSampler(
          $0, beta: $1, spins: spins, key: key, rule: rule, delay: .fixed(0.5))
      }
    }
    for law in EscapeLaw.allCases {
      try Self.checkWaiting("n-fold way", law) {
        try NFoldWaySampler($0, beta: $1, spins: spins, key: key, law: law)
      }
      try Self.checkWaiting("next reaction", law) {
        try NextReactionSampler($0, beta: $1, spins: spins, key: key, law: law)
      }
      try Self.checkWaiting("queue", law) {
        try EventQueueSampler($0, beta: $1, spins: spins, key: key, dynamics: .escapes(law))
      }
    }
  }

  /// The mean of each spin at some times after all were up, in many copies: mean and error.
  static func course(
    _ sampler: some ContinuousTimeSampler, _ copies: Copies
  ) throws -> [SampleSummary] {
    var sampler = sampler
    let size = copies.part.spinCount
    return try [0.3, 1, 2].flatMap { interval in
      sampler.advance(time: interval)
      let spins = sampler.spins
      return try (0..<size).map { spin in
        try SampleSummary((0..<copies.count).map { Double(spins[$0 * size + spin]) })
      }
    }
  }

  static func compareCourses(
    _ name: String, _ one: some ContinuousTimeSampler, _ other: some ContinuousTimeSampler,
    _ copies: Copies
  ) throws {
    for (a, b) in zip(try course(one, copies), try course(other, copies)) {
      let error = (a.standardError * a.standardError + b.standardError * b.standardError)
        .squareRoot()
      let verdict = compare(a.mean, with: b.mean, standardError: error)
      #expect(verdict.passed, "\(name): \(verdict)")
    }
  }

  /// The engines without a queue against the queue, with unequal clocks.
  @Test(
    arguments: [CouplingDelay.none, .fixed(0.7), .exponential(mean: 0.7)], [true, false])
  func clocksAgainstQueue(delay: CouplingDelay, integer: Bool) throws {
    let copies = try Copies(of: AsynchronousLawTests.model(integer: integer), count: 3000)
    let rates = try AsynchronousLawTests.rates(3000)
    let up = InitialSpins.up.spins(count: copies.model.spinCount, seed: 0, replica: 0)
    for rule in UpdateRule.allCases {
      try Self.compareCourses(
        "\(rule)",
        AsynchronousSampler(
          copies.model, beta: 0.4, spins: up, key: asynchronousKey, rule: rule, rates: rates,
          delay: delay),
        EventQueueSampler(
          copies.model, beta: 0.4, spins: up, key: asynchronousKey.replica(1),
          dynamics: .ticks(rule), rates: rates, delay: delay), copies)
    }
  }

  @Test(arguments: EscapeLaw.allCases)
  func escapesAgainstQueue(law: EscapeLaw) throws {
    for integer in [true, false] {
      let copies = try Copies(of: AsynchronousLawTests.model(integer: integer), count: 3000)
      let rates = integer ? .equal : try AsynchronousLawTests.rates(3000)
      let up = InitialSpins.up.spins(count: copies.model.spinCount, seed: 0, replica: 0)
      let queue = try EventQueueSampler(
        copies.model, beta: 0.4, spins: up, key: asynchronousKey.replica(1),
        dynamics: .escapes(law), rates: rates)
      try Self.compareCourses(
        "next reaction",
        NextReactionSampler(
          copies.model, beta: 0.4, spins: up, key: asynchronousKey, law: law, rates: rates), queue,
        copies)
      if integer {
        try Self.compareCourses(
          "n-fold way",
          NFoldWaySampler(copies.model, beta: 0.4, spins: up, key: asynchronousKey, law: law),
          queue, copies)
      }
    }
  }

  /// With a delay longer than the run, agents see the start for ever: independent spins in fields that
  /// are known. Flips wait in the queue all the time.
  @Test(arguments: [CouplingDelay.fixed(1000), .exponential(mean: 1e9)])
  func longDelay(delay: CouplingDelay) throws {
    let copies = try Copies(of: AsynchronousLawTests.model(integer: true), count: 500)
    let part = copies.part
    let up = InitialSpins.up.spins(count: copies.model.spinCount, seed: 0, replica: 0)
    var sampler = try AsynchronousSampler(
      copies.model, beta: 0.4, spins: up, key: asynchronousKey, delay: delay)
    let observables = (0..<6).map { spin in (0..<64).map { Double($0 >> spin & 1) } }
    let found = try copies.averages(
      &sampler, warmUp: 20, samples: 10, interval: 5, observables: observables)
    for spin in 0..<6 {
      let field = part.localField(at: spin, of: Array(repeating: 1, count: 6))
      let verdict = compare(
        found[spin].mean, with: 1 / (1 + exp(-0.8 * field)),
        standardError: found[spin].standardError)
      #expect(verdict.passed, "spin \(spin): \(verdict)")
    }
  }

  /// Clock events are a Poisson process of rate N; a flip sends as many messages as there are
  /// neighbours.
  @Test(arguments: [CouplingDelay.none, .fixed(0.1), .exponential(mean: 0.1)])
  func counts(delay: CouplingDelay) throws {
    let model = try Lattice.periodicSquare(rows: 8, columns: 8).model()
    var sampler = try AsynchronousSampler(
      model, beta: 0.4, spins: hotSpins(model), key: asynchronousKey, delay: delay)
    var events: [Double] = []
    for _ in 0..<400 {
      let before = sampler.counts.attempts
      sampler.advance(sweeps: 2)
      events.append(Double(sampler.counts.attempts - before))
    }
    let summary = try SampleSummary(events)
    let mean = compare(summary.mean, with: 128, standardError: (128.0 / 400).squareRoot())
    #expect(mean.passed, "\(mean)")
    let variance = summary.standardDeviation * summary.standardDeviation
    let spread = compare(variance, with: 128, standardError: 128 * (2.0 / 399).squareRoot())
    #expect(spread.passed, "\(spread)")
    #expect(sampler.counts.messages == 4 * sampler.counts.flips && sampler.counts.flips > 5000)
    #expect(sampler.now == 800)
  }

  /// At β = 0 flips are a Poisson process of a known rate whatever the spins are, although they keep
  /// changing their classes.
  @Test(arguments: EscapeLaw.allCases)
  func flipsAtInfiniteTemperature(law: EscapeLaw) throws {
    let model = try Lattice.periodicSquare(rows: 8, columns: 8).model()
    func check(_ name: String, _ sampler: some ContinuousTimeSampler) throws {
      var sampler = sampler
      var flips: [Double] = []
      for _ in 0..<2000 {
        let before = sampler.counts.flips
        sampler.advance(time: 4)
        flips.append(Double(sampler.counts.flips - before))
      }
      let expected = 4 * 64 * law.rate(cost: 0)
      let summary = try SampleSummary(flips)
      let mean = compare(
        summary.mean, with: expected, standardError: (expected / 2000).squareRoot())
      #expect(mean.passed, "\(name): \(mean)")
      let variance = summary.standardDeviation * summary.standardDeviation
      let spread = compare(
        variance, with: expected, standardError: expected * (2.0 / 1999).squareRoot())
      #expect(spread.passed, "\(name): \(spread)")
    }
    let spins = hotSpins(model)
    try check(
      "n-fold way", NFoldWaySampler(model, beta: 0, spins: spins, key: asynchronousKey, law: law))
    try check(
      "next reaction",
      NextReactionSampler(model, beta: 0, spins: spins, key: asynchronousKey, law: law))
  }
}
