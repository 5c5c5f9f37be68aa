import HardwareSpecs

/// Texts under way at once: rows pass the stages of the program one by one, and wait where what they need is
/// busy.
struct OverlappedTexts {
  private struct Arrival {
    var text: Int
    var token: Int
    var place: Int
  }

  private let passages: [[StagePassage]]
  private let tokens: [Int]
  private let resources: ChipResources
  private let isTwin: Bool
  private var queue = EventQueue<Arrival>()
  /// When each resource is free, and for how long it was busy.
  private var freeAt: [Int]
  private var busy: [Int]
  /// Rows of a text that came to a place, by text.
  private var arrived: [Int: (place: Int, count: Int)] = [:]
  private var entered = 0
  private var completions: [Int] = []

  init(
    passages: [[StagePassage]], tokens: [Int], _ resources: ChipResources, isTwin: Bool
  ) {
    self.passages = passages
    self.tokens = tokens
    self.resources = resources
    self.isTwin = isTwin
    freeAt = Array(repeating: 0, count: resources.count)
    busy = freeAt
  }

  /// Lets texts in, as many as fill all groups between barriers, a further one whenever one leaves; looks at
  /// those behind the first, as often as fill the chip several times, and at each text equally often: else the rate
  /// would be that of the texts that the window happens to hold.
  mutating func throughput(clock_Hz: Double) -> Throughput {
    let groups = passages.map { $0.count { $0.isFirst } }.max() ?? 1
    let underWay = groups + 4
    for _ in 0..<underWay { enter(at: 0) }
    var (start, busyBefore) = (0, busy)
    let rounds = (Self.windows * underWay + tokens.count - 1) / max(1, tokens.count)
    let last = underWay + rounds * tokens.count
    while completions.count < last, let (row, time) = queue.pop() {
      let left = completions.count
      pass(row, at: Int(time))
      if completions.count == underWay, left < underWay {
        (start, busyBefore) = (completions[left], busy)
      }
    }
    let cycles = max(1, (completions.last ?? 0) - start)
    let shares = zip(busy, busyBefore).map { Double($0 - $1) / Double(cycles) }
    let busiest = shares.indices.max { shares[$0] < shares[$1] } ?? 0
    return Throughput(
      texts_perSecond: Double(completions.count - underWay) / Double(cycles) * clock_Hz,
      bottleneck: resources.name(busiest), busyShare: min(1, shares[busiest]))
  }

  /// How often the texts that fill the chip are looked at.
  private static let windows = 6

  private mutating func enter(at time: Int) {
    let text = entered
    entered += 1
    for token in 0..<tokens[text % tokens.count] { push(text, token, 0, at: time) }
  }

  private mutating func push(_ text: Int, _ token: Int, _ place: Int, at time: Int) {
    queue.push(
      Arrival(text: text, token: token, place: place), at: Double(time),
      key: UInt64(text) << 40 | UInt64(token) << 20 | UInt64(place))
  }

  /// A row comes to a stage.
  private mutating func pass(_ row: Arrival, at now: Int) {
    let stages = passages[row.text % passages.count]
    let count = tokens[row.text % tokens.count]
    let isEnd = row.place == stages.count
    // All rows wait for the last one at barriers, at races, and where one row stands for all.
    let waits =
      isEnd || stages[row.place].isFirst || stages[row.place].time.single
      || resources.isHeld[stages[row.place].instruction]
    if waits {
      var (place, there) = arrived[row.text] ?? (row.place, 0)
      if place != row.place { (place, there) = (row.place, 0) }
      arrived[row.text] = (place, there + 1)
      guard there + 1 == count else { return }
      arrived[row.text] = nil
    }
    guard !isEnd else {
      completions.append(now)
      return enter(at: now)
    }
    let stage = stages[row.place]
    if resources.isHeld[stage.instruction] {
      race(row, stage, count, at: now)
    } else if stage.time.single {
      let exit = serve(row, stage, token: 0, at: now)
      for token in 0..<count { push(row.text, token, row.place + 1, at: exit) }
    } else if waits {
      for token in 0..<count {
        let exit = serve(row, stage, token: token, at: now)
        push(row.text, token, row.place + 1, at: exit)
      }
    } else {
      let exit = serve(row, stage, token: row.token, at: now)
      push(row.text, row.token, row.place + 1, at: exit)
    }
  }

  /// One row at what its stage occupies, its lanes and its links.
  private mutating func serve(
    _ row: Arrival, _ stage: StagePassage, token: Int, at now: Int
  ) -> Int {
    let (latency, initiation) = times(of: stage, token)
    let tiles = resources.occupied[stage.instruction]
    var start = now
    for tile in tiles { start = max(start, freeAt[tile]) }
    let links = resources.links[stage.instruction]
    for (link, _) in links { start = max(start, freeAt[link]) }
    for tile in tiles { occupy(tile, from: start, initiation) }
    for (link, cycles) in links { occupy(link, from: max(now, freeAt[link]), cycles) }
    let isLanes = tiles.first.map { resources.plan.tiles(of: .lane).contains($0) } ?? false
    guard !isLanes, stage.laneCycles > 0 else { return start + latency }
    var lanes = now
    for tile in laneTiles(of: stage) { lanes = max(lanes, freeAt[tile]) }
    for tile in laneTiles(of: stage) { occupy(tile, from: lanes, stage.laneCycles) }
    return max(start + latency, lanes + stage.laneCycles)
  }

  /// All rows of a text at race tiles, which hold its keys from the writing to the last row.
  private mutating func race(_ row: Arrival, _ stage: StagePassage, _ count: Int, at now: Int) {
    let tiles = resources.raceTiles(of: stage.instruction, text: row.text, tokens: count)
    var start = now
    for tile in tiles { start = max(start, freeAt[tile]) }
    var entry = start + stage.preparing
    for token in 0..<count {
      let (latency, initiation) = times(of: stage, token)
      push(row.text, token, row.place + 1, at: entry + max(0, latency - stage.preparing))
      entry += initiation
    }
    for tile in tiles { occupy(tile, from: start, entry - start) }
    // Queries are coded by lanes, one after the other.
    for tile in laneTiles(of: stage) {
      occupy(tile, from: max(now, freeAt[tile]), stage.laneCycles * count)
    }
  }

  private func laneTiles(of stage: StagePassage) -> [Int] {
    stage.laneTiles.isEmpty ? Array(resources.plan.tiles(of: .lane)) : stage.laneTiles
  }

  private func times(of stage: StagePassage, _ token: Int) -> (latency: Int, initiation: Int) {
    if isTwin, let twin = stage.time.twin { return twin }
    if stage.time.single { return (stage.time.latency, stage.time.latency) }
    return (stage.time.latency(ofToken: token), stage.time.initiation(ofToken: token))
  }

  private mutating func occupy(_ resource: Int, from start: Int, _ cycles: Int) {
    freeAt[resource] = start + cycles
    busy[resource] += cycles
  }
}
