import ByteFormats
import ChipPrograms
import ExecutionRecords
import HardwareSpecs

/// Rows of tables become presets of input agents: x[t] = Σ over tables of scale · code of the row that
/// token, position, type or a constant names. Ids, with their types, come over the host link and go from its port to the memory's;
/// the periphery scales and adds.
extension Instruction.Fetch: RowInstruction {
  func perform(_ rows: Range<Int>, _ stage: Stage) -> Work {
    let tables = tables.map { stage.program.tables[$0] }
    stage.write(Self.presets(tables, rows, stage), into: into, rows)
    return foresee(rows, stage)
  }

  func foresee(_ rows: Range<Int>, _ stage: Stage) -> Work {
    let tables = tables.map { stage.program.tables[$0] }
    var (offChipBits, onChipBits) = (0, 0)
    for table in tables {
      let read = rows.count { table.isRead(forToken: stage.token($0), stage.session) }
      let bits = read * table.width * table.bits
      if table.onChip { onChipBits += bits } else { offChipBits += bits }
    }
    let operations = 2 * tables.count * tables[0].width
    stage.record.add(
      .hostTransferBit, .deterministic, on: .host, FetchedRows.idBits * rows.count)
    let links = stage.machine.portLinks
    stage.record.add(
      .networkBitHop, .deterministic, on: .network, FetchedRows.idBits * rows.count * links.hops)
    stage.record.add(
      .linkBit, .deterministic, on: .network, FetchedRows.idBits * rows.count * links.crossings)
    stage.record.add(.onChipMemoryBit, .deterministic, on: .memory, onChipBits)
    stage.record.add(.offChipMemoryBit, .deterministic, on: .memory, offChipBits)
    stage.record.add(
      .digitalOperation, .deterministic, on: .periphery, operations * rows.count)
    return .fetch(
      FetchedRows(
        rows: rows.count, offChipBits: offChipBits,
        laneCycles: stage.laneCycles(operations), idLinks: links))
  }

  private static func presets(
    _ tables: [PresetTable], _ rows: Range<Int>, _ stage: Stage
  ) -> Matrix {
    let width = tables[0].width
    return Matrix(rows: rows.count, width: width) { fields in
      for (place, row) in rows.enumerated() {
        var target = fields._mutatingExtracting((place * width)..<((place + 1) * width))
        let position = stage.token(row)
        for table in tables {
          let source =
            switch table.index {
            case .token: TokenWord.id(stage.session.tokens[position])
            case .position: position
            case .type: TokenWord.type(stage.session.tokens[position])
            case .constant: 0
            }
          let scale = table.scales[source]
          let codes = table.codes.span.extracting((source * width)..<((source + 1) * width))
          for index in target.indices {
            target[index] = target[index] + Float(codes[index]) * scale
          }
        }
      }
    }
  }
}

extension PresetTable {
  /// Whether a token's row comes from memory: of a constant or a type the periphery keeps it from the first token
  /// that needed it.
  fileprivate func isRead(forToken place: Int, _ session: Session) -> Bool {
    switch index {
    case .token, .position: true
    case .type: session.typeStarts.contains(place)
    case .constant: place == 0
    }
  }
}

/// What fetched rows take, one after the other.
struct FetchedRows {
  /// Bits of a token's id.
  static let idBits = 32

  /// Rows together.
  var rows: Int
  /// Bits that all of them take from off-chip memory.
  var offChipBits: Int
  /// Cycles of the periphery's lanes for each.
  var laneCycles: Int
  /// Links of the mesh that an id crosses, and those from die to die among them.
  var idLinks: (hops: Int, crossings: Int)

  static func += (left: inout FetchedRows, right: FetchedRows) {
    left.rows += right.rows
    left.offChipBits += right.offChipBits
  }

  /// Cycles of the host link for one id.
  func hostCycles(on chip: ChipSpec) -> Int {
    chip.cycles(bits: Self.idBits, bitsPerSecond: chip.memory.host_bitsPerSecond)
  }

  /// Cycles of an id's way over the mesh.
  func idCycles(on chip: ChipSpec) -> Int {
    idLinks.hops * max(1, chip.timing.hopCycles) + idLinks.crossings * chip.crossing.delay
  }

  /// Cycles of off-chip memory for one row, in the mean.
  func memoryCycles(on chip: ChipSpec) -> Int {
    chip.cycles(
      bits: ceilingDivide(offChipBits, rows), bitsPerSecond: chip.memory.offChip_bitsPerSecond)
  }

  /// The time by the schedule: one after the other for a token, side by side for several.
  func time(on chip: ChipSpec) -> StageTime {
    let (host, memory) = (hostCycles(on: chip), memoryCycles(on: chip))
    return StageTime(
      latency: max(host + idCycles(on: chip) + memory + laneCycles, 1),
      initiation: max(laneCycles, memory, host, 1))
  }
}
