import ChipPrograms
import MoebiusGeometry
import Testing

@Suite("Listing") struct ListingTests {
  @Test(
    arguments: [
      (.load(array: 3), "load A3 ; x"),
      (.bias(array: 0), "bias A0 ; x"),
      (.beta(factor: 0.5), "beta factor 0.5 ; x"),
      (.fetch(tables: [0, 2], into: 1), "%1 <- fetch T0, T2 ; x"),
      (.clamp(1, bits: 8, outlierChannels: 4, into: 2), "%2 <- clamp %1 bits 8 outliers 4 ; x"),
      (
        .move(
          2, blockWidth: 32, bitsPerElement: 8,
          routes: [Route(3, 0), Route(paths: [[3, 5, 6], [5, 4]])]),
        "move %2 blocks of 32 x 8b route 3>0 3>5>6+5>4 ; x"
      ),
      (.read(array: 5, codes: 2, into: 3), "%3 <- read %2 A5 ; x"),
      (
        .race(
          .init(heads: 4, keyValueHeads: 2, headSize: 32, causal: false, bits: 8), query: 1, key: 2,
          value: 3, into: 4), "%4 <- race %1, %2, %3 heads 4/2 x 32 8b ; x"
      ),
      (
        .race(
          .init(heads: 1, keyValueHeads: 1, headSize: 8, causal: true, bits: 4), query: 1, key: 1,
          value: 1, into: 2), "%2 <- race %1, %1, %1 heads 1/1 x 8 4b causal ; x"
      ),
      (
        .race(
          .init(
            heads: 1, keyValueHeads: 1, headSize: 8, causal: false, bits: 4,
            position: .hyperbolic(slope: 0.5)), query: 1, key: 1, value: 1, into: 2),
        "%2 <- race %1, %1, %1 heads 1/1 x 8 4b position hyperbolic:0.5 ; x"
      ),
      (.gate(.unitLogistic, 1, into: 2), "%2 <- gate %1 unit-logistic ; x"),
      (.normalise(1, epsilon: 1e-12, into: 2), "%2 <- normalise %1 epsilon 1e-12 ; x"),
      (
        .accumulate(1, 2, gain: 0, shift: 1, into: 3),
        "%3 <- accumulate %1, %2 gain V0 shift V1 ; x"
      ),
      (.accumulate(1, 2, gain: nil, shift: nil, into: 3), "%3 <- accumulate %1, %2 ; x"),
      (.rescale(1, gain: nil, shift: 7, into: 2), "%2 <- rescale %1 shift V7 ; x"),
      (.pool(1, into: 2), "%2 <- pool %1 ; x"),
      (.unit(1, into: 2), "%2 <- unit %1 ; x"),
      (.pool(1, after: 5, into: 2), "%2 <- pool %1 after 5 ; x"),
      (.pool(1, .largest, after: 5, into: 2), "%2 <- pool %1 largest after 5 ; x"),
      (.send(9), "send %9 ; x"), (.send(9, channels: 4), "send %9 first 4 ; x"),
      (.barrier, "barrier ; x"),
      (.beta(0.5), "beta 0.5 ; x"), (.beta(2), "beta 2 ; x"),
      (.ramp(from: 0, to: 1.5, over: .init(3, .nanoseconds)), "beta 0 to 1.5 over 3 ns ; x"),
      (.clamp([.init(3, 1), .init(0, -1)]), "clamp 3 +1 0 -1 ; x"),
      (.release([]), "release ; x"), (.release([2, 0]), "release 2 0 ; x"),
      (.relax(.init(0.1, .sweeps)), "relax 0.1 sweeps ; x"),
      (
        .read(every: .init(2, .picoseconds), times: 9, agents: []), "read every 2 ps times 9 ; x"
      ),
      (
        .read(every: .init(2, .seconds), times: 9, agents: [1, 2]),
        "read every 2 s times 9 agents 1 2 ; x"
      ),
      (
        .control(.race(6), to: .entropy(2.5), gain: 0.1),
        "control %6 to entropy 2.5 gain 0.1 ; x"
      ),
      (
        .control(.agents, to: .acceptance(0.25), gain: 1),
        "control agents to acceptance 0.25 gain 1 ; x"
      ),
      (
        .control(
          .race(6),
          to: .gaps(
            [
              .init(constant: 0.5, slope: 0.25, band: 0.1),
              .init(constant: -0.5, slope: 1, band: 0),
            ], leastTokens: 11), gain: 1, law: .printed),
        "control %6 to gaps from 11 tokens 0.5 0.25 0.1, -0.5 1 0 gain 1 law printed ; x"
      ),
    ] as [(any Instruction.Operation, String)])
  func lines(_ operation: any Instruction.Operation, _ line: String) {
    #expect(Listing.line(.init(name: "x", layer: nil, operation: operation)) == line)
    // Mnemonic, operands and result are the same thing said apart.
    #expect(line.contains(operation.mnemonic))
    for operand in operation.operands { #expect(line.contains("%\(operand)")) }
    #expect(line.hasPrefix("%") == (operation.result != nil))
    if let result = operation.result { #expect(line.hasPrefix("%\(result) <- ")) }
  }

  private func array(tiles: [Int], resident: Bool, rounds: Int) -> CouplingArray {
    CouplingArray(
      name: "a", layer: nil, inputs: 64, outputs: 3, bits: 6, block: 32,
      codes: [Int16](repeating: 1, count: 192), scales: [Float](repeating: 1, count: 6),
      fields: [0, 0, 0],
      placement: .init(
        rowTiles: tiles.isEmpty ? 0 : 2, columnTiles: tiles.isEmpty ? 0 : 1, tiles: tiles,
        resident: resident,
        rounds: rounds))
  }

  @Test func arrays() {
    #expect(Listing.describe(array(tiles: [], resident: false, rounds: 0)) == "a 3x64 6b block 32")
    #expect(
      Listing.describe(array(tiles: [4, 5], resident: true, rounds: 1))
        == "a 3x64 6b block 32 tiles 2x1 at 4...5 resident")
    #expect(
      Listing.describe(array(tiles: [7, 7], resident: false, rounds: 2))
        == "a 3x64 6b block 32 tiles 2x1 at 7,7 reloaded in 2")
    #expect(
      Listing.describe(array(tiles: [9, 2], resident: true, rounds: 1))
        == "a 3x64 6b block 32 tiles 2x1 at 9,2 resident")
  }

  @Test func tablesAndValues() {
    var table = PresetTable(
      name: "t", index: .constant, rows: 2, width: 3, bits: 16, codes: [1, 2, 3, 4, 5, 6],
      scales: [1, 1], onChip: true)
    #expect(Listing.describe(table) == "t 2x3 16b by constant on-chip")
    table.onChip = false
    table.index = .position
    #expect(Listing.describe(table) == "t 2x3 16b by position off-chip")
    #expect(Listing.describe(.init(kind: .codes, width: 5)) == "codes nx5")
    #expect(Listing.describe(.init(kind: .field, width: 5, pooled: true)) == "field 1x5")
  }

  @Test func precision() {
    #expect(
      Listing.describe(Precision())
        == "w8 a8 attention 8 outliers 4 scale-per tile range maximum gains folded embedding 16")
    #expect(
      Listing.describe(
        Precision(
          weightBits: 6, activationBits: 10, attentionBits: 4, outlierChannels: 0, weightBlock: 64,
          weightRange: .leastSquares, normGains: .periphery, embeddingBits: 8))
        == "w6 a10 attention 4 outliers 0 scale-per 64 range least-squares gains periphery "
        + "embedding 8")
  }
}

@Suite("Program") struct ProgramTests {
  private func array(resident: Bool) -> CouplingArray {
    CouplingArray(
      name: "a", layer: nil, inputs: 4, outputs: 3, bits: 6, block: 2,
      codes: [Int16](repeating: 1, count: 12), scales: [Float](repeating: 1, count: 6),
      fields: [0, 0, 0],
      placement: .init(rowTiles: 1, columnTiles: 1, tiles: [0], resident: resident, rounds: 1))
  }

  @Test func sums() {
    #expect(array(resident: true).blocks == 2)
    #expect(array(resident: true).couplingBits == 72)
    let table = PresetTable(
      name: "t", index: .token, rows: 5, width: 3, bits: 16, codes: [], scales: [], onChip: false)
    #expect(table.storageBits == 240)
    var program = Program(
      name: "m", chip: .init(name: "c", hash: "h"), precision: Precision(), maximumTokens: 2,
      values: [],
      arrays: [array(resident: true), array(resident: false)], tables: [], vectors: [], setup: [],
      instructions: [])
    #expect(program.couplingBits == 144)
    #expect(program.residentCouplingBits == 72)
    #expect(program.layerCount == 0)
    for layer in [nil, 0, 3, 1] {
      program.instructions.append(.init(name: "x", layer: layer, operation: .barrier))
    }
    #expect(program.layerCount == 4)
  }

  @Test func defaultsAndLimitsAreLegal() {
    #expect(Precision().problems.isEmpty)
    #expect(Precision(activationBits: 6).attentionBits == 6)
    for bits in [4, 12] {
      for block in [0, 8, 4096] {
        for outliers in [0, 64] {
          let precision = Precision(
            weightBits: bits, activationBits: bits, outlierChannels: outliers, weightBlock: block,
            embeddingBits: 16)
          #expect(precision.problems.isEmpty)
        }
      }
    }
    #expect(Precision(weightBits: 2, embeddingBits: 8).problems.isEmpty)
  }
}
