/// The time of one instruction for a text: how long a token takes, and how long it keeps the
/// instruction's units busy.
///
/// Between two barriers tokens stream through the instructions as through a pipeline, in order: a token
/// enters an instruction when it has left the one before and the token ahead has left the units free.
package struct StageTime: Sendable {
  /// Cycles until the first token has passed.
  package var latency: Int
  /// Cycles between two tokens, where they are all alike.
  package var initiation: Int
  /// Cycles for which token t keeps the units busy, where they differ; replaces `initiation`.
  package var initiations: [Int]?
  /// Cycles until token t has passed, where that is not `latency`, and later by as much as the token
  /// is busy longer than the first.
  package var latencies: [Int]?
  /// Whether the instruction handles one row, whatever the number of tokens.
  package var single = false
  /// What the digital twin of the instruction takes; `nil` where it takes the same. Latency, then
  /// initiation.
  package var twin: (latency: Int, initiation: Int)?

  package init(latency: Int, initiation: Int) {
    self.latency = latency
    self.initiation = initiation
  }

  package init(latency: Int, initiations: [Int]) {
    self.latency = latency
    initiation = 0
    self.initiations = initiations
  }

  /// An instruction that handles one row.
  package static func once(_ cycles: Int) -> StageTime {
    var time = StageTime(latency: cycles, initiation: 0)
    time.single = true
    return time
  }

  package func initiation(ofToken token: Int) -> Int { initiations?[token] ?? initiation }

  package func latency(ofToken token: Int) -> Int {
    if let latencies { return latencies[token] }
    guard let initiations else { return latency }
    return max(0, latency + initiations[token] - initiations[0])
  }

  /// Cycles from the first token's entry to the last one's exit, if the instruction ran alone.
  package func alone(tokens: Int) -> Int {
    single ? latency : latency + (1..<max(tokens, 1)).reduce(0) { $0 + initiation(ofToken: $1) }
  }
}

/// The start and length of each instruction of a group that streams between two barriers.
package struct PipelineGroup {
  /// An instruction, its time, and the cycles for which each token occupies the periphery's lanes.
  struct Member {
    var instruction: Int
    var time: StageTime
    var lanes: Int
    /// The tiles of those lanes; none for all.
    var laneTiles: [Int]
  }

  private(set) var members: [Member] = []
  /// Cycles for which each token occupies the busiest link of the mesh.
  private let linkCycles: Int

  /// An empty group.
  /// - Parameter linkCycles: for which each token occupies the busiest link of the mesh.
  package init(linkCycles: Int = 0) { self.linkCycles = linkCycles }

  /// Adds an instruction at the end.
  package mutating func append(
    _ instruction: Int, _ time: StageTime, lanes: Int = 0, on laneTiles: [Int] = []
  ) {
    members.append(
      Member(instruction: instruction, time: time, lanes: lanes, laneTiles: laneTiles))
  }

  /// The same group in the times of the digital twin.
  package var twin: PipelineGroup {
    var group = PipelineGroup(linkCycles: linkCycles)
    for var member in members {
      if let twin = member.time.twin {
        let single = member.time.single
        member.time = StageTime(latency: twin.latency, initiation: twin.initiation)
        member.time.single = single
      }
      group.members.append(member)
    }
    return group
  }

  /// Cycles until the last token has left the last instruction.
  ///
  /// Entry of token t into instruction i = max(exit from i − 1, entry of t − 1 into i + its busy
  /// cycles). The lanes of a tile and the links of the mesh are shared: all tokens take at least as long as
  /// the first, and each further one's operations and flits on the busiest.
  package func duration(tokens: Int) -> Int {
    let latencies = members.reduce(0) { $0 + $1.time.latency }
    guard tokens > 1 else { return latencies }
    var exits = [Int](repeating: 0, count: tokens)
    for time in members.map(\.time) {
      if time.single {
        // One row for all tokens waits for all of them.
        exits = [Int](repeating: (exits.max() ?? 0) + time.latency, count: tokens)
        continue
      }
      var free = 0
      for token in 0..<tokens {
        let entry = max(exits[token], free)
        free = entry + time.initiation(ofToken: token)
        exits[token] = entry + time.latency(ofToken: token)
      }
    }
    return max(exits.max() ?? 0, latencies + (tokens - 1) * max(busiestLanes, linkCycles))
  }

  /// Cycles of a token on the lanes of the tile that has most to do.
  private var busiestLanes: Int {
    var all = 0
    var tiles: [Int: Int] = [:]
    for member in members where !member.time.single {
      if member.laneTiles.isEmpty { all += member.lanes }
      for tile in member.laneTiles { tiles[tile, default: 0] += member.lanes }
    }
    return all + (tiles.values.max() ?? 0)
  }
}
