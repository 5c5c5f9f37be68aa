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
        move %0 blocks of 4 x 48b route 44>38 44>41 ; embedding.rows
        move %0 blocks of 4 x 32b route 38>43 41>43 ; embedding.norm.unit.move
        %1 <- normalise %0 epsilon 1e-05 ; embedding.norm.unit
        move %1 blocks of 4 x 32b route 43>41 43>38 ; layer0.query.lanes
        %3 <- clamp %1 bits 8 outliers 1 ; layer0.query.clamp
        move %3 blocks of 4 x 8b route 41>0>2 38>3+3>1 ; layer0.query.move
        %2 <- read %3 A0 ; layer0.query
        move %2 blocks of 4 x 64b route 0>1>38 2>3>41 ; layer0.query.sums
        move %3 blocks of 4 x 8b route 41>4>6 38>5>7 ; layer0.key.move
        %4 <- read %3 A1 ; layer0.key
        move %4 blocks of 4 x 64b route 4>5>38 6>7>38 ; layer0.key.sums
        move %3 blocks of 4 x 8b route 41>8>10 38>9>11 ; layer0.value.move
        %5 <- read %3 A2 ; layer0.value
        move %5 blocks of 4 x 64b route 8>9>38 10>11>39 ; layer0.value.sums
        move %2 blocks of 4 x 8b route 38>32 41>33 ; layer0.attention.query.move
        move %4 blocks of 4 x 8b route 38>32 38>33 ; layer0.attention.key.move
        move %5 blocks of 4 x 8b route 38>32 39>33 ; layer0.attention.value.move
        barrier ; layer0.attention.barrier
        %6 <- race %2, %4, %5 heads 2/2 x 4 8b ; layer0.attention
        move %6 blocks of 4 x 32b route 32>38 33>40 ; layer0.attention.output.lanes
        %8 <- clamp %6 bits 8 outliers 1 ; layer0.attention.output.clamp
        move %8 blocks of 4 x 8b route 38>14+14>12 40>13>15 ; layer0.attention.output.move
        %7 <- read %8 A3 ; layer0.attention.output
        move %7 blocks of 4 x 64b route 12>13>38 14>15>39 ; layer0.attention.output.sums
        move %1 blocks of 4 x 32b route 43>38 43>39 ; layer0.attention.residual.move
        %9 <- accumulate %7, %1 gain V0 shift V1 ; layer0.attention.residual
        move %9 blocks of 4 x 32b route 38>42 39>42 ; layer0.attention.norm.unit.move
        %10 <- normalise %9 epsilon 1e-05 ; layer0.attention.norm.unit
        move %10 blocks of 4 x 32b route 42>38 42>39 ; layer0.intermediate.lanes
        %12 <- clamp %10 bits 8 outliers 1 ; layer0.intermediate.clamp
        move %12 blocks of 4 x 8b route 38>16>18>20>22 39>17>19>21>23 ; layer0.intermediate.move
        %11 <- read %12 A4 ; layer0.intermediate
        move %11 blocks of 4 x 64b route 16>17>39 18>19>40 20>21>38 22>23>41 ; layer0.intermediate.sums
        move %11 blocks of 4 x 32b route 39>35 40>36 38>34 41>37 ; layer0.gelu.move
        %13 <- gate %11 gaussian ; layer0.gelu
        move %13 blocks of 4 x 32b route 35>39 36>40 34>38 37>41 ; layer0.output.lanes
        %15 <- clamp %13 bits 8 outliers 1 ; layer0.output.clamp
        move %15 blocks of 4 x 8b route 39>24>28 40>25>29 38>26>30 41>27>31 ; layer0.output.move
        %14 <- read %15 A5 ; layer0.output
        move %14 blocks of 4 x 64b route 24>25>26>27>38 28>29>30>31>41 ; layer0.output.sums
        move %10 blocks of 4 x 32b route 42>38 42>41 ; layer0.output.residual.move
        %16 <- accumulate %14, %10 gain V2 shift V3 ; layer0.output.residual
        move %16 blocks of 4 x 32b route 38>43 41>43 ; layer0.output.norm.unit.move
        %17 <- normalise %16 epsilon 1e-05 ; layer0.output.norm.unit
        move %17 blocks of 4 x 32b route 43>41 43>38 ; pool.lanes
        %18 <- pool %17 ; pool
        barrier ; pool.barrier
        %19 <- rescale %18 gain V4 shift V5 ; layer0.output.norm
        %20 <- unit %19 ; unit
        move %20 blocks of 4 x 32b route 41>45 38>45 ; output.move
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
      lines(mapping)[4..<17].joined(separator: "\n") == """
        move %1 blocks of 4 x 32b route 31>26 31>29 ; layer0.query.lanes
        %3 <- clamp %1 bits 8 outliers 1 ; layer0.query.clamp
        barrier ; layer0.query.barrier
        load A0 ; layer0.query.load
        bias A0 ; layer0.query.bias
        barrier ; layer0.query.barrier
        move %3 blocks of 4 x 8b route 26>0>2 29>1>3 ; layer0.query.move
        %2 <- read %3 A0 ; layer0.query
        move %2 blocks of 4 x 64b route 0>1>29 2>3>26 ; layer0.query.sums
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

  /// The output agents of an array in rounds are free for the next round when all tokens' sums have left.
  @Test func roundsEndWithABarrier() throws {
    let mapping = try Bench.mapping(
      after: "schedule", on: try Bench.chip(linearTiles: 3, offChip: true))
    let reads = mapping.instructions.indices.filter {
      mapping.instructions[$0].operation is Instruction.Read
    }
    #expect(reads.count == 6)
    for index in reads {
      #expect(mapping.instructions[index + 1].name.hasSuffix(".sums"))
      #expect(mapping.instructions[index + 2].operation.mnemonic == "barrier")
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

  /// Hops of each move against Manhattan distances on the floor plan, computed from placements and homes.
  @Test(arguments: [32, 7], [1, 2, 3])
  func hopsAreManhattanDistances(linearTiles: Int, raceTiles: Int) throws {
    let chip = try Bench.chip(linearTiles: linearTiles, raceTiles: raceTiles, offChip: true)
    let mapping = try Bench.mapping(after: "schedule", on: chip)
    let plan = FloorPlan(chip.geometry)
    func hops(_ a: Int, _ b: Int) -> Int {
      let (a, b) = (plan.cell(of: a), plan.cell(of: b))
      return abs(a % plan.side - b % plan.side) + abs(a / plan.side - b / plan.side)
    }
    func links(_ stops: [Int]) -> Int {
      zip(stops, stops.dropFirst()).reduce(0) { $0 + hops($1.0, $1.1) }
    }
    func term(_ name: String) throws -> Int {
      try #require(mapping.terms.firstIndex { $0.name == name })
    }
    func move(_ name: String) throws -> Instruction.Move {
      let instruction = try #require(mapping.instructions.first { $0.name == name })
      return try #require(instruction.operation as? Instruction.Move)
    }
    func found(_ move: Instruction.Move) -> [Int] {
      move.routes.map { Mesh(plan).hops($0) }
    }
    // Blocks have the width of a tile and of a head, so each goes from one tile.
    for (index, reader) in mapping.terms.enumerated() {
      guard case .array(let number) = reader.kind else { continue }
      let placement = mapping.arrays[number].placement
      let codes = try move(reader.name + ".move")
      let origins = codes.routes.map { $0.paths[0][0] }
      #expect(origins.allSatisfy(plan.tiles(of: .lane).contains))
      let expected = origins.enumerated().map { block, origin in
        // One tile in each column of tiles holds this block's rows.
        let targets = (0..<placement.columnTiles).map {
          placement.tiles[$0 * placement.rowTiles + block]
        }
        return (targets.map { hops(origin, $0) }.min() ?? 0) + links(targets)
      }
      #expect(found(codes) == expected, "\(reader.name)")
      // Sums run down the row tiles and on to the lanes where the value is at home.
      let sums = try move(reader.name + ".sums")
      #expect(sums.bitsPerElement == 64)
      let home = mapping.homes[index].tiles
      #expect(home.allSatisfy(plan.tiles(of: .lane).contains))
      #expect(
        found(sums)
          == (0..<placement.columnTiles).map { column in
            let first = column * placement.rowTiles
            return links(
              Array(placement.tiles[first..<(first + placement.rowTiles)]) + [home[column]])
          })
    }
    let races = mapping.homes[try term("layer0.attention")].tiles
    // Two heads have tiles of their own if there are two.
    #expect(Set(races).count == min(2, raceTiles))
    #expect(races.allSatisfy(plan.tiles(of: .race).contains))
    for (operand, source) in [("query", "layer0.query"), ("value", "layer0.value")] {
      let home = mapping.homes[try term(source)]
      #expect(
        found(try move("layer0.attention.\(operand).move"))
          == (0..<2).map { hops(home.tiles[$0], races[$0]) })
    }
  }

  /// Four query heads share two key heads: they race in the tiles of their keys.
  @Test func queriesGoWhereTheirKeysAre() throws {
    var model = TinyModel()
    (model.hidden, model.heads, model.keyValueHeads) = (16, 4, 2)
    let chip = try Bench.chip(linearTiles: 88, raceTiles: 2)
    let mapping = try Bench.mapping(after: "schedule", of: model.graph, on: chip)
    let key = try #require(mapping.terms.firstIndex { $0.name == "layer0.key" })
    let race = try #require(mapping.terms.firstIndex { $0.name == "layer0.attention" })
    // Sums of keys end in tiles 19 and 23, those of queries in 3, 7, 11 and 15. On the plan of 11 × 11 the
    // races are at (1, 3) and (9, 9), and the lanes of the keys at (3, 3) and (0, 10).
    #expect(mapping.homes[key].tiles == [94, 95])
    #expect(mapping.homes[race].tiles == [88, 88, 89, 89])
    for (operand, hops) in [("query", [2, 2, 6, 4]), ("key", [2, 10]), ("value", [2, 10])] {
      let move = try #require(
        mapping.instructions.first { $0.name == "layer0.attention.\(operand).move" })
      guard let blocks = move.operation as? Instruction.Move, blocks.blockWidth == 4,
        blocks.bitsPerElement == 8
      else {
        Issue.record("expected blocks of 4 at 8 bits, found \(Listing.line(move))")
        return
      }
      #expect(blocks.routes.map { Mesh(FloorPlan(chip.geometry)).hops($0) } == hops)
    }
  }

  /// Heads of all layers have race tiles of their own as long as there are some; then all tiles have as many.
  @Test(arguments: [2, 4, 6, 8])
  func layersRaceInTilesOfTheirOwn(raceTiles: Int) throws {
    let chip = try Bench.chip(linearTiles: 96, raceTiles: raceTiles)
    let mapping = try Bench.mapping(after: "place", of: TinyModel(layers: 3).graph, on: chip)
    var uses: [Int: Int] = [:]
    for (term, home) in zip(mapping.terms, mapping.homes) {
      guard case .race = term.kind else { continue }
      for tile in home.tiles { uses[tile, default: 0] += 1 }
    }
    #expect(uses.count == min(6, raceTiles))
    #expect((uses.values.max() ?? 0) - (uses.values.min() ?? 0) <= 1)
  }

  /// Every instruction finds its operands where it is: lane work at lanes, gates at gates, norms at their
  /// unit, races at race tiles, the output at the host's port.
  @Test func nothingIsUsedWhereItIsNot() throws {
    for tiles in [32, 20, 3] {
      let chip = try Bench.chip(linearTiles: tiles, offChip: true)
      let mapping = try Bench.mapping(after: "schedule", of: TinyModel(layers: 2).graph, on: chip)
      let plan = FloorPlan(chip.geometry)
      // The kinds of tiles that hold each value.
      var places: [Int: Set<FloorPlan.Kind>] = [:]
      for instruction in mapping.instructions {
        let operation = instruction.operation
        if let move = operation as? Instruction.Move {
          for route in move.routes {
            let source = try #require(plan.kind(of: route.paths[0][0]))
            #expect(places[move.value]?.contains(source) == true, "\(instruction.name)")
          }
          let stops = move.routes.flatMap { $0.paths.joined().dropFirst() }
          places[move.value, default: []].formUnion(stops.compactMap(plan.kind(of:)))
          continue
        }
        let needs: FloorPlan.Kind
        switch operation {
        case is Instruction.Read: needs = .linear
        case is Instruction.Race: needs = .race
        case is Instruction.Gate: needs = .gate
        case is Instruction.Normalise: needs = .norm
        case is Instruction.Send: needs = .hostPort
        default: needs = .lane
        }
        for operand in operation.operands {
          #expect(places[operand]?.contains(needs) == true, "\(instruction.name)")
        }
        guard let result = operation.result else { continue }
        places[result] = [operation is Instruction.Fetch ? .memoryPort : needs]
      }
    }
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
    graph.nodes.append(.init(name: "pool", layer: nil, operation: .pool(.mean), inputs: [1]))
    let mapping = try Bench.mapping(
      after: "schedule", of: graph, on: try Bench.chip(linearTiles: 0, raceTiles: 0))
    #expect(mapping.setup.isEmpty)
    #expect(
      mapping.instructions.map(\.operation.mnemonic) == [
        "fetch", "move", "move", "normalise", "move", "pool", "barrier", "rescale", "move", "send",
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
