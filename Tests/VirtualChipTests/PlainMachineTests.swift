import ChipPrograms
import HardwareSpecs
import IsingTestSupport
import ModelCompiler
import Testing
import TransformerModels
import VirtualChip

@Suite("The machine computes what the plain machine computes")
struct PlainMachineTests {
  /// Widths that fill no lane, no group of 64 and no tile; heads of 5.
  static let odd = TinyModel(
    hidden: 23, heads: 3, keyValueHeads: 3, layers: 2, inner: 71, vocabulary: 40, positions: 90,
    headSize: 5)

  struct Case: Sendable, CustomTestStringConvertible {
    var weights = 8
    var activations = 8
    var outliers = 4
    var block = 0
    var settings: RunSettings
    var norm = NormMethod.feedback
    var gate: GateThreshold?
    var tokens = 7
    var testDescription: String {
      "w\(weights) a\(activations) k\(outliers) block \(block) \(settings.fidelity)"
        + " \(settings.draws) S\(settings.samples) \(norm) \(tokens) tokens"
    }
  }

  static let expectation = RunSettings(fidelity: .expectation)
  static let cases: [Case] = [
    Case(settings: expectation),
    Case(outliers: 0, settings: expectation, norm: .twoPasses),
    Case(outliers: 1, settings: expectation, gate: .logistic),
    Case(weights: 12, activations: 12, settings: expectation, gate: .unitLogistic),
    Case(weights: 5, activations: 4, outliers: 0, settings: expectation),
    Case(
      weights: 8, activations: 8, outliers: 1, settings: RunSettings(samples: 64, seed: 3)),
    Case(
      weights: 8, activations: 12, settings: RunSettings(draws: .systematic, samples: 64, seed: 4),
      norm: .twoPasses),
    Case(settings: RunSettings(draws: .systematic, samples: 1, seed: 5)),
    Case(settings: RunSettings(samples: 1000, seed: 6), gate: .zeroTemperature, tokens: 1),
    Case(settings: RunSettings(draws: .systematic, samples: 37, seed: 7), tokens: 70),
    Case(settings: RunSettings(samples: 37, seed: 8), tokens: 67),
  ]

  @Test(arguments: cases)
  func everyValue(_ example: Case) throws {
    let machine = try Bench.machine(
      Self.odd,
      precision: Precision(
        weightBits: example.weights, activationBits: example.activations,
        outlierChannels: example.outliers),
      gate: example.gate
    ) { $0.timing.normMethod = example.norm }
    let tokens = (0..<example.tokens).map { ($0 * 17 + 3) % 40 }
    var plain = try PlainMachine(machine, tokens: tokens, settings: example.settings)
    plain.compareAll()
    #expect(plain.compared > 30)
  }

  @Test("a scale for each block of couplings", arguments: [0, 1, 4])
  func blocks(outliers: Int) throws {
    var model = Self.odd
    model.hidden = 24
    model.inner = 72
    model.headSize = 8
    let machine = try Bench.machine(
      model, precision: Precision(outlierChannels: outliers, weightBlock: 8))
    #expect(machine.program.arrays.allSatisfy { $0.blocks > 1 })
    var plain = try PlainMachine(
      machine, tokens: [1, 2, 3, 5, 8, 13], settings: Self.expectation)
    plain.compareAll()
  }

  @Test("query heads that share keys and values")
  func sharedKeys() throws {
    var model = Self.odd
    model.heads = 4
    model.keyValueHeads = 2
    let machine = try Bench.machine(model)
    var plain = try PlainMachine(
      machine, tokens: [4, 3, 2, 1, 0], settings: RunSettings(draws: .systematic, samples: 50))
    plain.compareAll()
  }

  @Test("a factor on query·key scales the scores")
  func beta() throws {
    let chip = try Bench.chip()
    let rows: [[Float]] = [[1, 0, 0.5], [0, 1, -0.25], [0.25, 0.5, 1]]
    let shape = Instruction.RaceShape(
      heads: 1, keyValueHeads: 1, headSize: 3, causal: false, bits: 8)
    func context(_ setup: [any Instruction.Operation]) throws -> [Float] {
      let program = Bench.program(
        rows: rows, chip: chip, values: [.init(kind: .field, width: 3)], setup: setup,
        [.race(shape, query: 0, key: 0, value: 0, into: 1), .send(1)])
      return try VirtualChip(program: program, chip: chip)
        .run(tokens: [0, 1, 2], settings: Self.expectation).output
    }
    let cold = try context([.beta(factor: 0)])
    for column in 0..<3 {
      let mean = rows.reduce(0) { $0 + $1[column] } / 3
      #expect(abs(cold[column] - mean) < 0.01)
    }
    #expect(try context([.beta(factor: 1)]) == context([]))
    #expect(try context([.beta(factor: 5)])[0] > 0.9)
  }
}
