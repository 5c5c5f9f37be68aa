import ChipPrograms
import HardwareSpecs
import IsingTestSupport
import ModelCompiler
import Testing
import TransformerModels

@Suite("Pass schedule") struct ScheduleTests {
  private func lines(_ mapping: Mapping) -> [String] { mapping.instructions.map(Listing.line) }

  @Test func orderOfATinyModel() throws {
    let mapping = try Bench.mapping(after: "schedule")
    #expect(try Bench.mapping(after: "place").instructions.isEmpty)
    #expect(
      lines(mapping).joined(separator: "\n") == """
        %0 <- fetch T0, T1, T2 ; embedding
        %1 <- normalise %0 epsilon 1e-05 ; embedding.norm.unit
        %3 <- clamp %1 bits 8 outliers 1 ; layer0.query.clamp
        move %3 blocks of 4 x 8b route 0>0>2 0>1>3 ; layer0.query.move
        %2 <- read %3 A0 ; layer0.query
        move %3 blocks of 4 x 8b route 0>6+6>4 0>7+7>5 ; layer0.key.move
        %4 <- read %3 A1 ; layer0.key
        move %3 blocks of 4 x 8b route 0>8>10 0>9>11 ; layer0.value.move
        %5 <- read %3 A2 ; layer0.value
        move %2 blocks of 4 x 8b route 1>32 3>33 ; layer0.attention.query.move
        move %4 blocks of 4 x 8b route 5>32 7>33 ; layer0.attention.key.move
        move %5 blocks of 4 x 8b route 9>32 11>33 ; layer0.attention.value.move
        barrier ; layer0.attention.barrier
        %6 <- race %2, %4, %5 heads 2/2 x 4 8b ; layer0.attention
        %8 <- clamp %6 bits 8 outliers 1 ; layer0.attention.output.clamp
        move %8 blocks of 4 x 8b route 32>14+14>12 33>15+15>13 ; layer0.attention.output.move
        %7 <- read %8 A3 ; layer0.attention.output
        move %1 blocks of 4 x 32b route 0>13 0>15 ; layer0.attention.residual.move
        %9 <- accumulate %7, %1 gain V0 shift V1 ; layer0.attention.residual
        %10 <- normalise %9 epsilon 1e-05 ; layer0.attention.norm.unit
        %12 <- clamp %10 bits 8 outliers 1 ; layer0.intermediate.clamp
        move %12 blocks of 4 x 8b route 13>18>20>22+18>16 15>21>23+21>19>17 ; layer0.intermediate.move
        %11 <- read %12 A4 ; layer0.intermediate
        %13 <- gate %11 gaussian ; layer0.gelu
        %15 <- clamp %13 bits 8 outliers 1 ; layer0.output.clamp
        move %15 blocks of 4 x 8b route 17>28+28>24 19>25>29 21>26>30 23>27>31 ; layer0.output.move
        %14 <- read %15 A5 ; layer0.output
        move %10 blocks of 4 x 32b route 13>27 15>31 ; layer0.output.residual.move
        %16 <- accumulate %14, %10 gain V2 shift V3 ; layer0.output.residual
        %17 <- normalise %16 epsilon 1e-05 ; layer0.output.norm.unit
        %18 <- pool %17 ; pool
        barrier ; pool.barrier
        %19 <- rescale %18 gain V4 shift V5 ; layer0.output.norm
        %20 <- unit %19 ; unit
        send %20 ; output
        """)
    #expect(
      mapping.setup.map(Listing.line) == [
        "load A0 ; layer0.query.load", "bias A0 ; layer0.query.bias",
        "load A1 ; layer0.key.load", "bias A1 ; layer0.key.bias",
        "load A2 ; layer0.value.load", "bias A2 ; layer0.value.bias",
        "load A3 ; layer0.attention.output.load", "bias A3 ; layer0.attention.output.bias",
        "load A4 ; layer0.intermediate.load", "bias A4 ; layer0.intermediate.bias",
        "load A5 ; layer0.output.load", "bias A5 ; layer0.output.bias",
        "beta factor 1.0 ; race.beta",
      ])
  }

  /// Arrays that take turns are loaded behind a barrier, with their fields, and before their reading.
  @Test func reloads() throws {
    let chip = try Bench.chip(linearTiles: 20, offChip: true)
    let mapping = try Bench.mapping(after: "schedule", on: chip)
    #expect(
      lines(mapping)[2..<13].joined(separator: "\n") == """
        %3 <- clamp %1 bits 8 outliers 1 ; layer0.query.clamp
        barrier ; layer0.query.barrier
        load A0 ; layer0.query.load
        bias A0 ; layer0.query.bias
        barrier ; layer0.query.barrier
        move %3 blocks of 4 x 8b route 0>0>2 0>1>3 ; layer0.query.move
        %2 <- read %3 A0 ; layer0.query
        barrier ; layer0.key.barrier
        load A1 ; layer0.key.load
        bias A1 ; layer0.key.bias
        barrier ; layer0.key.barrier
        """)
    #expect(
      mapping.setup.map(Listing.line) == [
        "load A4 ; layer0.intermediate.load", "bias A4 ; layer0.intermediate.bias",
        "load A5 ; layer0.output.load", "bias A5 ; layer0.output.bias",
        "beta factor 1.0 ; race.beta",
      ])
  }

  /// The output agents of an array in rounds are free for the next round when all tokens have passed.
  @Test func roundsEndWithABarrier() throws {
    let mapping = try Bench.mapping(
      after: "schedule", on: try Bench.chip(linearTiles: 3, offChip: true))
    let reads = mapping.instructions.indices.filter {
      mapping.instructions[$0].operation is Instruction.Read
    }
    #expect(reads.count == 6)
    for index in reads {
      #expect(mapping.instructions[index + 1].operation.mnemonic == "barrier")
    }
  }

  @Test func codesAreSharedByTheirReaders() throws {
    let mapping = try Bench.mapping(
      after: "schedule", of: TinyModel(layers: 2).graph, on: try Bench.chip(linearTiles: 64))
    var clamps: [Int: Int] = [:]
    var readers: [Int: [String]] = [:]
    for instruction in mapping.instructions {
      if let clamp = instruction.operation as? Instruction.Clamp {
        clamps[clamp.value, default: 0] += 1
      }
      if let read = instruction.operation as? Instruction.Read {
        readers[read.codes, default: []].append(instruction.name)
      }
    }
    #expect(clamps.count == 8 && clamps.values.allSatisfy { $0 == 1 })
    #expect(readers.values.filter { $0.count == 3 }.map { $0.sorted() }.count == 2)
    #expect(
      readers.values.contains(["layer1.query", "layer1.key", "layer1.value"]))
  }

  @Test func valuesAreWrittenOnceAndBeforeTheyAreRead() throws {
    for tiles in [1, 5, 20, 32] {
      let mapping = try Bench.mapping(
        after: "schedule", of: TinyModel(layers: 2).graph,
        on: try Bench.chip(linearTiles: tiles, offChip: true))
      var written: Set<Int> = []
      for instruction in mapping.instructions {
        #expect(instruction.operation.operands.allSatisfy(written.contains))
        if let result = instruction.operation.result { #expect(written.insert(result).inserted) }
      }
      #expect(written == Set(mapping.values.indices))
    }
  }

  /// Hops of each move against Manhattan distances computed from the homes alone.
  @Test(arguments: [32, 7], [1, 2, 3])
  func hopsAreManhattanDistances(linearTiles: Int, raceTiles: Int) throws {
    let chip = try Bench.chip(linearTiles: linearTiles, raceTiles: raceTiles, offChip: true)
    let mapping = try Bench.mapping(after: "schedule", on: chip)
    let side = Int(Double(linearTiles + raceTiles).squareRoot().rounded(.up))
    func hops(_ a: Int, _ b: Int) -> Int { abs(a % side - b % side) + abs(a / side - b / side) }
    func term(_ name: String) throws -> Int {
      try #require(mapping.terms.firstIndex { $0.name == name })
    }
    func found(_ name: String) throws -> [Int] {
      let instruction = try #require(mapping.instructions.first { $0.name == name + ".move" })
      guard let move = instruction.operation as? Instruction.Move, move.blockWidth == 4 else {
        return []
      }
      return move.routes.map { Mesh(tiles: linearTiles + raceTiles).hops($0) }
    }
    // Blocks have the width of a tile and of a head, so each goes from one tile.
    for (reader, source) in [
      ("layer0.query", "embedding.norm.unit"), ("layer0.key", "embedding.norm.unit"),
      ("layer0.attention.output", "layer0.attention"),
      ("layer0.intermediate", "layer0.attention.norm.unit"), ("layer0.output", "layer0.gelu"),
    ] {
      guard case .array(let number) = mapping.terms[try term(reader)].kind else { continue }
      let placement = mapping.arrays[number].placement
      let home = mapping.homes[try term(source)]
      let expected = home.tiles.indices.map { block in
        // One tile in each column of tiles holds this block's rows.
        let targets = (0..<placement.columnTiles).map {
          placement.tiles[$0 * placement.rowTiles + block]
        }
        var links = targets.map { hops(home.tiles[block], $0) }.min() ?? 0
        for index in targets.indices.dropLast() {
          links += hops(targets[index], targets[index + 1])
        }
        return links
      }
      #expect(try found(reader) == expected, "\(reader)")
    }
    for (operand, source) in [("query", "layer0.query"), ("value", "layer0.value")] {
      let home = mapping.homes[try term(source)]
      #expect(
        try found("layer0.attention.\(operand)")
          == (0..<2).map { hops(home.tiles[$0], linearTiles + $0 % raceTiles) })
    }
  }

  /// Four query heads in two race tiles share two key heads: each key goes to both tiles.
  @Test func sharedKeysGoToEachOfTheirHeads() throws {
    var model = TinyModel()
    (model.hidden, model.heads, model.keyValueHeads) = (16, 4, 2)
    let chip = try Bench.chip(linearTiles: 88, raceTiles: 2)
    let mapping = try Bench.mapping(after: "schedule", of: model.graph, on: chip)
    let key = try #require(mapping.terms.firstIndex { $0.name == "layer0.key" })
    let move = try #require(
      mapping.instructions.first { $0.name == "layer0.attention.key.move" })
    #expect(mapping.homes[key].tiles == [19, 23])
    // On the mesh of 10 × 10 the races are at (8, 8) and (9, 8): from (9, 1) the second is nearer,
    // from (3, 2) the first; one link more reaches the other.
    let expected = [7 + 1, 11 + 1]
    guard let blocks = move.operation as? Instruction.Move, blocks.blockWidth == 4,
      blocks.bitsPerElement == 8
    else {
      Issue.record("expected blocks of 4 at 8 bits, found \(Listing.line(move))")
      return
    }
    #expect(blocks.routes.map { Mesh(tiles: 90).hops($0) } == expected)
  }

  /// A dense layer behind the pooling has one row of codes, not one a token.
  @Test func codesOfAPooledValueArePooled() throws {
    var graph = TinyModel().graph
    var numbers = SmallNumbers(seed: 2)
    graph.nodes.append(
      .init(
        name: "dense", layer: nil,
        operation: .linear(.init(weight: numbers.tensor("w", [4, 8]), bias: nil)), inputs: [15]))
    let mapping = try Bench.mapping(
      after: "schedule", of: graph, on: try Bench.chip(linearTiles: 34))
    let codes = mapping.values.filter { $0.kind == .codes }
    #expect(codes.map(\.pooled) == [false, false, false, false, true])
    #expect(codes.last?.width == 8)
  }

  @Test func chipsWithoutRacesSetNoBeta() throws {
    var graph = TinyModel().graph
    graph.nodes.removeSubrange(2...)
    graph.nodes.append(.init(name: "pool", layer: nil, operation: .meanPool, inputs: [1]))
    let mapping = try Bench.mapping(
      after: "schedule", of: graph, on: try Bench.chip(linearTiles: 0, raceTiles: 0))
    #expect(mapping.setup.isEmpty)
    #expect(
      mapping.instructions.map(\.operation.mnemonic) == [
        "fetch", "normalise", "pool", "barrier", "rescale", "send",
      ])
  }

  @Test func outliersNeverFillAToken() throws {
    let precision = Precision(outlierChannels: 64)
    let mapping = try Bench.mapping(after: "schedule", precision: precision)
    let outliers = mapping.instructions.compactMap {
      ($0.operation as? Instruction.Clamp)?.outlierChannels
    }
    #expect(outliers == [7, 7, 7, 15])
  }
}
