import ByteFormats
import ChipPrograms
import ExecutionRecords
import HardwareSpecs

/// What a row asks of the machine when it comes to an instruction.
enum RowWork {
  /// Lanes of the periphery, then a tree of adders.
  case lanes(cycles: Int, depth: Int)
  /// Time in a tile, and lanes: before the row enters, or for the results as they stream out.
  case tile(TileRun, laneCycles: Int, leading: Bool)
  /// Packets on the mesh.
  case packets([(route: Route, flits: Int)])
  /// The host link, then memory, then lanes.
  case fetch(hostCycles: Int, laneCycles: Int)
  /// The host link.
  case host(cycles: Int)
  /// Writing of couplings while they come from memory or from the host.
  case load(cycles: Int, transfer: Int, fromHost: Bool)
  /// Nothing but time.
  case wait(cycles: Int)
}

extension EventMachine {
  private func streams(_ station: Station) -> InstructionStreams {
    InstructionStreams(seed: settings.seed, text: textKey, instruction: station.instruction)
  }

  private func context(_ station: Station, token: Int, at now: UInt64) -> TileContext {
    TileContext(
      chip: chip, settings: settings, die: die, streams: streams(station),
      start_s: Double(now) / chip.timing.clock_Hz, token: token)
  }

  /// Writes the keys and values of all tokens into the tiles of a race.
  /// - Returns: Cycles of writing, and the lanes' operations for their codes.
  func startRace(_ station: inout Station, at now: UInt64) -> (writing: Int, operations: Int) {
    guard let race = station.operation as? Instruction.Race else {
      preconditionFailure("\(station.record.name) is no race")
    }
    var record = station.rowRecord
    var writing = 0
    station.race = RaceTile(
      race.shape, key: fields[race.key]!, value: fields[race.value]!, beta: station.beta,
      law: machine.race, in: context(station, token: 0, at: now), record: &record, writing: &writing
    )
    return (writing, station.count(record))
  }

  /// Lane cycles of the scaling of a mean; the rows before it have counted their sums.
  func scalePool(_ station: inout Station) -> Int {
    guard let pool = station.operation as? Instruction.Pool else { return 0 }
    let width = program.values[pool.value].width
    station.record.add(.digitalOperation, .deterministic, on: .periphery, width)
    return ceilingDivide(width, chip.geometry.digitalLanes)
  }

  /// Computes a row's values and counts its actions.
  func perform(_ station: inout Station, token: Int, at now: UInt64) -> RowWork {
    let context = context(station, token: token, at: now)
    switch station.operation {
    case let operation as Instruction.Read:
      let (array, operand, into) = (operation.array, operation.codes, operation.into)
      let row = codes[operand]![place(token, of: operand)]
      return tile(&station, into: into, token: token) { record in
        CrossbarTile.read(
          machine.arrays[array], codes: row, in: context,
          record: &record, events: &tally)
      }
    case let operation as Instruction.Race:
      let (query, into) = (operation.query, operation.into)
      let row = row(of: query, token)
      let race = station.race!
      return tile(&station, into: into, token: token, leading: true) { record in
        race.attend(
          row, in: context, record: &record, events: &tally)
      }
    case let operation as Instruction.Gate:
      let (threshold, value, into) = (operation.threshold, operation.value, operation.into)
      let row = row(of: value, token)
      return tile(&station, into: into, token: token) { record in
        GateTile.fire(
          threshold, row, in: context, record: &record,
          events: &tally)
      }
    case let operation as Instruction.Normalise:
      let (value, epsilon, into) = (operation.value, operation.epsilon, operation.into)
      let row = row(of: value, token)
      return tile(&station, into: into, token: token) { record in
        NormTile.settle(
          row, epsilon: epsilon, in: context, record: &record)
      }
    case is Instruction.Load, is Instruction.Bias, is Instruction.Beta:
      return loadWork(&station, at: now)
    default: return peripheryWork(&station, token: token)
    }
  }

  private func tile(
    _ station: inout Station, into: Int, token: Int, leading: Bool = false,
    _ body: (inout InstructionRecord) -> (fields: Matrix, run: TileRun)
  ) -> RowWork {
    var record = station.rowRecord
    let (fields, run) = body(&record)
    store(fields, into: into, token)
    station.runs[token] = run
    let operations = station.count(record)
    return .tile(
      run, laneCycles: ceilingDivide(operations, chip.geometry.digitalLanes), leading: leading)
  }

  private func loadWork(_ station: inout Station, at now: UInt64) -> RowWork {
    let cycles = Loading.perform(station.operation, on: machine, record: &station.record)
    station.stage = .once(cycles)
    switch station.operation {
    case let operation as Instruction.Load:
      let index = operation.array
      guard !chip.timing.shadowLoad else {
        // It began when the load before it had ended; only what is left of it is seen.
        let left = max(0, cycles - Int(now - lastLoad))
        lastLoad = now + UInt64(left)
        return .wait(cycles: left)
      }
      let offChip = chip.memory.offChip_bitsPerSecond
      let transfer = Transfer.cycles(
        bits: program.arrays[index].couplingBits,
        bitsPerSecond: offChip ?? chip.memory.host_bitsPerSecond, chip: chip)
      return .load(cycles: cycles, transfer: transfer, fromHost: offChip == nil)
    case is Instruction.Bias: return .lanes(cycles: cycles, depth: 0)
    default: return .wait(cycles: cycles)
    }
  }

  /// The number of a token's row in a value.
  func place(_ token: Int, of value: Int) -> Int { program.values[value].pooled ? 0 : token }

  /// One row of fields.
  func row(of value: Int, _ token: Int) -> Matrix {
    let matrix = fields[value]!
    let start = place(token, of: value) * matrix.width
    return Matrix(
      rows: 1, width: matrix.width, elements: Array(matrix.elements[start..<(start + matrix.width)])
    )
  }

  /// Puts one row of fields into its value.
  func store(_ row: Matrix, into value: Int, _ token: Int) {
    let start = place(token, of: value) * row.width
    if fields[value] == nil {
      let rows = rows(of: value)
      fields[value] = Matrix(
        rows: rows, width: row.width, elements: [Float](repeating: 0, count: rows * row.width))
    }
    fields[value]!.elements.replaceSubrange(start..<(start + row.width), with: row.elements)
  }
}
