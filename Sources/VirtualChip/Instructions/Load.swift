import ByteFormats
import ChipPrograms
import ExecutionRecords
import HardwareSpecs
import Synchronization

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
    let way = machine.transports.of(self.array) {
      machine.transport(of: array, from: offChip == nil ? .hostPort : .memoryPort)
    }
    record.add(.networkBitHop, .deterministic, on: .network, way.bitHops)
    record.add(.linkBit, .deterministic, on: .network, way.linkBits)
    let rows = min(array.inputs, chip.geometry.tileRows)
    return .load(
      writing: rows * chip.timing.couplingRowCycles * array.placement.rounds,
      // Couplings come as fast as the memory, or the busiest link to another die, lets them.
      transfer: max(
        way.busiestCrossing_cycles,
        chip.cycles(bits: bits, bitsPerSecond: offChip ?? chip.memory.host_bitsPerSecond)),
      fromHost: offChip == nil)
  }
}

/// The way of an array's couplings over the mesh.
struct Transport: Sendable {
  /// Bits times links.
  var bitHops = 0
  /// Bits times links from die to die.
  var linkBits = 0
  /// Cycles for which their flits keep the busiest link from die to die.
  var busiestCrossing_cycles = 0
}

/// The ways of arrays' couplings, each worked out when it is first asked for: they are the same in every pass.
final class KnownTransports: Sendable {
  private let known = Mutex<[Int: Transport]>([:])

  /// The way of an array by its number; made at the first call.
  func of(_ array: Int, _ make: () -> Transport) -> Transport {
    if let way = known.withLock({ $0[array] }) { return way }
    let way = make()
    known.withLock { $0[array] = way }
    return way
  }
}

extension VirtualChip {
  /// The way of an array's couplings from a port to their tiles.
  fileprivate func transport(of array: CouplingArray, from port: FloorPlan.Kind) -> Transport {
    let (placement, geometry) = (array.placement, chip.geometry)
    let start = mesh.cell(of: plan.tiles(of: port).lowerBound)
    let flat = mesh.ofCells
    let grid = mesh.hasBorders ? MeshGrid(mesh) : nil
    var transport = Transport()
    var bitsOver: [Int: Int] = [:]
    for column in 0..<placement.columnTiles {
      let outputs = min(geometry.tileColumns, array.outputs - column * geometry.tileColumns)
      for row in 0..<placement.rowTiles {
        let inputs = min(geometry.tileRows, array.inputs - row * geometry.tileRows)
        let tile = placement.tiles[column * placement.rowTiles + row]
        let bits = inputs * outputs * array.bits
        let cell = mesh.cell(of: tile)
        let way = flat.way(start, cell)
        transport.bitHops += bits * way.hops
        transport.linkBits += bits * way.crossings
        for link in grid?.crossings(from: start, to: cell) ?? [] {
          bitsOver[link, default: 0] += bits
        }
      }
    }
    transport.busiestCrossing_cycles =
      ceilingDivide(bitsOver.values.max() ?? 0, chip.timing.flitBits) * chip.crossing.interval
    return transport
  }
}

extension MeshGrid {
  /// The links from die to die on the way between two cells.
  fileprivate func crossings(from start: Int, to end: Int) -> [Int] {
    var (cell, links) = (start, [Int]())
    while cell != end {
      let link = cell * 4 + direction(from: cell, to: end)
      if crosses(link) { links.append(link) }
      cell = portAtEnd(of: link) >> 2
    }
    return links
  }
}
