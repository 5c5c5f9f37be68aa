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

  @Test("at many bits a causal model has the reference's output, and another than one that is not")
  func agreement() throws {
    var model = TinyModel(hidden: 32, heads: 4, keyValueHeads: 2, layers: 2, inner: 64)
    model.isCausal = true
    var chip = try SpecLibrary.chip(SpecLibrary.defaultChip)
    chip.geometry.raceTiles = 4096
    let precision = Precision(weightBits: 12, activationBits: 12, attentionBits: 12)
    let program = try ModelCompiler.compile(model.graph, for: chip, precision: precision)
    let races = program.instructions.compactMap { $0.operation as? Instruction.Race }
    #expect(races.count == 2 && races.allSatisfy(\.shape.causal))
    let found = try VirtualChip(program: program, chip: chip)
      .run(tokens: Self.tokens, settings: RunSettings(fidelity: .expectation)).output
    func reference(_ model: TinyModel) throws -> [Float] {
      try DenseExecutor(graph: model.graph).run(tokens: [Self.tokens], threads: 1)[0]
    }
    let causal = try reference(model)
    model.isCausal = false
    let open = try reference(model)
    func cosine(_ other: [Float]) -> Float {
      zip(found, other).reduce(0) { $0 + $1.0 * $1.1 }
    }
    #expect(cosine(causal) > 0.99)
    #expect(cosine(open) < cosine(causal))
  }
}
