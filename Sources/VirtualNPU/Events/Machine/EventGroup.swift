import ByteFormats
import ChipPrograms
import ExecutionRecords
import HardwareSpecs

/// The instructions between two barriers while the rows of all tokens stream through them.
///
/// A token passes the instructions in program order, each when the one before is complete. What an
/// instruction has for itself are the units of its tiles; lanes, memory, host link and mesh belong to
/// all, and whoever asks first is served first.
final class EventGroup {
  /// What can happen to the row of a token at an instruction.
  enum Kind: UInt8 {
    /// The token has passed the instruction before.
    case arrive = 0
    /// The units can take the next row.
    case unitFree = 1
    /// The token's id came over the host link.
    case idThere = 2
    /// The rows of tables came from memory, or the result's columns begin to come: lanes, please.
    case lanesDue = 3
    /// The instruction is complete for this token.
    case done = 4
    /// The mean over all tokens is scaled.
    case scaled = 5
  }

  struct Event {
    var kind: Kind
    var station: Int32
    var token: Int32
  }

  let machine: EventMachine
  private(set) var stations: [Station] = []
  /// When the last row was through.
  private(set) var end: UInt64
  private var queue = EventQueue<Event>()
  private var lanes: FIFOServer
  private var offChip: FIFOServer
  private var host: FIFOServer

  private var tokens: Int { machine.tokens.count }
  private var chip: ChipSpec { machine.chip }

  init(_ range: Range<Int>, of machine: EventMachine) {
    self.machine = machine
    end = machine.time
    lanes = FIFOServer(freeAt: machine.time)
    offChip = lanes
    host = lanes
    let instructions = machine.program.instructions
    let made = Set(instructions[range].compactMap(\.operation.result))
    for index in range {
      let operation = instructions[index].operation
      if let beta = operation as? Instruction.Beta { machine.beta = beta.factor }
      var needsAll = false
      if let race = operation as? Instruction.Race {
        needsAll = made.contains(race.key) || made.contains(race.value)
      }
      stations.append(
        Station(
          index, instructions[index], tokens: tokens, beta: machine.beta,
          isSingle: isSingle(operation), needsAll: needsAll))
    }
  }

  private func isSingle(_ operation: any Instruction.Operation) -> Bool {
    switch operation {
    case is Instruction.Load, is Instruction.Bias, is Instruction.Beta, is Instruction.Send: true
    default: operation.operands.first.map { machine.program.values[$0].pooled } ?? false
    }
  }

  func run() {
    guard !stations.isEmpty else { return }
    for token in 0..<tokens { push(.arrive, 0, token, at: machine.time) }
    for station in stations.indices {
      if stations[station].operation is Instruction.Race, !stations[station].needsAll {
        startRace(station, at: machine.time)
      }
    }
    let network = machine.network
    while true {
      if let cycle = network.nextCycle, Double(cycle) < queue.nextTime ?? .infinity {
        network.step()
        for tag in network.arrived { packetArrived(tag, at: cycle + 1) }
        network.arrived.removeAll(keepingCapacity: true)
      } else if let (event, time) = queue.pop() {
        handle(event, at: UInt64(time))
      } else {
        return
      }
    }
  }

  private func push(_ kind: Kind, _ station: Int, _ token: Int, at time: UInt64) {
    // Of one moment, what is older goes first: it makes room for the rest.
    queue.push(
      Event(kind: kind, station: Int32(station), token: Int32(token)), at: Double(time),
      key: UInt64(token) << 32 | UInt64(station) << 4 | UInt64(kind.rawValue))
  }

  private func handle(_ event: Event, at now: UInt64) {
    let station = Int(event.station)
    let token = Int(event.token)
    switch event.kind {
    case .arrive: arrive(station, token, at: now)
    case .unitFree:
      stations[station].isOccupied = false
      enterNext(station, at: now)
    case .idThere:
      let bits = offChipBits(of: station, token: token)
      let cycles = Transfer.cycles(
        bits: bits, bitsPerSecond: chip.memory.offChip_bitsPerSecond, chip: chip)
      push(.lanesDue, station, token, at: offChip.serve(cycles, at: now))
    case .lanesDue:
      let end = lanes.serve(stations[station].laneCycles[token], at: now)
      push(.done, station, token, at: max(stations[station].due[token], end))
    case .done: done(station, token, at: now)
    case .scaled: leave(station, token, at: now)
    }
  }

  private func arrive(_ station: Int, _ token: Int, at now: UInt64) {
    stations[station].arrived += 1
    let all = stations[station].arrived == tokens
    if stations[station].isSingle {
      guard all else { return }
      // The first token stands for all.
      return begin(station, 0, at: now)
    }
    guard stations[station].operation.hasUnits else { return begin(station, token, at: now) }
    stations[station].waiting.append(token)
    if stations[station].needsAll {
      guard all else { return }
      startRace(station, at: now)
    }
    enterNext(station, at: now)
  }

  /// The next row enters the units if they are free.
  private func enterNext(_ station: Int, at now: UInt64) {
    guard !stations[station].isOccupied, let token = stations[station].takeWaiting() else { return }
    stations[station].isOccupied = true
    begin(station, token, at: now)
  }

  /// Writes keys and values, coded by the lanes meanwhile; until then no query enters.
  private func startRace(_ station: Int, at now: UInt64) {
    let (writing, operations) = machine.startRace(&stations[station], at: now)
    let coded = lanes.serve(
      ceilingDivide(operations, chip.geometry.digitalLanes), at: now)
    stations[station].isOccupied = true
    stations[station].start = now
    push(.unitFree, station, 0, at: max(now + UInt64(writing), coded))
  }

  private func begin(_ station: Int, _ token: Int, at now: UInt64) {
    if stations[station].start == nil { stations[station].start = now }
    let work = machine.perform(&stations[station], token: token, at: now)
    stations[station].due[token] = now
    switch work {
    case .lanes(let cycles, let depth):
      push(.done, station, token, at: lanes.serve(cycles, at: now) + UInt64(depth))
    case .tile(let run, let laneCycles, let leading):
      var start = now
      if leading {
        // Codes on their way into the tile: the row waits as long as its lanes do.
        start = lanes.serve(laneCycles, at: now) - UInt64(laneCycles)
      }
      push(.unitFree, station, token, at: start + UInt64(run.busy))
      let due = start + UInt64(run.latency)
      guard !leading, laneCycles > 0 else { return push(.done, station, token, at: due) }
      stations[station].due[token] = due
      stations[station].laneCycles[token] = laneCycles
      push(.lanesDue, station, token, at: max(now, due - min(due, UInt64(laneCycles))))
    case .packets(let packets):
      var under = 0
      let tag = UInt64(station) << 32 | UInt64(token)
      for packet in packets
      where machine.network.inject(packet.route, flits: packet.flits, tag: tag, at: now) {
        under += 1
      }
      stations[station].packets[token] = under
      if under == 0 { push(.done, station, token, at: now) }
    case .fetch(let hostCycles, let laneCycles):
      stations[station].laneCycles[token] = laneCycles
      stations[station].due[token] = now + 1
      push(.idThere, station, token, at: host.serve(hostCycles, at: now))
    case .host(let cycles): push(.done, station, token, at: host.serve(cycles, at: now))
    case .load(let cycles, let transfer, let fromHost):
      let there =
        fromHost ? host.serve(transfer, at: now) : offChip.serve(transfer, at: now)
      push(.done, station, token, at: max(now + UInt64(cycles), there))
    case .wait(let cycles): push(.done, station, token, at: now + UInt64(cycles))
    }
  }

  private func packetArrived(_ tag: UInt64, at now: UInt64) {
    let station = Int(tag >> 32)
    let token = Int(tag & 0xffff_ffff)
    stations[station].packets[token] -= 1
    if stations[station].packets[token] == 0 { push(.done, station, token, at: now) }
  }

  private func done(_ station: Int, _ token: Int, at now: UInt64) {
    guard let pool = stations[station].operation as? Instruction.Pool,
      !stations[station].isSingle
    else { return leave(station, token, at: now) }
    stations[station].folded += 1
    guard stations[station].folded == tokens else { return }
    machine.fields[pool.into] = Periphery.pool(machine.fields[pool.value]!)
    let scaled = lanes.serve(machine.scalePool(&stations[station]), at: now)
    for token in 0..<tokens { push(.scaled, station, token, at: scaled) }
  }

  private func leave(_ station: Int, _ token: Int, at now: UInt64) {
    stations[station].end = max(stations[station].end, now)
    end = max(end, now)
    guard station + 1 < stations.count else { return }
    guard stations[station].isSingle else { return arrive(station + 1, token, at: now) }
    for token in 0..<tokens { arrive(station + 1, token, at: now) }
  }

  /// A constant row is read once, for the first token.
  private func offChipBits(of station: Int, token: Int) -> Int {
    guard let fetch = stations[station].operation as? Instruction.Fetch else { return 0 }
    return fetch.tables.map { machine.program.tables[$0] }
      .filter { !$0.onChip && ($0.index != .constant || token == 0) }
      .reduce(0) { $0 + $1.width * $1.bits }
  }
}

extension Instruction.Operation {
  /// Whether its rows pass tiles, which take one after the other.
  fileprivate var hasUnits: Bool {
    switch self {
    case is Instruction.Read, is Instruction.Race, is Instruction.Gate, is Instruction.Normalise:
      true
    default: false
    }
  }
}
