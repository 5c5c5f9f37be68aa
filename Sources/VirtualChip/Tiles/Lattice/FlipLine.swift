/// Flips on their way to the neighbours, all with the same delay: first sent, first there.
final class FlipLine {
  private(set) var times: UnsafeMutablePointer<Double>
  private(set) var agents: UnsafeMutablePointer<Int32>
  private(set) var mask: Int
  /// Flips that arrived, and all that were sent, since the start.
  var head = 0
  var tail = 0

  init(times: [Double] = [], agents: [Int32] = []) {
    var capacity = 1024
    while capacity < 2 * times.count { capacity *= 2 }
    self.times = .allocate(capacity: capacity)
    self.agents = .allocate(capacity: capacity)
    mask = capacity - 1
    for (time, agent) in zip(times, agents) { send(agent, arriving: time) }
  }

  deinit {
    times.deallocate()
    agents.deallocate()
  }

  /// Doubles the room.
  @inline(never)
  func grow() {
    let capacity = 2 * (mask + 1)
    let newTimes = UnsafeMutablePointer<Double>.allocate(capacity: capacity)
    let newAgents = UnsafeMutablePointer<Int32>.allocate(capacity: capacity)
    for place in head..<tail {
      newTimes[place & (capacity - 1)] = times[place & mask]
      newAgents[place & (capacity - 1)] = agents[place & mask]
    }
    times.deallocate()
    agents.deallocate()
    (times, agents, mask) = (newTimes, newAgents, capacity - 1)
  }

  func send(_ agent: Int32, arriving time: Double) {
    if tail - head > mask { grow() }
    times[tail & mask] = time
    agents[tail & mask] = agent
    tail += 1
  }

  /// What is under way, first sent first.
  var waiting: (times: [Double], agents: [Int32]) {
    ((head..<tail).map { times[$0 & mask] }, (head..<tail).map { agents[$0 & mask] })
  }
}
