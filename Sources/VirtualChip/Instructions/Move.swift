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
    return .packets(load)
  }
}

/// One row of a value on the mesh.
struct PacketLoad: Sendable {
  /// The stops of each block, as cells of the mesh.
  let routes: [Route]
  /// Flits of each block.
  let flits: [Int]
  /// Links to each block's farthest stop.
  let depths: [Int]
  /// Bits times links of a row.
  let bitHops: Int

  /// What a move puts on the mesh.
  /// - Parameters:
  ///   - width: elements of the value.
  ///   - outliers: channels coded apart; `nil` for fields.
  init(_ move: Instruction.Move, width: Int, outliers: Int?, mesh: Mesh, timing: ChipTiming) {
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
    let hops = move.routes.map { mesh.hops($0) }
    // An outlier travels as a second code with the number of its channel.
    let rowBits = (outliers ?? 0) * (bits + ceilingLog2(width)) + ranges * header
    let meanHops = hops.isEmpty ? 0 : ceilingDivide(hops.reduce(0, +), hops.count)
    bitHops = zip(blockBits, hops).reduce(rowBits * meanHops) { $0 + $1.0 * $1.1 }
    let depths = move.routes.map { mesh.depth($0) }
    self.depths = depths
    // The row's header goes with the block that goes farthest.
    let farthest = depths.indices.max { depths[$0] < depths[$1] }
    flits = blockBits.indices.map {
      ceilingDivide(blockBits[$0] + ($0 == farthest ? rowBits : 0), timing.flitBits)
    }
  }

  /// The time by the schedule, on links that are free. A sender waits for credits where a link holds more
  /// flits than the buffer at its end. `MeshNetwork` moves the flits one by one.
  func time(on chip: ChipSpec) -> StageTime {
    guard depths.contains(where: { $0 > 0 }) else { return StageTime(latency: 0, initiation: 0) }
    // A hop takes a cycle at least: routers are clocked.
    let hop = max(1, chip.timing.hopCycles)
    let credits = chip.timing.creditFlits
    func stream(_ flits: Int) -> Int { max(flits, ceilingDivide(flits * (hop + 1), credits)) }
    let latency = depths.indices.reduce(0) {
      depths[$1] == 0 ? $0 : max($0, depths[$1] * hop + stream(flits[$1]))
    }
    return StageTime(latency: latency, initiation: stream(flits.max() ?? 0))
  }
}
