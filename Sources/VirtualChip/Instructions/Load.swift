import ChipPrograms
import ExecutionRecords
import HardwareSpecs

/// Couplings are written row by row while they come from off-chip memory, or from the host where there is
/// none, each over the mesh from that port to its tile. A shadow load hides behind the computation (`ChipClock`).
extension Instruction.Load: SetupInstruction {
  func setUp(on machine: VirtualChip, _ record: inout InstructionRecord) -> Work {
    let (chip, array) = (machine.chip, machine.program.arrays[array])
    let bits = array.couplingBits
    let offChip = chip.memory.offChip_bitsPerSecond
    record.add(.couplingWrite, .deterministic, on: .linearTiles, bits)
    if offChip != nil {
      record.add(.offChipMemoryBit, .deterministic, on: .memory, bits)
    } else {
      record.add(.hostTransferBit, .deterministic, on: .host, bits)
    }
    record.add(
      .networkBitHop, .deterministic, on: .network,
      machine.transport(of: array, from: offChip == nil ? .hostPort : .memoryPort))
    let rows = min(array.inputs, chip.geometry.tileRows)
    return .load(
      writing: rows * chip.timing.couplingRowCycles * array.placement.rounds,
      transfer: chip.cycles(
        bits: bits, bitsPerSecond: offChip ?? chip.memory.host_bitsPerSecond),
      fromHost: offChip == nil)
  }
}

extension VirtualChip {
  /// Bits of an array's couplings times the links from a port to their tiles.
  fileprivate func transport(of array: CouplingArray, from port: FloorPlan.Kind) -> Int {
    let (placement, geometry) = (array.placement, chip.geometry)
    let start = plan.tiles(of: port).lowerBound
    var bitHops = 0
    for column in 0..<placement.columnTiles {
      let outputs = min(geometry.tileColumns, array.outputs - column * geometry.tileColumns)
      for row in 0..<placement.rowTiles {
        let inputs = min(geometry.tileRows, array.inputs - row * geometry.tileRows)
        let tile = placement.tiles[column * placement.rowTiles + row]
        bitHops += inputs * outputs * array.bits * mesh.hops(start, tile)
      }
    }
    return bitHops
  }
}
