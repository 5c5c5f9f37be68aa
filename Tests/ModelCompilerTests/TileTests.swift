import ChipPrograms
import HardwareSpecs
import IsingTestSupport
import ModelCompiler
import Testing
import TransformerModels

@Suite("Pass tile and the chip's limits") struct TileTests {
  @Test func arraysAreCutIntoTiles() throws {
    func arrays(_ pass: String) throws -> String {
      MappingListing.text(of: try Bench.mapping(after: pass)).split(separator: "\n")
        .filter { $0.hasPrefix("array") }.joined(separator: "\n")
    }
    #expect(
      try arrays("quantise") == """
        array A0 layer0.query 8x8 8b block 8
        array A1 layer0.key 8x8 8b block 8
        array A2 layer0.value 8x8 8b block 8
        array A3 layer0.attention.output 8x8 8b block 8
        array A4 layer0.intermediate 16x8 8b block 8
        array A5 layer0.output 8x16 8b block 16
        """)
    #expect(
      try arrays("tile") == """
        array A0 layer0.query 8x8 8b block 8 tiles 2x2
        array A1 layer0.key 8x8 8b block 8 tiles 2x2
        array A2 layer0.value 8x8 8b block 8 tiles 2x2
        array A3 layer0.attention.output 8x8 8b block 8 tiles 2x2
        array A4 layer0.intermediate 16x8 8b block 8 tiles 2x4
        array A5 layer0.output 8x16 8b block 16 tiles 4x2
        """)
  }

  @Test func tilesThatAreNotFilled() throws {
    let chip = try Bench.chip {
      $0.geometry.tileRows = 5
      $0.geometry.tileColumns = 7
    }
    let mapping = try Bench.mapping(after: "tile", on: chip)
    #expect(mapping.arrays.map(\.placement.rowTiles) == [2, 2, 2, 2, 2, 4])
    #expect(mapping.arrays.map(\.placement.columnTiles) == [2, 2, 2, 2, 3, 2])
  }

  /// A chip that lacks something, and the message.
  struct Lack: CustomTestStringConvertible, Sendable {
    var message: String
    var precision = Precision()
    var change: @Sendable (inout ChipSpec) -> Void = { _ in }
    var testDescription: String { message }
  }

  @Test(arguments: [
    Lack(
      message: "layer0.query: needs 8 couplings an agent, the largest fan-in of an agent of bench "
        + "is 7: short by 1"
    ) { $0.geometry.maximumFanIn = 7 },
    // The second matrix of the feed-forward layer has 16 inputs.
    Lack(
      message: "layer0.output: needs 16 couplings an agent, the largest fan-in of an agent of "
        + "bench is 8: short by 8"
    ) { $0.geometry.maximumFanIn = 8 },
    Lack(
      message: "layer0.query: needs 9 coupling bits, the width of a coupling of bench is 8: short "
        + "by 1", precision: Precision(weightBits: 9)
    ) { $0.geometry.couplingBits = 8 },
    Lack(
      message: "layer0.query: needs 10 code bits, the width of an input agent's code of bench is "
        + "8: short by 2", precision: Precision(activationBits: 10, attentionBits: 8)
    ) { $0.geometry.activationBits = 8 },
    Lack(
      message: "layer0.attention: needs 1 race tiles, the number of race tiles of bench is 0: "
        + "short by 1"
    ) { $0.geometry.raceTiles = 0 },
    Lack(
      message: "layer0.attention: needs 4 rows, the number of rows of a race tile of bench is 3: "
        + "short by 1"
    ) { $0.geometry.tileRows = 3 },
    // Keys are couplings.
    Lack(
      message: "layer0.attention: needs 12 coupling bits, the width of a coupling of bench is 8: "
        + "short by 4", precision: Precision(attentionBits: 12)
    ) { $0.geometry.couplingBits = 8 },
    // Queries are codes of input agents.
    Lack(
      message: "layer0.attention: needs 12 code bits, the width of an input agent's code of bench "
        + "is 8: short by 4", precision: Precision(attentionBits: 12)
    ) { $0.geometry.activationBits = 8 },
    Lack(
      message: "layer0.gelu: needs 1 gate agents, the number of gate agents of bench is 0: short "
        + "by 1"
    ) { $0.geometry.gateAgents = 0 },
    Lack(
      message: "embedding.norm.unit: needs 1 norm units, the number of norm units of bench is 0: "
        + "short by 1"
    ) {
      $0.geometry.normUnits = 0
      $0.timing.normMethod = .feedback
    },
    Lack(
      message: "couplings of tiny: needs 32 tiles, the number of linear tiles of bench, which has "
        + "no off-chip memory to reload them from, is 31: short by 1"
    ) { $0.geometry.linearTiles = 31 },
    Lack(
      message: "couplings of tiny: needs 32 tiles, the number of linear tiles of bench is 0: "
        + "short by 32"
    ) {
      $0.geometry.linearTiles = 0
      $0.memory.offChip_bitsPerSecond = 1e9
    },
    // 6 tokens × (8 words of 32 bits + 3·8 operands of 8 bits) = 2688 bits.
    Lack(
      message: "buffers for 6 tokens: needs 2688 bits, the on-chip memory of bench is 2687: short "
        + "by 1"
    ) { $0.memory.onChip_bits = 2687 },
    // Then the tables, smallest first: type 2·8·16 = 256, position 768, word 1536.
    Lack(
      message: "word: needs 1536 bits, the on-chip memory left on bench, which has no off-chip "
        + "memory, is 1535: short by 1"
    ) { $0.memory.onChip_bits = 2688 + 256 + 768 + 1535 },
    Lack(
      message: "type: needs 256 bits, the on-chip memory left on bench, which has no off-chip "
        + "memory, is 255: short by 1"
    ) { $0.memory.onChip_bits = 2688 + 255 },
  ])
  func chipsThatLackSomething(_ lack: Lack) throws {
    let chip = try Bench.chip(lack.change)
    #expect(Bench.error(on: chip, precision: lack.precision)?.description == lack.message)
  }

  @Test func exactlyEnoughIsEnough() throws {
    let chip = try Bench.chip(linearTiles: 32, raceTiles: 1, onChip_bits: 2688 + 256 + 768 + 1536) {
      $0.geometry.maximumFanIn = 16
      $0.geometry.couplingBits = 8
      $0.geometry.activationBits = 8
      $0.geometry.gateAgents = 1
      $0.geometry.normUnits = 0
      $0.timing.normMethod = .twoPasses
    }
    #expect(Bench.error(on: chip) == nil)
  }

  /// A graph of degree 16 has no columns of 32 inputs, whatever the bits.
  @Test func z1RefusesDenseLayers() throws {
    var model = TinyModel()
    model.hidden = 32
    let chip = try SpecLibrary.chip("extropic-z1")
    #expect(
      Bench.error(model.graph, on: chip)
        == .doesNotFit(
          term: "layer0.query", limit: "the largest fan-in of an agent of extropic-z1", needed: 32,
          available: 16, unit: "couplings an agent"))
  }

  @Test(arguments: [
    (Precision(weightBits: 1), "weight bits: found 1, expected 2 to 12"),
    (Precision(weightBits: 13), "weight bits: found 13, expected 2 to 12"),
    (Precision(activationBits: 3, attentionBits: 8), "activation bits: found 3, expected 4 to 12"),
    (Precision(attentionBits: 13), "attention bits: found 13, expected 4 to 12"),
    (Precision(outlierChannels: -1), "outlier channels: found -1, expected 0 to 64"),
    (Precision(outlierChannels: 65), "outlier channels: found 65, expected 0 to 64"),
    (Precision(embeddingBits: 17), "embedding bits: found 17, expected 8 to 16"),
    (Precision(weightBlock: 7), "weight block: found 7, expected 8 to 4096"),
    (Precision(weightBlock: -8), "weight block: found -8, expected 8 to 4096"),
    (
      Precision(weightBits: 0, activationBits: 99),
      "weight bits: found 0, expected 2 to 12; activation bits: found 99, expected 4 to 12; "
        + "attention bits: found 99, expected 4 to 12"
    ),
  ])
  func illegalPrecision(_ precision: Precision, _ message: String) throws {
    let error = Bench.error(on: try Bench.chip(), precision: precision)
    #expect(error?.description == message)
    #expect(error == .illegalPrecision(precision.problems))
  }
}
