import ChipPrograms
import DenseExecutor
import HardwareSpecs
import IsingTestSupport
import ModelCompiler
import Testing
import VirtualChip

/// A model whose tokens see those up to them: compiled, and against the reference.
@Suite("Causal model")
struct CausalModelTests {
  static let tokens = [3, 1, 4, 1, 5, 9]

  /// The same chip, bits and converters serve a model whose tokens see all others, whose losses other suites
  /// hold to: what causality adds may not lose more than four times as much, four being the square of twice
  /// the deviation. Taken for one another the two models are a hundred times further apart.
  @Test("at many bits a causal model has the reference's output, and another than one that is not")
  func agreement() throws {
    var model = TinyModel(hidden: 32, heads: 4, keyValueHeads: 2, layers: 2, inner: 64)
    let open = try Self.outputs(model)
    model.isCausal = true
    let causal = try Self.outputs(model)
    let loss = Self.loss(causal.chip, causal.reference)
    #expect(loss < 4 * Self.loss(open.chip, open.reference))
    #expect(Self.loss(causal.chip, open.reference) > 100 * loss)
    #expect(Self.loss(open.chip, causal.reference) > 100 * loss)
  }

  /// What chip and reference make of a model: rows of length 1.
  private static func outputs(
    _ model: TinyModel
  ) throws -> (chip: [Float], reference: [Float]) {
    var chip = try SpecLibrary.chip(SpecLibrary.defaultChip)
    chip.geometry.raceTiles = 4096
    let precision = Precision(weightBits: 12, activationBits: 12, attentionBits: 12)
    let program = try ModelCompiler.compile(model.graph, for: chip, precision: precision)
    let races = program.instructions.compactMap { $0.operation as? Instruction.Race }
    #expect(races.count == 2 && races.allSatisfy { $0.shape.causal == model.isCausal })
    return (
      try VirtualChip(program: program, chip: chip)
        .run(tokens: tokens, settings: RunSettings(fidelity: .expectation)).output,
      try DenseExecutor(graph: model.graph).run(tokens: [tokens], threads: 1)[0]
    )
  }

  /// One minus the cosine.
  private static func loss(_ left: [Float], _ right: [Float]) -> Double {
    1 - zip(left, right).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }
}
