import HardwareSpecs

/// Links whose copies of a state may be old, each with a clock of rate 1/τ: a list without order, from
/// which any is drawn, and by link whether it is in it.
struct PendingLinks {
  private let links: UnsafeMutableBufferPointer<Int32>
  private let isPending: UnsafeMutableBufferPointer<UInt8>
  private let reverse: UnsafeMutableBufferPointer<Int32>

  /// Those of agents that outlive it.
  init(_ agents: LatticeAgents) {
    links = agents.pending.buffer
    isPending = agents.isPending.buffer
    reverse = agents.reverse.buffer
  }

  /// Starts the clocks of the links that see an agent, where they do not run already.
  /// - Parameters:
  ///   - row: the links of the agent itself.
  ///   - count: how many are in the list.
  @inline(__always)
  func add(_ row: Range<Int>, count: inout Int) {
    for link in row {
      let other = Int(reverse[link])
      // One that is in the list already is written behind its end, and dropped.
      links[count] = Int32(truncatingIfNeeded: other)
      count &+= 1 &- Int(isPending[other])
      isPending[other] = 1
    }
  }

  /// Takes one out of the list.
  @inline(__always)
  func remove(at place: Int, count: inout Int) -> Int {
    let link = Int(links[place])
    count &-= 1
    links[place] = links[count]
    isPending[link] = 0
    return link
  }
}

extension LatticeAgents {
  /// Draws of agents and refreshments of links, both at random times.
  func runCopies<Law: DecisionLaw>(_ law: inout Law, until end: Double) {
    let (spins, fields, copies) = (spins.buffer, fields.buffer, copies.buffer)
    let (offsets, links) = (offsets.buffer, links.buffer)
    let (isRelaxing, freeHops) = (isRelaxing.buffer, freeHops.buffer)
    let (choices, logits, gaps) =
      (ticks.choices.buffer, ticks.logits.buffer, ticks.gaps.buffer)
    let (agents, limits, aliases) =
      (choice.agents.buffer, choice.limits.buffer, choice.aliases.buffer)
    let pending = PendingLinks(self)
    var count = pendingCount
    let (scale, delay) = (die.couplings.scale, die.devices.couplingDelay_s)
    let (total, perLink) = (choice.total_Hz, 1 / delay)
    let slots = Double(agents.count)
    let perTotal = total > 0 ? 1 / total : 0
    var (now, found, isOver) = (now, LatticeTally(), false)
    while !isOver {
      if ticks.used == TickBatch.size { ticks.refill() }
      var k = ticks.used
      while k < TickBatch.size {
        let all = total + Double(count) * perLink
        // 0 · ∞ where nothing can happen is no number, and no number is not below the end.
        let next = now + gaps[k] / all
        if !(next <= end) {
          isOver = true
          k &+= 1
          break
        }
        now = next
        let place = choices[k] * all
        let logit = logits[k]
        k &+= 1
        if place >= total {
          let chosen = min(Int((place - total) * delay), count &- 1)
          let link = pending.remove(at: chosen, count: &count)
          copies[link] = spins[Int(links[link].neighbour)]
          found.arrivals &+= 1
          continue
        }
        let slotPlace = place * perTotal * slots
        let slot = min(Int(slotPlace), agents.count &- 1)
        var site = Int(agents[slot])
        if !limits.isEmpty, slotPlace - Double(slot) >= limits[slot] {
          site = Int(aliases[slot])
        }
        var sum: Float = 0
        let (first, last) = (Int(offsets[site]), Int(offsets[site &+ 1]))
        for link in first..<last { sum += links[link].code * Float(copies[link]) }
        let spin = spins[site]
        let new = law.next(
          site: site, spin: spin, field: scale * Double(sum) + fields[site], logit: logit,
          now: now)
        let relaxes = Int(isRelaxing[site])
        found.updates &+= 1
        found.relaxingUpdates &+= relaxes
        found.evaluations &+= last &- first
        found.relaxingEvaluations &+= relaxes &* (last &- first)
        if new == spin { continue }
        spins[site] = new
        found.flips &+= 1
        found.hops &+= Int(freeHops[site])
        pending.add(first..<last, count: &count)
      }
      ticks.used = k
    }
    pendingCount = count
    self.now = now
    tally += found
  }
}
