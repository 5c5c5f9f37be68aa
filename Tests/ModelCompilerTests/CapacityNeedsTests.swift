import ChipPrograms
import HardwareSpecs
import IsingTestSupport
import ModelCompiler
import Testing

@Suite struct CapacityNeedsTests {
  private func chip(_ change: (inout ChipSpec) -> Void = { _ in }) throws -> ChipSpec {
    var chip = try SpecLibrary.chip(SpecLibrary.defaultChip)
    chip.geometry.tileRows = 5
    chip.geometry.tileColumns = 7
    change(&chip)
    return chip
  }

  @Test func needsAreWhatTheCompiledProgramUses() throws {
    let graph = TinyModel(layers: 2).graph
    let precision = Precision(weightBits: 6, attentionBits: 5)
    let needs = try CapacityNeeds(of: graph, on: chip(), precision: precision)
    let program = try ModelCompiler.compile(graph, for: chip(), precision: precision)
    #expect(needs.tiles.map(\.amount) == program.arrays.map { $0.placement.tiles.count })
    #expect(needs.tiles.map(\.name) == program.arrays.map(\.name))
    #expect(needs.couplingBits.reduce(0) { $0 + $1.amount } == program.couplingBits)
    #expect(needs.tables.map(\.amount) == program.tables.map(\.storageBits))
    #expect(needs.fanIns.map(\.amount).max() == program.arrays.map(\.inputs).max())
  }

  /// One tile or bit less than the needs, and the compiler refuses.
  @Test func needsAreTheLeastThatCompiles() throws {
    let graph = TinyModel().graph
    let needs = try CapacityNeeds(of: graph, on: chip(), precision: Precision())
    let memory = needs.tables.reduce(needs.buffers_bits) { $0 + $1.amount }
    func compiles(_ change: (inout ChipSpec) -> Void) throws -> Bool {
      let chip = try chip(change)
      return (try? ModelCompiler.compile(graph, for: chip, precision: Precision())) != nil
    }
    #expect(try compiles { $0.geometry.linearTiles = needs.allTiles })
    #expect(try !compiles { $0.geometry.linearTiles = needs.allTiles - 1 })
    #expect(try compiles { $0.memory.onChip_bits = memory })
    #expect(try !compiles { $0.memory.onChip_bits = memory - 1 })
  }
}
