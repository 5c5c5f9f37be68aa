import ChipPrograms
import ExecutionRecords
import HardwareSpecs

/// The instructions between two barriers while the rows of all tokens stream through them: nothing is
/// scheduled, it only executes.
///
/// A token passes the instructions in program order, each when the one before is complete. What an
/// instruction has for itself are the units of its tiles; lanes, memory, host link and mesh belong to
/// all, and whoever asks first is served first.
final class EventGroup {
  /// What can happen to the row of a token at an instruction.
  private enum Kind: UInt8 {
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
    /// What is left to do behind the last row is done.
    case completed = 5
  }

  private struct Event {
    var kind: Kind
    var place: Int32
    var token: Int32
  }

  /// When the last row was through.
  private(set) var end: UInt64
  private let session: Session
  private let stages: [Stage]
  private var queues: [RowQueue]
  private let network: MeshNetwork
  private let tokens: Int
  private var chip: ChipSpec { session.chip }
  private var queue = EventQueue<Event>()
  private var lanes: LaneServers
  private var offChip: FIFOServer
  private var host: FIFOServer

  /// Nothing is in flight when a group starts.
  init(_ stages: [Stage], of session: Session, _ network: MeshNetwork) {
    self.stages = stages
    self.session = session
    self.network = network
    tokens = session.part.count
    let made = Set(stages.compactMap(\.instruction.result))
    queues = stages.map { stage in
      RowQueue(
        tokens: session.part.count,
        waitsForAll: stage.passage.prepared.contains(where: made.contains),
        isOrdered: stage.passage.isOrdered)
    }
    let start = session.clock.now
    end = start
    lanes = LaneServers(freeAt: start)
    offChip = FIFOServer(freeAt: start)
    host = offChip
  }

  /// When each instruction had its first row and its last.
  var spans: [Timeline.Span] {
    zip(stages, queues).map { stage, rows in
      Timeline.Span(
        instruction: stage.index, startCycle: rows.start ?? end,
        cycles: rows.end - (rows.start ?? rows.end))
    }
  }

  /// Executes until no event is in flight.
  func run() {
    let start = session.clock.now
    for token in 0..<tokens { push(.arrive, 0, token, at: start) }
    for place in stages.indices
    where stages[place].passage.isPrepared && !queues[place].waitsForAll {
      prepare(place, at: start)
    }
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

  private func push(_ kind: Kind, _ place: Int, _ token: Int, at time: UInt64) {
    // Of one moment, what is older goes first: it makes room for the rest.
    queue.push(
      Event(kind: kind, place: Int32(place), token: Int32(token)), at: Double(time),
      key: UInt64(token) << 32 | UInt64(place) << 4 | UInt64(kind.rawValue))
  }

  private func handle(_ event: Event, at now: UInt64) {
    let (place, token) = (Int(event.place), Int(event.token))
    switch event.kind {
    case .arrive: arrive(place, token, at: now)
    case .unitFree:
      queues[place].isOccupied = false
      enterNext(place, at: now)
    case .idThere:
      let end = offChip.serve(queues[place].memoryCycles[token], at: now)
      push(.lanesDue, place, token, at: end)
    case .lanesDue:
      let end = lanes.serve(
        queues[place].laneCycles[token], on: stages[place].laneTiles, at: now)
      push(.done, place, token, at: max(queues[place].due[token], end))
    case .done: done(place, token, at: now)
    case .completed: leave(place, token, at: now)
    }
  }

  private func arrive(_ place: Int, _ token: Int, at now: UInt64) {
    queues[place].arrived += 1
    let all = queues[place].arrived == tokens
    if stages[place].isSingle {
      // The first token stands for all.
      if all { begin(place, 0, at: now) }
      return
    }
    guard stages[place].passage.hasTiles else { return begin(place, token, at: now) }
    queues[place].waiting.append(token)
    if queues[place].waitsForAll {
      guard all else { return }
      prepare(place, at: now)
    }
    enterNext(place, at: now)
  }

  /// The next row enters the units if they are free.
  private func enterNext(_ place: Int, at now: UInt64) {
    guard !queues[place].isOccupied, let token = queues[place].takeWaiting() else { return }
    queues[place].isOccupied = true
    begin(place, token, at: now)
  }

  /// What comes before the first row, coded by the lanes meanwhile; until then no row enters.
  private func prepare(_ place: Int, at now: UInt64) {
    session.moment = now
    let (cycles, laneCycles) = stages[place].prepare()
    let coded = lanes.serve(laneCycles, on: stages[place].laneTiles, at: now)
    queues[place].isOccupied = true
    queues[place].start = now
    push(.unitFree, place, 0, at: max(now + UInt64(cycles), coded))
  }

  private func begin(_ place: Int, _ token: Int, at now: UInt64) {
    if queues[place].start == nil { queues[place].start = now }
    session.moment = now
    let stage = stages[place]
    let (work, laneCycles) = stage.perform(
      stage.isSingle ? 0..<stage.rows : token..<(token + 1))
    queues[place].due[token] = now
    switch work {
    case .lanes(let cycles, let depth):
      push(
        .done, place, token,
        at: lanes.serve(cycles, on: stage.laneTiles, at: now) + UInt64(depth))
    case .tiles(let runs):
      enter(runs[0], laneCycles: laneCycles, place, token, at: now)
    case .packets(let load):
      let tag = UInt64(place) << 32 | UInt64(token)
      var underWay = 0
      for (route, flits) in zip(load.routes, load.flits)
      where network.inject(route, flits: max(1, flits), tag: tag, at: now) {
        underWay += 1
      }
      queues[place].packets[token] = underWay
      if underWay == 0 { push(.done, place, token, at: now) }
    case .fetch(let rows):
      queues[place].memoryCycles[token] = rows.memoryCycles(on: chip)
      queues[place].laneCycles[token] = rows.laneCycles
      queues[place].due[token] = now + 1
      push(
        .idThere, place, token,
        at: host.serve(rows.hostCycles(on: chip), at: now) + UInt64(rows.idCycles(on: chip)))
    case .host(let cycles): push(.done, place, token, at: host.serve(cycles, at: now))
    case .load(let writing, let transfer, let fromHost):
      if chip.timing.shadowLoad {
        let left = session.clock.visible(max(writing, transfer), at: now)
        return push(.done, place, token, at: now + UInt64(left))
      }
      let there =
        fromHost ? host.serve(transfer, at: now) : offChip.serve(transfer, at: now)
      push(.done, place, token, at: max(now + UInt64(max(writing, transfer)), there))
    case .wait(let cycles): push(.done, place, token, at: now + UInt64(cycles))
    }
  }

  /// A row in a tile: lanes code it before it enters, or work on its results as they come.
  private func enter(
    _ run: TileRun, laneCycles: Int, _ place: Int, _ token: Int, at now: UInt64
  ) {
    let lanesFirst = stages[place].passage.lanesFirst
    var start = now
    if lanesFirst {
      // Codes on their way into the tile: the row waits as long as its lanes do.
      start =
        lanes.serve(laneCycles, on: stages[place].laneTiles, at: now) - UInt64(laneCycles)
    }
    push(.unitFree, place, token, at: start + UInt64(run.busy))
    let due = start + UInt64(run.latency)
    guard !lanesFirst, laneCycles > 0 else { return push(.done, place, token, at: due) }
    queues[place].due[token] = due
    queues[place].laneCycles[token] = laneCycles
    push(.lanesDue, place, token, at: max(now, due - min(due, UInt64(laneCycles))))
  }

  private func packetArrived(_ tag: UInt64, at now: UInt64) {
    let (place, token) = (Int(tag >> 32), Int(tag & 0xffff_ffff))
    queues[place].packets[token] -= 1
    if queues[place].packets[token] == 0 { push(.done, place, token, at: now) }
  }

  private func done(_ place: Int, _ token: Int, at now: UInt64) {
    guard stages[place].passage.isCompleted else { return leave(place, token, at: now) }
    queues[place].through += 1
    guard queues[place].through == (stages[place].isSingle ? 1 : tokens) else { return }
    session.moment = now
    let completed = lanes.serve(
      stages[place].complete(), on: stages[place].laneTiles, at: now)
    for token in 0..<(stages[place].isSingle ? 1 : tokens) {
      push(.completed, place, token, at: completed)
    }
  }

  private func leave(_ place: Int, _ token: Int, at now: UInt64) {
    queues[place].end = max(queues[place].end, now)
    end = max(end, now)
    guard place + 1 < stages.count else { return }
    guard stages[place].isSingle else { return arrive(place + 1, token, at: now) }
    for token in 0..<tokens { arrive(place + 1, token, at: now) }
  }
}
