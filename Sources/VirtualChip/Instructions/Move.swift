import ByteFormats
import ChipPrograms
import ExecutionRecords
import HardwareSpecs

/// Blocks of codes or fields over the mesh, XY routing, one flit a link a cycle.
extension Instruction.Move: RowInstruction {
  func perform(_ rows: Range<Int>, _ stage: Stage) -> Work {
    let load = stage.machine.packets[stage.index]!
    stage.record.add(
      .networkBitHop, .deterministic, on: .network, load.bitHops * rows.count)
    stage.record.add(.linkBit, .deterministic, on: .network, load.linkBits * rows.count)
    return .packets(load)
  }

  func foresee(_ rows: Range<Int>, _ stage: Stage) -> Work { perform(rows, stage) }
}

/// One row of a value on the mesh.
struct PacketLoad: Sendable {
  /// The stops of each block, as cells of the mesh.
  let routes: [Route]
  /// Flits of each block.
  let flits: [Int]
  /// Cycles of each block's first flit to its farthest stop, on links that are free.
  let delays: [Int]
  /// Whether a block goes from die to die.
  let crosses: [Bool]
  /// Bits times links of a row.
  let bitHops: Int
  /// Bits times links from die to die of a row.
  let linkBits: Int

  /// What a move puts on the mesh.
  /// - Parameters:
  ///   - width: elements of the value.
  ///   - outliers: channels coded apart; `nil` for fields.
  init(_ move: Instruction.Move, width: Int, outliers: Int?, mesh: Mesh, chip: ChipSpec) {
    let bits = move.bitsPerElement
    routes = move.routes.map(mesh.cells(of:))
    // Codes travel with their scale and zero: once a row and range, or with each block that has a code
    // of its own (the heads of queries, keys and values).
    let header = bits < Precision.accumulatorBits ? Precision.accumulatorBits + bits : 0
    let ranges = outliers.map { $0 > 0 ? 2 : 1 } ?? 0
    let blockHeader = ranges == 0 ? header : 0
    let blockBits = move.routes.indices.map {
      max(0, min(move.blockWidth, width - $0 * move.blockWidth)) * bits + blockHeader
    }
    let (cellRoutes, mesh) = (routes, mesh.ofCells)
    let hops = cellRoutes.map { mesh.hops($0) }
    // An outlier travels as a second code with the number of its channel.
    let rowBits = (outliers ?? 0) * (bits + ceilingLog2(width)) + ranges * header
    /// Bits times links, those of the row's header over the mean of the blocks.
    func bitLinks(_ links: [Int]) -> Int {
      let mean = links.isEmpty ? 0 : ceilingDivide(links.reduce(0, +), links.count)
      return zip(blockBits, links).reduce(rowBits * mean) { $0 + $1.0 * $1.1 }
    }
    bitHops = bitLinks(hops)
    let crossings = cellRoutes.map { mesh.crossings($0) }
    linkBits = bitLinks(crossings)
    crosses = crossings.map { $0 > 0 }
    let depths = cellRoutes.map { mesh.depth($0) }
    // A hop takes a cycle at least: routers are clocked.
    let (hop, crossing) = (max(1, chip.timing.hopCycles), chip.crossing)
    delays = zip(cellRoutes, depths).map { route, depth in
      mesh.hasBorders
        ? mesh.depth(route) { hops, crossings in hops * hop + crossings * crossing.delay }
        : depth * hop
    }
    // The row's header goes with the block that goes farthest.
    let farthest = depths.indices.max { depths[$0] < depths[$1] }
    flits = blockBits.indices.map {
      ceilingDivide(blockBits[$0] + ($0 == farthest ? rowBits : 0), chip.timing.flitBits)
    }
  }

  /// The time by the schedule, on links that are free. A sender waits for credits where a link holds more
  /// flits than the buffer at its end. `MeshNetwork` moves the flits one by one.
  func time(on chip: ChipSpec) -> StageTime {
    guard delays.contains(where: { $0 > 0 }) else { return StageTime(latency: 0, initiation: 0) }
    let (hop, crossing) = (max(1, chip.timing.hopCycles), chip.crossing)
    let credits = chip.timing.creditFlits
    /// Cycles for which a block keeps the slowest link of its way busy.
    func busy(_ block: Int) -> Int {
      let flits = flits[block]
      let onDie = max(flits, ceilingDivide(flits * (hop + 1), credits))
      guard crosses[block] else { return onDie }
      return max(
        onDie, flits * crossing.interval,
        ceilingDivide(flits * (hop + crossing.delay + 1), crossing.credits))
    }
    let latency = delays.indices.reduce(0) { latest, block in
      // The last flit's own bits are in the delay of the link.
      delays[block] == 0
        ? latest
        : max(
          latest,
          delays[block] + busy(block) - (crosses[block] ? crossing.interval - 1 : 0))
    }
    return StageTime(latency: latency, initiation: delays.indices.map(busy).max() ?? 0)
  }
}
