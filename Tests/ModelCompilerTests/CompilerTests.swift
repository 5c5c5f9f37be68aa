import ChipPrograms
import HardwareSpecs
import IsingTestSupport
import ModelCompiler
import Testing

@Suite("Compiler") struct CompilerTests {
  /// The whole text form of a tiny program; docs/mapping.md shows parts of it.
  @Test func programOfATinyModel() throws {
    let chip = try Bench.chip()
    let program = try ModelCompiler.compile(
      TinyModel().graph, for: chip, precision: Precision(outlierChannels: 1, weightBlock: 0))
    let lines = Listing.text(of: program).split(separator: "\n").map(String.init)
    let body = try #require(lines.firstIndex(of: "setup:"))
    #expect(
      lines[..<body].joined(separator: "\n") == """
        program tiny for bench
        chip-hash \(chip.identity)
        precision w8 a8 attention 8 outliers 1 scale-per row range maximum gains folded embedding 16
        tokens 1...6
        table T0 word 12x8 16b by token on-chip
        table T1 position 6x8 16b by position on-chip
        table T2 type 2x8 16b by type on-chip
        array A0 layer0.query 8x8 8b block 8 tiles 2x2 at 0...3 resident
        array A1 layer0.key 8x8 8b block 8 tiles 2x2 at 4...7 resident
        array A2 layer0.value 8x8 8b block 8 tiles 2x2 at 8...11 resident
        array A3 layer0.attention.output 8x8 8b block 8 tiles 2x2 at 12...15 resident
        array A4 layer0.intermediate 16x8 8b block 8 tiles 2x4 at 16...23 resident
        array A5 layer0.output 8x16 8b block 16 tiles 4x2 at 24...31 resident
        vector V0 8
        vector V1 8
        vector V2 8
        vector V3 8
        vector V4 8
        vector V5 8
        value %0 field nx8
        value %1 field nx8
        value %2 field nx8
        value %3 codes nx8
        value %4 field nx8
        value %5 field nx8
        value %6 field nx8
        value %7 field nx8
        value %8 codes nx8
        value %9 field nx8
        value %10 field nx8
        value %11 field nx16
        value %12 codes nx8
        value %13 field nx16
        value %14 field nx8
        value %15 codes nx16
        value %16 field nx8
        value %17 field nx8
        value %18 field 1x8
        value %19 field 1x8
        value %20 field 1x8
        """)
    // The rest is the schedule, which has a golden text of its own.
    let mapping = try Bench.mapping(after: "schedule")
    #expect(
      Array(lines[body...])
        == ["setup:"] + mapping.setup.map { "  " + Listing.line($0) } + ["text:"]
        + mapping.instructions.map { "  " + Listing.line($0) })
    #expect(Listing.text(of: program).hasSuffix("send %20 ; output\n"))
  }

  /// The program holds what the last mapping holds.
  @Test func emitKeepsEverything() throws {
    let chip = try Bench.chip()
    let precision = Precision(outlierChannels: 1, weightBlock: 0)
    let mapping = try Bench.mapping(after: "schedule", on: chip)
    let program = try ModelCompiler.compile(TinyModel().graph, for: chip, precision: precision)
    #expect(program.chip?.hash == chip.identity && program.precision == precision)
    #expect(program.vectors == mapping.vectors && program.vectors.count == 6)
    #expect(program.values == mapping.values)
    for (array, other) in zip(program.arrays, mapping.arrays) {
      #expect(array.codes == other.codes && array.scales == other.scales)
      #expect(array.fields == other.fields && array.placement == other.placement)
      #expect(array.layer == 0)
    }
    for (table, other) in zip(program.tables, mapping.tables) {
      #expect(table.codes == other.codes && table.scales == other.scales)
    }
    #expect(program.layerCount == 1)
  }

  /// Two layers, every setting of precision: each compiles and is verified after each pass.
  @Test(arguments: [2, 8, 12], Precision.NormGains.allCases)
  func settings(bits: Int, gains: Precision.NormGains) throws {
    var model = TinyModel(layers: 2)
    (model.hidden, model.heads, model.keyValueHeads, model.inner) = (16, 4, 2, 32)
    for range in Precision.WeightRange.allCases {
      for block in [0, 8, 16] {
        let precision = Precision(
          weightBits: bits, activationBits: 4, weightBlock: block, weightRange: range,
          normGains: gains, embeddingBits: 8)
        let program = try ModelCompiler.compile(
          model.graph, for: Bench.chip(linearTiles: 256), precision: precision)
        #expect(program.arrays.allSatisfy { $0.bits == bits })
        let limit = (1 << (bits - 1)) - 1
        #expect(program.arrays.allSatisfy { $0.codes.allSatisfy { abs(Int($0)) <= limit } })
        // A norm's rescale is an instruction of its own, but for the last one in front of the pool.
        let rescales = program.instructions.filter { $0.operation.mnemonic == "rescale" }.count
        #expect(rescales == (gains == .folded ? 1 : 5))
      }
    }
  }

  @Test func passesInOrder() {
    #expect(
      ModelCompiler.passes.map(\.name) == ["fold", "quantise", "tile", "place", "schedule"])
  }
}
