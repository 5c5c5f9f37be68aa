import ChipPrograms
import HardwareSpecs
import ModelCompiler
import Testing
import TransformerModels
import VirtualChip

/// What collisions cost MiniLM: shares p e^{ap} instead of p, all else exact.
@Suite("Collisions and MiniLM", .enabled(if: MiniLM.isThere, "run make model first"))
struct CollisionTests {
  @Test("a cosine of 0.01 is lost near a = 1.16, and near 1.5 with ramps")
  func loss() throws {
    var mini = try #require(MiniLM.shared)
    // All but the longest: time.
    mini.keep { $0.count < 50 }
    var chip = try SpecLibrary.chip("ceas-ising-5w")
    // No single agent may saturate here.
    chip.timing.maximumRate_Hz = 1e15
    var program = try ModelCompiler.compile(
      mini.model.graph, for: chip, precision: Precision(weightBits: 12, activationBits: 12))
    func loss(load: Double, attention: AttentionRoad = .race) throws -> Double {
      chip.timing.raceLoad = load
      program.chip?.hash = chip.identity
      let settings = RunSettings(fidelity: .expectation, attention: attention)
      return 1
        - (try mini.accuracy(try VirtualChip(program: program, chip: chip), settings).mean)
    }
    // Found with the sentence of 65 tokens, too: 0.0078, 0.0091, 0.0105 at a = 1, 1.1, 1.2; ramped
    // 0.0092, 0.0100, 0.0107 at 1.4, 1.5, 1.6. Quantisation alone: 2e-5.
    #expect(try loss(load: 1.05) < 0.01)
    #expect(try loss(load: 1.35) > 0.01)
    #expect(try loss(load: 1.35, attention: .rampedRace) < 0.01)
  }
}
