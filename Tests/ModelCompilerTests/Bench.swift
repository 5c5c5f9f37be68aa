import ChipPrograms
import HardwareSpecs
import IsingTestSupport
import ModelCompiler
import Testing
import TransformerModels

/// Chips and compilations for tests.
enum Bench {
  /// A chip of 4 × 4 tiles, by default just large enough for the tiny model: with 4 tiles of gates and of lanes
  /// and 2 norm units on a mesh of 7 × 7, which `FloorPlanTests` has in full.
  static func chip(
    linearTiles: Int = 32, raceTiles: Int = 2, offChip: Bool = false, onChip_bits: Int = 1 << 20,
    _ change: (inout ChipSpec) -> Void = { _ in }
  ) throws -> ChipSpec {
    var chip = try SpecLibrary.chip(SpecLibrary.defaultChip)
    chip.name = "bench"
    chip.geometry.linearTiles = linearTiles
    chip.geometry.raceTiles = raceTiles
    chip.geometry.tileRows = 4
    chip.geometry.tileColumns = 4
    chip.geometry.gateAgents = 16
    chip.geometry.digitalLanes = 16
    chip.geometry.normUnits = 2
    chip.memory.onChip_bits = onChip_bits
    chip.memory.offChip_bitsPerSecond = offChip ? 1e9 : nil
    chip.hash = "0"
    change(&chip)
    return chip
  }

  /// The mapping after the named pass, with every pass verified.
  static func mapping(
    after last: String, of graph: ModelGraph = TinyModel().graph, on chip: ChipSpec? = nil,
    precision: Precision = Precision(outlierChannels: 1, weightBlock: 0)
  ) throws -> Mapping {
    let chip = try chip ?? Bench.chip()
    let context = CompileContext(chip: chip, precision: precision)
    var mapping = try Lower.lower(graph, context: context)
    #expect(Verifier.fault(in: mapping, chip: chip) == nil)
    if last == "lower" { return mapping }
    for pass in ModelCompiler.passes {
      mapping = try pass.run(mapping, context)
      try Verifier.verify(mapping, after: pass.name, chip: chip)
      if pass.name == last { return mapping }
    }
    throw UnknownPass(name: last)
  }

  struct UnknownPass: Error { var name: String }

  /// The error that a compilation ends with; `nil` if it succeeds.
  static func error(
    _ graph: ModelGraph = TinyModel().graph, on chip: ChipSpec,
    precision: Precision = Precision(weightBlock: 0)
  ) -> CompileError? {
    do throws(CompileError) {
      _ = try ModelCompiler.compile(graph, for: chip, precision: precision)
      return nil
    } catch { return error }
  }
}
