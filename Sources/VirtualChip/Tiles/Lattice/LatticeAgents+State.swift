import ByteFormats
import HardwareSpecs
import RandomStreams

extension LatticeAgents {
  /// What agents need to go on where they stopped.
  struct State: Equatable {
    var spins: [Int8]
    var held: [Int8]
    /// Empty without delay of a fixed length.
    var seen: [Int8]
    /// Empty without delay of random length.
    var copies: [Int8]
    var pending: [Int32]
    var lineTimes: [Double]
    var lineAgents: [Int32]
    /// Empty without memory.
    var lastDraws: [Double]
    var now: Double
    var tickPosition: UInt64
    var noisePosition: UInt64
  }

  /// Where they are.
  var state: State {
    let waiting = line.waiting
    return State(
      spins: spins.values, held: held, seen: seen.values, copies: copies.values,
      pending: Array(pending.buffer[..<pendingCount]), lineTimes: waiting.times,
      lineAgents: waiting.agents, lastDraws: lastDraws.values, now: now,
      tickPosition: ticks.position, noisePosition: noise.position)
  }

  var stateBytes: [UInt8] { state.bytes }

  func resumed(at bytes: [UInt8]) throws(ByteReader.Damaged) -> any AgentProcess {
    LatticeAgents(die, seed: seed, replica: replica, state: try State(bytes, on: die))
  }
}

extension LatticeAgents.State {
  /// Agents that have drawn nothing yet, all of them free.
  init(start spins: [Int8], on die: LatticeDie) {
    self.spins = spins
    held = Array(repeating: 0, count: spins.count)
    seen = die.hasLine ? spins : []
    copies = die.hasCopies ? die.links.map { spins[Int($0.neighbour)] } : []
    (pending, lineTimes, lineAgents) = ([], [], [])
    lastDraws = die.law.hasMemory ? Array(repeating: -.infinity, count: spins.count) : []
    (now, tickPosition, noisePosition) = (0, 0, 0)
  }

  /// All of it as bytes.
  var bytes: [UInt8] {
    var out = ByteWriter()
    out.put(spins)
    out.put(held)
    out.put(seen)
    out.put(copies)
    out.put(pending)
    out.put(lineTimes)
    out.put(lineAgents)
    out.put(lastDraws)
    out.put(now)
    out.put(tickPosition)
    out.put(noisePosition)
    return out.bytes
  }

  /// A state of a die's agents.
  init(_ bytes: [UInt8], on die: LatticeDie) throws(ByteReader.Damaged) {
    var reader = ByteReader(bytes)
    spins = try reader.list()
    held = try reader.list()
    seen = try reader.list()
    copies = try reader.list()
    pending = try reader.list()
    lineTimes = try reader.list()
    lineAgents = try reader.list()
    lastDraws = try reader.list()
    now = try reader.get()
    tickPosition = try reader.get()
    noisePosition = try reader.get()
    guard reader.isAtEnd, isSound(on: die) else { throw ByteReader.Damaged() }
  }

  /// Whether sizes and indices are those that loops rely on.
  private func isSound(on die: LatticeDie) -> Bool {
    let (agents, links) = (die.couplings.fields.count, die.links.count)
    func areStates(_ values: [Int8], _ count: Int, orFree: Bool = false) -> Bool {
      values.count == count && values.allSatisfy { abs($0) == 1 || orFree && $0 == 0 }
    }
    return areStates(spins, agents) && areStates(held, agents, orFree: true)
      && areStates(seen, die.hasLine ? agents : 0)
      && areStates(copies, die.hasCopies ? links : 0)
      && pending.count <= copies.count
      && pending.allSatisfy { (0..<links).contains(Int($0)) }
      && Set(pending).count == pending.count && lineTimes.count == lineAgents.count
      && (lineAgents.isEmpty || die.hasLine)
      && lineAgents.allSatisfy { (0..<agents).contains(Int($0)) }
      && lastDraws.count == (die.law.hasMemory ? agents : 0) && now.isFinite
  }
}
