import ChipPrograms
import Foundation
import HardwareSpecs
import IsingTestSupport
import Testing
import VirtualChip

/// Gates of a measured device follow its table.
@Suite("Gates with a table")
struct GateTableTests {
  static let fields: [Float] = [-30, -3.5, -1.28, -0.4, 1e-3, 0.2, 0.75, 1.28, 2, 4.5, 30]

  static func table(_ probability: (Double) -> Double, step: Double = 0.25) throws -> DeviceTable {
    var text = "field,probability\n"
    for index in -40...40 {
      let field = Double(index) * step
      text += "\(field),\(probability(field))\n"
    }
    return try DeviceTable(bytes: Array(text.utf8), file: "t.csv")
  }

  static func outputs(
    _ threshold: GateThreshold, _ table: DeviceTable?, gain: Double? = nil,
    settings: RunSettings = RunSettings(fidelity: .expectation)
  ) throws -> [Float] {
    let chip = try Bench.chip {
      $0.devices.table = table
      $0.devices.tableGain = gain
    }
    let program = Bench.program(
      rows: [fields], chip: chip, values: [.init(kind: .field, width: fields.count)],
      [.gate(threshold, 0, into: 1), .send(1)])
    return try VirtualChip(program: program, chip: chip).run(tokens: [0], settings: settings).output
  }

  /// An ideal p-bit at the default gain is the logistic threshold.
  @Test(arguments: [GateThreshold.logistic, .unitLogistic])
  func anIdealTableIsTheFormula(_ threshold: GateThreshold) throws {
    let table = try Self.table { 1 / (1 + exp(-2 * $0)) }
    let formula = try Self.outputs(threshold, nil)
    for (x, (a, b)) in zip(Self.fields, zip(try Self.outputs(threshold, table), formula)) {
      // PCHIP through steps of ¼: below 10⁻³.
      #expect(abs(a - b) < 1e-3 * x.magnitude + 1e-6, "\(threshold) \(x)")
    }
  }

  @Test func theGainScalesTheField() throws {
    let table = try Self.table { min(1, max(0, 0.5 + $0 / 16)) }
    let output = try Self.outputs(.gaussian, table, gain: 2)
    for (x, y) in zip(Self.fields, output) {
      let p = min(1, max(0, 0.5 + 2 * x / 16))
      #expect(abs(y - x * p) < 3e-5 * x.magnitude + 1e-6, "\(x)")
    }
  }

  @Test(arguments: [Draws.independent, .systematic])
  func drawsFollowTheTable(_ draws: Draws) throws {
    let table = try Self.table { 0.1 + 0.8 / (1 + exp(-2 * $0)) }
    let runs = 300
    var sums = [Double](repeating: 0, count: Self.fields.count)
    for seed in 0..<runs {
      let output = try Self.outputs(
        .gaussian, table, settings: RunSettings(draws: draws, samples: 40, seed: UInt64(seed)))
      for index in sums.indices { sums[index] += Double(output[index]) }
    }
    for (x, sum) in zip(Self.fields, sums) {
      let p = table.probability(0.851 * Double(x))
      // Systematic draws vary less.
      let error = (p * (1 - p) / 40 / Double(runs)).squareRoot()
      let verdict = compare(
        sum / Double(runs), with: p * Double(x),
        standardError: (error + 3e-6) * Double(x.magnitude))
      #expect(verdict.passed, "\(draws) \(x): \(verdict)")
    }
  }

  @Test func aStepComparesWhateverTheDevice() throws {
    let table = try Self.table { _ in 0.5 }
    for (x, y) in zip(Self.fields, try Self.outputs(.zeroTemperature, table)) {
      #expect(abs(y - max(x, 0)) < 1e-6 * x.magnitude + 1e-6)
    }
  }

  /// A jump is nothing that even samples follow: lanes use the curve itself.
  @Test func aSteepTableIsFollowed() throws {
    let table = try DeviceTable(
      bytes: Array("field,probability\n-1e6,0.1\n0.5,0.2\n0.500001,0.7\n1e6,0.8\n".utf8),
      file: "t.csv")
    #expect(table.evenProbabilities == nil)
    let devices = Self.devices(table)
    for x: Float in [-30, 0, 0.5, 0.75, 4.5] {
      let expected = Float(table.probability(Double(x * Float(0.851))))
      #expect(GateLaw.probability(.gaussian, x, devices) == expected)
    }
    // What is no number is silent, as everywhere on the chip; a session with such a field stops.
    #expect(
      GateLaw.probability(.gaussian, .nan, devices) == GateLaw.probability(.gaussian, 0, devices))
  }

  static func devices(_ table: DeviceTable?) -> ChipDevices {
    var devices = ChipDevices()
    devices.table = table
    return devices
  }

  /// Φ and σ(1.702 x) differ by 0.0095 at most, near |x| = 2.2 and 0.6.
  @Test func theBiasOfALogisticDeviceForGELU() throws {
    let devices = Self.devices(try Self.table({ 1 / (1 + exp(-2 * $0)) }, step: 0.125))
    let bias = try #require(GateLaw.bias(.gaussian, devices))
    #expect(abs(bias.probability.magnitude - 0.0095) < 3e-4)
    // x·(σ(1.702 x) − Φ(x)) is largest near |x| = 2.2: 0.0203.
    #expect(abs(bias.output.magnitude - 0.0203) < 5e-4)
    #expect(GateLaw.bias(.gaussian, ChipDevices()) == nil)
    #expect(GateLaw.bias(.zeroTemperature, devices) == nil)
  }
}
