import ChipPrograms
import Foundation
import HardwareSpecs
import IsingTestSupport
import ModelCompiler
import Testing
import TransformerModels

@Suite("all-MiniLM-L6-v2", .enabled(if: ModelFolder.url != nil, "run make model first"))
struct RealModelTests {
  private func graph() throws -> ModelGraph {
    try LoadedModel.load(folder: #require(ModelFolder.url).path).graph
  }

  @Test func fitsTheDefaultChipWhole() throws {
    let chip = try SpecLibrary.chip(SpecLibrary.defaultChip)
    let program = try ModelCompiler.compile(graph(), for: chip, precision: Precision())
    #expect(program.arrays.count == 36 && program.layerCount == 6)
    #expect(program.arrays.allSatisfy { $0.placement.resident })
    // 6 layers of 4 · 3 × 3 + 2 · 3 × 12 tiles.
    #expect(program.arrays.flatMap(\.placement.tiles) == Array(0..<648))
    // 6 · (4 · 384² + 2 · 384 · 1536) couplings of 8 bits.
    #expect(program.couplingBits == 8 * 10_616_832)
    #expect(program.residentCouplingBits == program.couplingBits)
    #expect(program.tables.map(\.onChip) == [true, true, true])
    #expect(program.arrays.allSatisfy { $0.codes.allSatisfy { (-127...127).contains($0) } })
    #expect(program.setup.count == 73)
  }

  @Test func isReloadedOnASmallChip() throws {
    var chip = try SpecLibrary.chip(SpecLibrary.defaultChip)
    chip.geometry.linearTiles = 512
    chip.memory.offChip_bitsPerSecond = 1e11
    let program = try ModelCompiler.compile(graph(), for: chip, precision: Precision())
    // Twelve arrays of 36 tiles and seven of 9; the other seventeen share a pool of 9.
    #expect(program.arrays.filter(\.placement.resident).count == 19)
    #expect(
      program.instructions.count(where: { $0.operation.mnemonic == "load" }) == 17)
  }

  @Test func isRefusedByZ1() throws {
    let chip = try SpecLibrary.chip("extropic-z1")
    let error = Bench.error(try graph(), on: chip)
    #expect(
      error?.description
        == "layer0.query: needs 384 couplings an agent, the largest fan-in of an agent of "
        + "extropic-z1 is 16: short by 368")
  }

  @Test func isRefusedByTheDefaultChipWithFewTiles() throws {
    var chip = try SpecLibrary.chip(SpecLibrary.defaultChip)
    chip.geometry.linearTiles = 600
    #expect(
      Bench.error(try graph(), on: chip)?.description.hasSuffix(
        "which has no off-chip memory to reload them from, is 600: short by 48") == true)
  }
}
