import ChipPrograms
import ExecutionRecords
import HardwareSpecs
import IsingTestSupport
import Testing
import VirtualChip

/// The thermostat and the calibration on a chip, with a small model.
@Suite("Thermostat and calibration on the chip")
struct ThermostatTests {
  static let tokens = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8]

  /// A model whose races are handed to thermostats that hold each head at a share of ln N.
  static func machine(
    gap: Double? = nil, slope: Double = 0, band: Double = 0.02, least: Int = 1,
    law: Instruction.Control.Law = .corrected, chip change: (inout ChipSpec) -> Void = { _ in }
  ) throws -> VirtualChip {
    try machine(
      gaps: gap.map { gap in { _, _ in gap } }, slope: slope, band: band, least: least, law: law,
      chip: change)
  }

  /// The same with a gap for each race and head.
  static func machine(
    gaps own: ((_ race: Int, _ head: Int) -> Double)?, slope: Double = 0, band: Double = 0.02,
    least: Int = 1, law: Instruction.Control.Law = .corrected,
    chip change: (inout ChipSpec) -> Void = { _ in }
  ) throws -> VirtualChip {
    let plain = try Bench.machine(
      TinyModel(hidden: 32, heads: 4, keyValueHeads: 4, layers: 2, inner: 64, positions: 16),
      precision: Precision(weightBits: 12, activationBits: 12, weightBlock: 0)
    ) {
      $0.control.thermostats = 2
      change(&$0)
    }
    guard let own else { return plain }
    var program = plain.program
    var races = 0
    for instruction in program.instructions {
      guard let race = instruction.operation as? Instruction.Race else { continue }
      let gaps = (0..<4).map { head in
        Instruction.Control.HeadGap(constant: own(races, head), slope: slope, band: band)
      }
      races += 1
      program.setup.append(
        Instruction(
          name: "\(instruction.name).thermostat", layer: instruction.layer,
          operation: .control(
            .race(race.into), to: .gaps(gaps, leastTokens: least), gain: 1, law: law)))
    }
    return try VirtualChip(program: program, chip: plain.chip)
  }

  static func settings(_ fidelity: Fidelity.Word, die: UInt32? = nil) -> RunSettings {
    var settings = RunSettings(
      fidelity: fidelity.fidelity(), attention: .regularRace, samples: 256, seed: 4)
    settings.sensesEntropy = true
    if fidelity != .event { settings.lawDie = die }
    return settings
  }

  /// Each head is held 0.15 below its own entropy, with a band of 0.02, so that β has to rise; in the second layer what
  /// comes in has changed as well. With 256 regular draws a row of 12 keys has a bias below 12/512 and a head of 12
  /// rows a deviation near 0.01: 0.05 is beyond all of them.
  @Test("heads are brought to their targets at all fidelities", arguments: Fidelity.Word.allCases)
  func reaches(_ fidelity: Fidelity.Word) throws {
    let free = try Self.machine().run(tokens: Self.tokens, settings: Self.settings(fidelity))
    try #require(free.heads.count == 8)
    let targets = free.heads.map { $0.entropy - 0.15 }
    let held = try Self.machine(gaps: { 2.4849066497880004 - targets[4 * $0 + $1] }) {
      ($0.control.betaRange, $0.control.betaBits, $0.control.mostSteps) = (64, 12, 20)
    }
    .run(tokens: Self.tokens, settings: Self.settings(fidelity))
    try #require(held.heads.count == 8)
    #expect(free.heads.allSatisfy { $0.beta == 1 })
    #expect(held.heads[..<4].allSatisfy { $0.beta > 1 })
    #expect(
      zip(held.heads, targets).allSatisfy { abs($0.entropy - $1) < 0.05 },
      "\(held.heads.map { ($0.beta, $0.entropy) }), expected \(targets)")
    // Readings are the thermostat's, and the chip is the slower for them.
    #expect(free.record.byComponent[.thermostat] == nil)
    let own = try #require(held.record.byComponent[.thermostat])
    #expect(own[.agentUpdate] > 0 && own[.dacSet] > 0 && own[.counterStep] > 0)
    #expect(held.record.timeline.totalCycles > free.record.timeline.totalCycles)
  }

  @Test("within its band, and on short texts, nothing moves") func rests() throws {
    let free = try Self.machine().run(tokens: Self.tokens, settings: Self.settings(.expectation))
    let wide = try Self.machine(gap: 0.1, band: 2)
      .run(tokens: Self.tokens, settings: Self.settings(.expectation))
    #expect(wide.output == free.output)
    #expect(wide.record.byComponent[.thermostat] != nil)
    let short = try Self.machine(gap: 0.15, least: 13)
      .run(tokens: Self.tokens, settings: Self.settings(.expectation))
    #expect(short.output == free.output)
    #expect(short.record.byComponent[.thermostat] == nil)
    var off = Self.settings(.expectation)
    off.steers = false
    let idle = try Self.machine(gap: 0.15).run(tokens: Self.tokens, settings: off)
    #expect(idle.output == free.output)
  }

  /// The gains of a die move entropies; a thermostat that holds the healthy ones brings them back.
  @Test func gainsAreCorrected() throws {
    let change: (inout ChipSpec) -> Void = { $0.devices.gainVariation = 0.8 }
    let ideal = Self.settings(.expectation)
    let sick = Self.settings(.expectation, die: 1)
    let machine = try Self.machine(chip: change)
    let healthy = try machine.run(tokens: Self.tokens, settings: ideal)
    let broken = try machine.run(tokens: Self.tokens, settings: sick)
    #expect(broken.output != healthy.output)
    #expect(
      try machine.run(tokens: Self.tokens, settings: Self.settings(.expectation, die: 2)).output
        != broken.output)
    // Calibrated by counts: a register of 8 bits has steps of 1.6 %, and 4096 draws err by 2 %.
    var trimmed = sick
    trimmed.trim = TrimSettings(mode: .once, draws: 4096)
    let mended = try machine.run(tokens: Self.tokens, settings: trimmed)
    func distance(_ run: VirtualChip.Execution) -> Float {
      zip(run.output, healthy.output).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    #expect(distance(mended) < 0.1 * distance(broken))
    let times = [64, 4096].map { draws in
      var settings = trimmed
      settings.trim = TrimSettings(mode: .once, draws: draws)
      return machine.calibration(settings)?.timeline.duration_s ?? 0
    }
    #expect(times[0] > 0 && times[1] > 20 * times[0])
    #expect(machine.calibration(sick) == nil)
  }

  /// What N bits leave of offsets of deviation 1, and the deviation of that in 40 000 agents: from 60 simulations in
  /// numpy (its normal and binomial numbers) of successive comparisons of 4096 draws within Max's ranges, which are
  /// 1.596, 1.992, 2.344, 2.682, 3.010 and 3.33. Max's quantiser itself leaves 0.603, 0.345, 0.1935, 0.1074, 0.0590 and
  /// 0.0322. Tolerance: 4 deviations.
  @Test("what bias converters leave is what their bits allow") func residuals() throws {
    let expected = [
      (0.6032, 0.0022), (0.3457, 0.0015), (0.1961, 0.0015), (0.1116, 0.0012), (0.0669, 0.0007),
      (0.0449, 0.0005),
    ]
    for (index, (rms, deviation)) in expected.enumerated() {
      let machine = try Self.machine {
        $0.devices.offsetVariation = 1
        $0.control.trimBits = index + 1
      }
      var sum = 0.0
      for die in UInt32(0)..<10 {
        var settings = Self.settings(.expectation, die: die)
        settings.trim = TrimSettings(mode: .once, draws: 4096)
        let offsets = machine.die(of: settings).offsets(of: .race, count: 4000)
        sum += offsets.reduce(0) { $0 + $1 * $1 }
      }
      let found = (sum / 40_000).squareRoot()
      #expect(
        abs(found - rms) < 4 * deviation, "\(index + 1) bits: \(found), expected \(rms)")
    }
  }

  @Test("a calibration is once, or again after each period") func ages() throws {
    let machine = try Self.machine {
      $0.devices.gainVariation = 0.1
      $0.devices.drift_perSecond = 0.01
      $0.control.trimPeriod_s = 10
    }
    func factor(_ mode: TrimSettings.Mode, age_s: Double) -> Double {
      var settings = Self.settings(.expectation, die: 0)
      settings.trim = TrimSettings(mode: mode, draws: 65535)
      settings.age_s = age_s
      let die = machine.die(of: settings)
      return die.gains(ofRace: 3, count: 1)[0] * (1 + 0.01 * age_s)
    }
    // 65 535 draws err by 0.6 %, a register's step by 0.8 % at most.
    #expect(abs(factor(.once, age_s: 0) - 1) < 0.03)
    #expect(abs(factor(.once, age_s: 40) - 1.4) < 0.04)
    #expect(abs(factor(.periodic, age_s: 40) - 1) < 0.03)
  }
}
