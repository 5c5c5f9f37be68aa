import ChipPrograms
import ExecutionRecords
import Foundation
import IsingTestSupport
import ModelCompiler
import Reports
import MappingChecks
import Testing
import TransformerModels
import VirtualChip

/// The numbers of checks against closed forms, plain simulations and the machine's own runs.
@Suite struct ValidationNumberTests {
  @Test func marginsAreSharesOfTheLimit() {
    func margin(_ value: Double?, _ limit: Double?, _ bound: ValidationCheck.Bound) -> Double? {
      ValidationCheck("x", value: value, limit: limit, bound: bound, detail: "").margin
    }
    #expect(margin(3, 4, .atMost) == 0.25)
    #expect(margin(5, 4, .atMost) == -0.25)
    #expect(margin(3, 4, .atLeast) == -0.25)
    #expect(margin(nil, 4, .atMost) == nil && margin(3, nil, .atMost) == nil)
    #expect(margin(0, 0, .atMost) == nil)
    #expect(ValidationCheck("x", value: 4, limit: 4, detail: "").passed)
    #expect(!ValidationCheck("x", value: .nan, limit: 4, detail: "").passed)
    #expect(!ValidationCheck("x", value: .nan, limit: 4, bound: .atLeast, detail: "").passed)
  }

  /// science: x σ(1.702 x) misses GELU by 0.02033 at |x| = 2.27, by 0.0069 rms under N(0, 1).
  @Test func theBiasOfLogisticGatesIsThePublishedOne() {
    let bias = GateFunctions.bias(of: .logistic, for: .gelu)
    #expect(abs(bias.largest - 0.02033) < 1e-5)
    #expect(abs(abs(bias.at) - 2.27) < 0.01)
    #expect(abs(bias.rms - 0.0069) < 1e-4)
    #expect(GateFunctions.bias(of: .gaussian, for: .gelu).largest == 0)
    #expect(GateFunctions.bias(of: .unitLogistic, for: .silu).largest == 0)
    #expect(GateFunctions.bias(of: .zeroTemperature, for: .relu).largest == 0)
    // max |x σ(kx) − ReLU| = 0.2785/k.
    #expect(abs(GateFunctions.bias(of: .unitLogistic, for: .relu).largest - 0.2785) < 1e-4)
  }

  /// A draw that comes Δ after the last one repeats it with probability e^{−Δ/τ}; the variance of the
  /// mean of K draws is σ²/K_eff.
  @Test(arguments: [0.0, 0.5, 2.0])
  func effectiveSamplesAreThoseOfASimulation(rememberedDraws: Double) {
    var numbers = SmallNumbers(seed: 7)
    func uniform() -> Double { (Double(numbers.next()) + 1) / 2 }
    let (draws, runs) = (2000, 400)
    var squares = 0.0
    for _ in 0..<runs {
      var sum = 0.0
      var spin = uniform() < 0.5 ? 1.0 : -1.0
      for _ in 0..<draws {
        // Intervals of a clock of rate 1; memory of `rememberedDraws` intervals.
        let interval = -log(1 - uniform() * 0.999999)
        let kept = rememberedDraws > 0 && uniform() < exp(-interval / rememberedDraws)
        if !kept { spin = uniform() < 0.5 ? 1 : -1 }
        sum += spin
      }
      squares += (sum / Double(draws)) * (sum / Double(draws))
    }
    let variance = squares / Double(runs)
    let expected =
      1
      / SampleChecks.effectiveSamples(
        Double(draws), rate_Hz: 1e9, retention_s: rememberedDraws * 1e-9)
    // A variance from n runs has the relative standard error √(2/n); ends cost less than 0.5 %.
    #expect(abs(variance / expected - 1) < 4 * (2 / Double(runs)).squareRoot() + 0.005)
  }

  @Test func theLawOfLossesFindsItsConstants() throws {
    let points = [64, 128, 256].map { (samples: $0, loss: 0.001 + 1.35 / Double($0)) }
    let law = try SampleChecks.Law(points: points, power: 1)
    #expect(abs(law.coefficient - 1.35) < 1e-9 && abs(law.floor - 0.001) < 1e-12)
    #expect(abs((law.samples(for: 0.99) ?? 0) - 150) < 1e-6)
    #expect(law.samples(for: 0.9995) == nil)
  }

  @Test func theSearchStandsOnItsTwoLastRuns() throws {
    let subject = try ValidationBench.subject {
      $0.targetCosine = 0.995
      $0.settings.seed = 3
    }
    let target = try #require(ValidationResults(of: subject).target)
    let samples = try #require(target.samples)
    let failing = try #require(target.failing)
    #expect(failing.samples == samples - 1)
    let machine = try #require(subject.machine)
    let reference = try subject.referenceOutputs()
    func cosine(_ samples: Int) throws -> Double {
      let settings = RunSettings(samples: samples, seed: 3)
      let outputs = try ValidationBench.tokens.map {
        try machine.run(tokens: $0, settings: settings).output
      }
      return zip(outputs, reference).reduce(0) { sum, pair in
        sum + zip(pair.0, pair.1).reduce(0) { $0 + Double($1.0) * Double($1.1) }
      } / 3
    }
    // Outputs have unit length, so that their products are the cosines, to float32.
    #expect(try cosine(samples) >= 0.995 - 1e-6)
    #expect(try cosine(samples - 1) < 0.995 + 1e-6)
    #expect(abs(try cosine(samples) - (target.reached ?? 0)) < 1e-6)
  }

  @Test func anUnreachableCosineSaysSo() throws {
    let subject = try ValidationBench.subject {
      $0.targetCosine = 0.999999999
      $0.precision.weightBits = 4
      $0.settings.attention = .regularRace
    }
    let target = try #require(ValidationResults(of: subject).target)
    #expect(target.samples == nil)
    #expect(target.detail.hasPrefix("not even infinitely many samples"))
  }

  @Test func aPartComputesWhatTheWholeComputed() throws {
    let subject = try ValidationBench.subject(TinyModel(heads: 4, keyValueHeads: 2))
    let machine = try #require(subject.machine)
    let trace = try #require(subject.traces().first)
    var compared = 0
    for (index, instruction) in machine.program.instructions.enumerated() {
      switch instruction.operation {
      case is Instruction.Read, is Instruction.Race, is Instruction.Gate, is Instruction.Normalise:
        break
      default: continue
      }
      let part = try #require(
        SubBlock(index, of: machine.program, trace: trace, mostRows: 3))
      let small = try VirtualChip(program: part.program, chip: machine.chip)
      let output = try small.run(
        tokens: part.tokens, settings: RunSettings(fidelity: .expectation)
      ).output
      let result = try #require(instruction.operation.result)
      let whole = try #require(trace.fields[result])
      // Presets keep 31 bits, but a code may round to the other side: one step of 255 at the most.
      let largest = zip(output, whole.elements).map { abs($0 - $1) }.max() ?? .nan
      #expect(largest < 0.02, "\(part.name)")
      #expect(output.count == whole.elements.count)
      compared += 1
    }
    #expect(compared == 11)
  }

  /// Two groups: a fetch streams into a slow gate and on into a quick sum, which both wait for the
  /// gate; then a mean alone.
  @Test func theCriticalPathAccountsForEveryCycle() throws {
    let operations: [any Instruction.Operation] = [
      .fetch(tables: [], into: 0), .gate(.gaussian, 0, into: 1),
      .rescale(1, gain: nil, shift: nil, into: 2), .barrier, .pool(2, into: 3),
    ]
    let program = Program(
      name: "m", chip: .init(name: "c", hash: ""), precision: Precision(), maximumTokens: 1,
      values: [],
      arrays: [], tables: [], vectors: [], setup: [],
      instructions: operations.map { .init(name: $0.mnemonic, layer: nil, operation: $0) })
    var timeline = Timeline(clock_Hz: 1e9)
    timeline.place(instruction: 0, startCycle: 0, cycles: 30)
    timeline.place(instruction: 1, startCycle: 10, cycles: 90)
    timeline.place(instruction: 2, startCycle: 25, cycles: 40)
    timeline.advance(110)
    timeline.place(instruction: 4, cycles: 60)
    var path = CriticalPath()
    path.add(timeline, of: program)
    #expect(path.total == 170)
    // The gate: 15 cycles until the sum starts, and the 85 that are left then.
    #expect(path.cycles == [0: 10, 1: 100, 4: 60])
    // From 100 on nothing of the group is at work.
    #expect(path.waits == [1: 10])
    #expect(path.largest.map(\.instruction) == [1, 4, 0])
  }

  @Test func theCriticalPathOfAModelAddsUp() throws {
    let subject = try ValidationBench.subject(TinyModel(layers: 2))
    let machine = try #require(subject.machine)
    var path = CriticalPath()
    for execution in try subject.sampled() {
      path.add(execution.record.timeline, of: machine.program)
    }
    #expect(path.cycles.values.reduce(0, +) == path.total)
    #expect(abs(path.largest.reduce(0) { $0 + $1.share } - 1) < 1e-12)
  }

  @Test func throughputAndIdlePowerFollowFromTheTimes() throws {
    let target_s = 1e-3
    let checks = try ValidationBench.checks { $0.latencyTarget_s = target_s }
    func figure(_ check: String, _ key: String) -> Double {
      checks[check]?.figures.first { $0.key == key }?.value.number ?? .nan
    }
    let mean_s = figure("latency.text", "mean_s")
    let texts = try #require(checks["throughput.texts"]?.value)
    #expect(abs(texts * mean_s - 1) < 1e-12)
    #expect(figure("throughput.texts", "overlapping_texts_per_second") >= texts)
    let statics_W = figure("power.idle", "static_W")
    let idle_W = try #require(checks["power.idle"]?.value)
    #expect(abs(idle_W - statics_W * (1 - mean_s / target_s)) < 1e-12)
    #expect(
      abs(
        figure("power.idle", "energy_J_per_text") - figure("power.idle", "dynamic_J_per_text")
          - statics_W * target_s) < 1e-15)
  }
}
