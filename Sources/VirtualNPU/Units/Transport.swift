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
  private static let idBits = 32

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
    let initiation = max(lanes, memory, host, 1)
    return StageTime(latency: initiation, initiation: initiation)
  }
}

/// `move`: codes or fields over the mesh, XY routing, one flit a link a cycle. Blocks are taken to find
/// free links: contention is not modelled.
///
/// `ranges` is the number of scales of a row of codes, outliers' included; 0 for fields.
enum Moving {
  static func account(
    rows: Int, width: Int, ranges: Int, outliers: Int, blockWidth: Int, bits: Int, hops: [Int],
    chip: ChipSpec, record: inout InstructionRecord
  ) -> StageTime {
    // Codes travel with their scale and zero: once a row, or with each block that has a code of its
    // own (the heads of queries, keys and values).
    let header = bits < Precision.accumulatorBits ? Precision.accumulatorBits + bits : 0
    let blockHeader = ranges == 0 ? header : 0
    var bitHops = 0
    for (block, links) in hops.enumerated() {
      bitHops += (min(blockWidth, width - block * blockWidth) * bits + blockHeader) * links
    }
    // An outlier travels as a second code with the number of its channel.
    let meanHops = hops.isEmpty ? 0 : (hops.reduce(0, +) + hops.count - 1) / hops.count
    let outlierBits = outliers * (bits + ceilingLog2(width))
    let rowBits = outlierBits + ranges * header
    record.add(
      .networkBitHop, .deterministic, on: .network, (bitHops + rowBits * meanHops) * rows)
    let flits = ceilingDivide(
      min(blockWidth, width) * bits + blockHeader + rowBits, chip.timing.flitBits)
    let farthest = hops.max() ?? 0
    return StageTime(
      latency: farthest == 0 ? 0 : farthest * chip.timing.hopCycles + flits,
      initiation: farthest == 0 ? 0 : flits)
  }
}

/// `load`, `bias` and `beta`: what is written before a value flows.
enum Loading {
  static func perform(
    _ operation: Instruction.Operation, on machine: VirtualNPU, record: inout InstructionRecord
  ) -> Int {
    let chip = machine.chip
    switch operation {
    case .load(let index):
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
    case .bias(let index):
      let outputs = machine.program.arrays[index].outputs
      record.add(
        .onChipMemoryBit, .deterministic, on: .memory, outputs * Precision.accumulatorBits)
      return ceilingDivide(outputs, chip.geometry.digitalLanes)
    case .beta:
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

  /// An asynchronous duration as the clock sees it: ⌈t f⌉ and the synchroniser.
  static func cycles(seconds: Double, chip: ChipSpec) -> Int {
    Int((seconds * chip.timing.clock_Hz).rounded(.up)) + chip.timing.synchroniserCycles
  }
}
