import ByteFormats
import ChipPrograms
import ExecutionRecords
import HardwareSpecs

extension EventMachine {
  /// What passes no tile: the periphery, the mesh and the host link.
  func peripheryWork(_ station: inout Station, token: Int) -> RowWork {
    var record = station.rowRecord
    var depth = 0
    let stage: StageTime
    switch station.operation {
    case let operation as Instruction.Fetch:
      let (tables, into) = (operation.tables, operation.into)
      return fetch(&station, tables, into: into)
    case let operation as Instruction.Move:
      let (value, blockWidth, bits, routes) = (
        operation.value, operation.blockWidth, operation.bitsPerElement, operation.routes
      )
      return move(&station, value, blockWidth: blockWidth, bits: bits, routes: routes)
    case let operation as Instruction.Send:
      let value = operation.value
      output = fields[value]!.elements
      let time = Sending.account(fields[value]!, chip: chip, record: &station.record)
      station.stage = time
      return .host(cycles: time.latency)
    case let operation as Instruction.Clamp:
      let (value, bits, outliers, into) = (
        operation.value, operation.bits, operation.outlierChannels, operation.into
      )
      let coded = Clamping.body(row(of: value, token), bits: bits, outliers: outliers)
      codes[into, default: Array(repeating: coded, count: rows(of: into))][
        place(token, of: into)] = coded
      stage = Clamping.account(coded, chip: chip, record: &record)
      depth = stage.latency - stage.initiation
    case let operation as Instruction.Accumulate:
      let (left, right, gain, shift, into) = (
        operation.left, operation.right, operation.gain, operation.shift, operation.into
      )
      let sum = Periphery.accumulate(
        row(of: left, token), row(of: right, token), gain: vector(gain), shift: vector(shift))
      store(sum, into: into, token)
      stage = Periphery.account(
        sum, operations: 1 + (gain == nil ? 0 : 1) + (shift == nil ? 0 : 1), chip: chip,
        record: &record)
    case let operation as Instruction.Rescale:
      let (value, gain, shift, into) = (
        operation.value, operation.gain, operation.shift, operation.into
      )
      let scaled = Periphery.rescale(
        row(of: value, token), gain: vector(gain), shift: vector(shift))
      store(scaled, into: into, token)
      stage = Periphery.account(
        scaled, operations: (gain == nil ? 0 : 1) + (shift == nil ? 0 : 1), chip: chip,
        record: &record)
    case let operation as Instruction.Pool:
      let (value, into) = (operation.value, operation.into)
      // A row is added when it comes; `EventGroup` scales the sum behind the last one.
      let row = row(of: value, token)
      var time = Periphery.account(row, operations: 1, chip: chip, record: &record)
      if station.isSingle {
        fields[into] = Periphery.pool(row)
        time.latency += scalePool(&station)
        time.initiation = time.latency
        stage = time
      } else {
        station.stage = StageTime(latency: 2 * time.latency, initiation: time.initiation)
        _ = station.count(record)
        return .lanes(cycles: time.initiation, depth: 0)
      }
    case let operation as Instruction.Unit:
      let (value, into) = (operation.value, operation.into)
      let unit = Periphery.unit(row(of: value, token))
      store(unit, into: into, token)
      stage = Periphery.account(unit, operations: 3, chip: chip, record: &record)
    default:
      preconditionFailure("\(station.operation.mnemonic) needs no periphery")
    }
    station.stage = stage
    _ = station.count(record)
    return .lanes(cycles: stage.initiation, depth: depth)
  }

  private func vector(_ index: Int?) -> [Float]? { index.map { program.vectors[$0] } }

  private func fetch(_ station: inout Station, _ tables: [Int], into: Int) -> RowWork {
    let tables = tables.map { program.tables[$0] }
    if fields[into] == nil {
      fields[into] = Fetching.body(tables, tokens: tokens)
      station.stage = Fetching.account(
        tables, tokens: tokens.count, chip: chip, record: &station.record)
    }
    return .fetch(
      hostCycles: Transfer.cycles(
        bits: Fetching.idBits, bitsPerSecond: chip.memory.host_bitsPerSecond, chip: chip),
      laneCycles: ceilingDivide(
        2 * tables.count * tables[0].width, chip.geometry.digitalLanes))
  }

  private func move(
    _ station: inout Station, _ value: Int, blockWidth: Int, bits: Int, routes: [Route]
  ) -> RowWork {
    let load = machine.load(
      of: value, outliers: codes[value]?.first?.outliers, blockWidth: blockWidth, bits: bits,
      routes: routes)
    if station.stage == nil {
      station.stage = Moving.account(
        load, rows: rows(of: value), chip: chip, record: &station.record)
    }
    return .packets(routes.indices.map { (routes[$0], max(1, load.flits[$0])) })
  }
}
