import ByteFormats
import ChipPrograms
import ExecutionRecords
import HardwareSpecs

/// `fetch`: rows of tables become presets of input agents.
enum Fetching {
  static func body(_ tables: [PresetTable], tokens: [Int]) -> Matrix {
    let width = tables[0].width
    return Matrix(rows: tokens.count, width: width) { fields in
      for (position, token) in tokens.enumerated() {
        let target = fields.baseAddress! + position * width
        for index in 0..<width { target[index] = 0 }
        for table in tables {
          let row =
            switch table.index {
            case .token: token
            case .position: position
            case .constant: 0
            }
          let scale = table.scales[row]
          table.codes.withUnsafeBufferPointer { codes in
            let source = codes.baseAddress! + row * width
            for index in 0..<width { target[index] = target[index] + Float(source[index]) * scale }
          }
        }
      }
    }
  }

  /// Bits of a token's id.
  static let idBits = 32

  /// The id comes over the host link; one row of each table a token, whose elements are scaled and
  /// added by the periphery.
  static func account(
    _ tables: [PresetTable], tokens: Int, chip: ChipSpec, record: inout InstructionRecord
  ) -> StageTime {
    let width = tables[0].width
    var offChipBits = 0
    var onChipBits = 0
    for table in tables {
      // A constant row is read once.
      let rows = table.index == .constant ? 1 : tokens
      let bits = rows * width * table.bits
      if table.onChip { onChipBits += bits } else { offChipBits += bits }
    }
    record.add(.hostTransferBit, .deterministic, on: .host, idBits * tokens)
    record.add(.onChipMemoryBit, .deterministic, on: .memory, onChipBits)
    record.add(.offChipMemoryBit, .deterministic, on: .memory, offChipBits)
    record.add(
      .digitalOperation, .deterministic, on: .periphery, 2 * tables.count * width * tokens)
    let lanes = ceilingDivide(2 * tables.count * width, chip.geometry.digitalLanes)
    let perToken = ceilingDivide(offChipBits, tokens)
    let memory = Transfer.cycles(
      bits: perToken, bitsPerSecond: chip.memory.offChip_bitsPerSecond, chip: chip)
    let host = Transfer.cycles(
      bits: idBits, bitsPerSecond: chip.memory.host_bitsPerSecond, chip: chip)
    return StageTime(
      latency: max(host + memory + lanes, 1), initiation: max(lanes, memory, host, 1))
  }
}

/// `move`: blocks of codes or fields over the mesh, XY routing, one flit a link a cycle. Here blocks are
/// taken to find free links; `MeshNetwork` moves the flits one by one.
enum Moving {
  /// One row of a value on the mesh.
  struct Load {
    /// Flits of each block.
    let flits: [Int]
    /// Links to each block's farthest stop.
    let depths: [Int]
    /// Bits times links of a row.
    let bitHops: Int

    /// - Parameter ranges: The number of scales of a row of codes, outliers' included; 0 for fields.
    init(
      width: Int, ranges: Int, outliers: Int, blockWidth: Int, bits: Int, routes: [Route],
      mesh: Mesh, chip: ChipSpec
    ) {
      // Codes travel with their scale and zero: once a row, or with each block that has a code of its
      // own (the heads of queries, keys and values).
      let header = bits < Precision.accumulatorBits ? Precision.accumulatorBits + bits : 0
      let blockHeader = ranges == 0 ? header : 0
      let blockBits = routes.indices.map {
        max(0, min(blockWidth, width - $0 * blockWidth)) * bits + blockHeader
      }
      let hops = routes.map { mesh.hops($0) }
      // An outlier travels as a second code with the number of its channel.
      let rowBits = outliers * (bits + ceilingLog2(width)) + ranges * header
      let meanHops = hops.isEmpty ? 0 : ceilingDivide(hops.reduce(0, +), hops.count)
      bitHops = zip(blockBits, hops).reduce(rowBits * meanHops) { $0 + $1.0 * $1.1 }
      let depths = routes.map { mesh.depth($0) }
      self.depths = depths
      // The row's header goes with the block that goes farthest.
      let farthest = depths.indices.max { depths[$0] < depths[$1] }
      flits = blockBits.indices.map {
        ceilingDivide(blockBits[$0] + ($0 == farthest ? rowBits : 0), chip.timing.flitBits)
      }
    }
  }

  static func account(
    _ load: Load, rows: Int, chip: ChipSpec, record: inout InstructionRecord
  ) -> StageTime {
    record.add(.networkBitHop, .deterministic, on: .network, load.bitHops * rows)
    let farthest = load.depths.max() ?? 0
    guard farthest > 0 else { return StageTime(latency: 0, initiation: 0) }
    // A sender waits for credits where a link holds more flits than the buffer at its end.
    let hop = hopCycles(chip)
    let credits = chip.timing.creditFlits
    func stream(_ flits: Int) -> Int { max(flits, ceilingDivide(flits * (hop + 1), credits)) }
    let latency = load.depths.indices.reduce(0) {
      load.depths[$1] == 0
        ? $0 : max($0, load.depths[$1] * hop + stream(load.flits[$1]))
    }
    return StageTime(
      latency: latency, initiation: stream(load.flits.max() ?? 0))
  }

  /// A hop takes a cycle at least: routers are clocked.
  static func hopCycles(_ chip: ChipSpec) -> Int { max(1, chip.timing.hopCycles) }
}

/// `load`, `bias` and `beta`: what is written before a value flows.
enum Loading {
  static func perform(
    _ operation: any Instruction.Operation, on machine: VirtualNPU, record: inout InstructionRecord
  ) -> Int {
    let chip = machine.chip
    switch operation {
    case let operation as Instruction.Load:
      let index = operation.array
      let array = machine.program.arrays[index]
      let bits = array.couplingBits
      record.add(.couplingWrite, .deterministic, on: .linearTiles, bits)
      // Couplings come from off-chip memory, or from the host where there is none.
      if chip.memory.offChip_bitsPerSecond != nil {
        record.add(.offChipMemoryBit, .deterministic, on: .memory, bits)
      } else {
        record.add(.hostTransferBit, .deterministic, on: .host, bits)
      }
      let rows = min(array.inputs, chip.geometry.tileRows)
      let write = rows * chip.timing.couplingRowCycles * array.placement.rounds
      let fetch = Transfer.cycles(
        bits: bits,
        bitsPerSecond: chip.memory.offChip_bitsPerSecond ?? chip.memory.host_bitsPerSecond,
        chip: chip)
      return max(write, fetch)
    case let operation as Instruction.Bias:
      let index = operation.array
      let outputs = machine.program.arrays[index].outputs
      record.add(
        .onChipMemoryBit, .deterministic, on: .memory, outputs * Precision.accumulatorBits)
      return ceilingDivide(outputs, chip.geometry.digitalLanes)
    case is Instruction.Beta:
      record.add(.dacSet, .deterministic, on: .raceTiles, chip.geometry.raceTiles)
      return Transfer.cycles(seconds: chip.timing.betaSettling_s, chip: chip)
    default:
      preconditionFailure("\(operation.mnemonic) is no load")
    }
  }
}

/// `send`: the output leaves over the host link.
enum Sending {
  static func account(
    _ fields: Matrix, chip: ChipSpec, record: inout InstructionRecord
  ) -> StageTime {
    let bits = fields.elements.count * Precision.accumulatorBits
    record.add(.hostTransferBit, .deterministic, on: .host, bits)
    return .once(
      Transfer.cycles(bits: bits, bitsPerSecond: chip.memory.host_bitsPerSecond, chip: chip))
  }
}

/// Durations in cycles of the periphery.
enum Transfer {
  /// Cycles to carry `bits`; 0 without a link, which nothing crosses.
  static func cycles(bits: Int, bitsPerSecond: Double?, chip: ChipSpec) -> Int {
    guard bits > 0, let bitsPerSecond else { return 0 }
    return Int((Double(bits) / bitsPerSecond * chip.timing.clock_Hz).rounded(.up))
  }

  /// The longest duration that is told from longer ones: sums of many stay far from the end of the
  /// integers.
  static let mostCycles = 1e12

  /// An asynchronous duration as the clock sees it: ⌈t f⌉ and the synchroniser. Devices can make agents as
  /// slow as they like; beyond `mostCycles` nobody waits for them.
  static func cycles(seconds: Double, chip: ChipSpec) -> Int {
    let cycles = (seconds * chip.timing.clock_Hz).rounded(.up)
    return Int(cycles < mostCycles ? cycles : mostCycles) + chip.timing.synchroniserCycles
  }
}
