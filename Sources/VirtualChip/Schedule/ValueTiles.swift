import ByteFormats
import ChipPrograms
import HardwareSpecs

/// The lanes of the periphery that work for an instruction: those of the tiles that its values were moved
/// to. Where a program moves nothing there, as older ones, all lanes do.
struct LanePlace: Sendable, Equatable {
  /// Elements of the values at each tile; none where all lanes work.
  private(set) var elements: [Int: Int] = [:]

  /// Their tiles.
  var tiles: [Int] { elements.keys.sorted() }

  /// The values of several operands together.
  static func += (left: inout LanePlace, right: LanePlace) {
    left.elements.merge(right.elements, uniquingKeysWith: +)
  }

  mutating func add(_ count: Int, at tile: Int) { elements[tile, default: 0] += count }

  /// Operations in a cycle: the tile with most elements for each of its lanes is the slowest.
  func lanes(on chip: ChipSpec, _ plan: FloorPlan) -> Int {
    let (columns, all) = (chip.geometry.tileColumns, chip.geometry.digitalLanes)
    let first = plan.tiles(of: .lane).lowerBound
    var (width, slowest) = (0, 0)
    for (tile, count) in elements {
      width += count
      let lanes = min(columns, all - (tile - first) * columns)
      slowest = max(slowest, ceilingDivide(count, lanes))
    }
    return slowest == 0 ? all : ceilingDivide(width, slowest)
  }
}

/// Where the instructions of a program are at work, by its moves.
struct ValueTiles: Sendable {
  /// The lanes of each instruction.
  private(set) var lanes: [LanePlace]
  /// The tiles of each race, gate and norm, and the lanes of lane work: those that its operands were moved to;
  /// none where a program does not say.
  private(set) var tiles: [[Int]]
  /// Reads whose sums a move brings down the row tiles.
  private(set) var movedSums: Set<Int> = []
  /// What names the random numbers of each instruction: its place without the moves to lanes, gates, norm
  /// units and ports, but for operands of sums. So results are those of programs that have no such moves.
  private(set) var streamNumbers: [Int] = []

  init(_ program: Program, _ plan: FloorPlan) {
    lanes = [LanePlace](repeating: LanePlace(), count: program.instructions.count)
    tiles = [[Int]](repeating: [], count: program.instructions.count)
    var lanesOf: [Int: LanePlace] = [:]
    // Of each value the tiles of each kind that it was moved to last.
    var stopsOf: [Int: [FloorPlan.Kind: Set<Int>]] = [:]
    var makers: [Int: Int] = [:]
    streamNumbers = Self.streamNumbers(program, plan)
    for (index, instruction) in program.instructions.enumerated() {
      let operation = instruction.operation
      if let move = operation as? Instruction.Move {
        let width = program.values[move.value].width
        let stops = move.routes.map { $0.paths[0].last ?? 0 }
        if let kind = stops.first.flatMap(plan.kind(of:)) {
          stopsOf[move.value, default: [:]][kind] = Set(stops)
        }
        let maker = makers[move.value].map { ($0, program.instructions[$0].operation) }
        if case (let place, let read as Instruction.Read)? = maker,
          Self.brings(move, sumsOf: program.arrays[read.array])
        {
          movedSums.insert(place)
        }
        guard stops.allSatisfy(plan.tiles(of: .lane).contains) else { continue }
        var place = LanePlace()
        for (block, stop) in stops.enumerated() {
          place.add(min(move.blockWidth, width - block * move.blockWidth), at: stop)
        }
        // Lanes scale and add what a `read` or a `fetch` sends them first.
        if let (maker, operation) = maker, lanesOf[move.value] == nil,
          operation is Instruction.Read || operation is Instruction.Fetch
        {
          lanes[maker] = place
        }
        lanesOf[move.value] = place
        continue
      }
      for operand in Set(operation.operands) {
        if let place = lanesOf[operand] { lanes[index] += place }
      }
      tiles[index] =
        Self.kind(of: operation).map { kind in
          operation.operands.reduce(into: Set()) { $0.formUnion(stopsOf[$1]?[kind] ?? []) }.sorted()
        } ?? []
      guard let result = operation.result else { continue }
      makers[result] = index
      switch operation {
      case is Instruction.Read, is Instruction.Fetch: lanes[index] = LanePlace()
      case is Instruction.Race, is Instruction.Gate: continue
      case is Instruction.Normalise where !tiles[index].isEmpty: continue
      case is Instruction.Accumulate:
        // Both operands are at the same lanes.
        lanes[index] = lanesOf[operation.operands[0]] ?? LanePlace()
        lanesOf[result] = lanes[index]
      default: lanesOf[result] = lanes[index]
      }
    }
  }

  /// Where an operation is at work, if not at lanes or linear tiles.
  private static func kind(of operation: any Instruction.Operation) -> FloorPlan.Kind? {
    switch operation {
    case is Instruction.Race, is Instruction.Choose: .race
    case is Instruction.Gate: .gate
    case is Instruction.Normalise: .norm
    default: nil
    }
  }

  private static func streamNumbers(_ program: Program, _ plan: FloorPlan) -> [Int] {
    let service = plan.tiles(of: .gate).lowerBound..<plan.tiles
    var number = 0
    return program.instructions.indices.map { index in
      let own = number
      let next = index + 1 < program.instructions.count ? program.instructions[index + 1] : nil
      if let move = program.instructions[index].operation as? Instruction.Move,
        move.routes.allSatisfy({ $0.paths[0].last.map(service.contains) ?? false }),
        (next?.operation as? Instruction.Accumulate)?.right != move.value
      {
        return own
      }
      number += 1
      return own
    }
  }

  /// Whether a move takes each block from the first row tile of its column to the last.
  private static func brings(_ move: Instruction.Move, sumsOf array: CouplingArray) -> Bool {
    let rows = array.placement.rowTiles
    return move.routes.count == array.placement.columnTiles
      && move.routes.indices.allSatisfy { column in
        move.routes[column].paths[0].starts(
          with: array.placement.tiles[(column * rows)..<((column + 1) * rows)])
      }
  }
}
