import HardwareSpecs

extension LatticeAgents {
  /// Lets free agents draw until a time in seconds from the start of the run.
  ///
  /// Where the next tick would come later, it is dropped: after that time a clock's wait is again that of
  /// a new one.
  func run(until end: Double, beta: Double) {
    if die.drawsIdeally {
      var law = IdealAgents(twiceBeta: 2 * beta * die.temperatureFactor)
      run(&law, until: end)
    } else {
      var law = DeviceAgents(self, beta: beta)
      run(&law, until: end)
      noise = law.words
    }
    now = end
  }

  private func run<Law: DecisionLaw>(_ law: inout Law, until end: Double) {
    if die.hasCopies {
      runCopies(&law, until: end)
    } else if die.hasLine {
      run(&law, Late.self, until: end)
      deliver(until: end)
    } else {
      run(&law, AtOnce.self, until: end)
    }
  }

  /// Flips that arrive until a time.
  private func deliver(until end: Double) {
    while line.head < line.tail, line.times[line.head & line.mask] <= end {
      let agent = Int(line.agents[line.head & line.mask])
      seen.buffer[agent] = -seen.buffer[agent]
      tally.arrivals += Int(freeDegree.buffer[agent])
      line.head += 1
    }
  }

  /// Draws without a delay, or with flips in line.
  private func run<Law: DecisionLaw, Arrivals: FlipArrivals>(
    _ law: inout Law, _: Arrivals.Type, until end: Double
  ) {
    guard choice.total_Hz > 0 else { return }
    let line = line
    let (spins, fields) = (spins.buffer, fields.buffer)
    let view = Arrivals.areLate ? seen.buffer : spins
    let (offsets, links) = (offsets.buffer, links.buffer)
    let (isRelaxing, freeDegree, freeHops) =
      (isRelaxing.buffer, freeDegree.buffer, freeHops.buffer)
    let (choices, logits, gaps) =
      (ticks.choices.buffer, ticks.logits.buffer, ticks.gaps.buffer)
    let (agents, limits, aliases) =
      (choice.agents.buffer, choice.limits.buffer, choice.aliases.buffer)
    let (scale, delay) = (die.couplings.scale, die.devices.couplingDelay_s)
    let meanGap = 1 / choice.total_Hz
    let slots = Double(agents.count)
    var (now, found, isOver) = (now, LatticeTally(), false)
    var (head, tail) = (line.head, line.tail)
    var (times, senders, mask) = (line.times, line.agents, line.mask)
    while !isOver {
      if ticks.used == TickBatch.size { ticks.refill() }
      var k = ticks.used
      while k < TickBatch.size {
        let next = now + gaps[k] * meanGap
        if next > end {
          isOver = true
          k &+= 1
          break
        }
        if Arrivals.areLate {
          while head < tail, times[head & mask] <= next {
            let agent = Int(senders[head & mask])
            view[agent] = 0 &- view[agent]
            found.arrivals &+= Int(freeDegree[agent])
            head &+= 1
          }
          if tail &- head > mask {
            (line.head, line.tail) = (head, tail)
            line.grow()
            (times, senders, mask) = (line.times, line.agents, line.mask)
          }
        }
        now = next
        let place = choices[k] * slots
        let slot = Int(place)
        var site = Int(agents[slot])
        if !limits.isEmpty, place - Double(slot) >= limits[slot] { site = Int(aliases[slot]) }
        var sum: Float = 0
        let (first, last) = (Int(offsets[site]), Int(offsets[site &+ 1]))
        for link in first..<last {
          let entry = links[link]
          sum += entry.code * Float(view[Int(entry.neighbour)])
        }
        let spin = spins[site]
        let new = law.next(
          site: site, spin: spin, field: scale * Double(sum) + fields[site], logit: logits[k],
          now: now)
        spins[site] = new
        // 1 where the state changed: a branch would often be predicted wrongly.
        let flip = Int((new ^ spin) &>> 1 & 1)
        if Arrivals.areLate {
          times[tail & mask] = now + delay
          senders[tail & mask] = Int32(truncatingIfNeeded: site)
          tail &+= flip
        } else {
          found.arrivals &+= flip &* Int(freeDegree[site])
        }
        let relaxes = Int(isRelaxing[site])
        found.updates &+= 1
        found.relaxingUpdates &+= relaxes
        found.evaluations &+= last &- first
        found.relaxingEvaluations &+= relaxes &* (last &- first)
        found.flips &+= flip
        found.hops &+= flip &* Int(freeHops[site])
        k &+= 1
      }
      ticks.used = k
    }
    (line.head, line.tail) = (head, tail)
    self.now = now
    tally += found
  }
}

/// When a flip reaches the neighbours.
private protocol FlipArrivals {
  static var areLate: Bool { get }
}

private enum AtOnce: FlipArrivals {
  @inline(__always) static var areLate: Bool { false }
}

private enum Late: FlipArrivals {
  @inline(__always) static var areLate: Bool { true }
}
