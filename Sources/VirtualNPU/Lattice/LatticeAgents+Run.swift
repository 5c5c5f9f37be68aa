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
      die.offsets.withUnsafeBufferPointer { offsets in
        die.stuck.withUnsafeBufferPointer { stuck in
          var law = DeviceAgents(
            beta: beta, temperatureFactor: die.temperatureFactor, law: die.law,
            converter: FieldConverter(die.devices), offsets: offsets, stuck: stuck,
            lastDraws: lastDraws.buffer, words: noise)
          run(&law, until: end)
          noise = law.words
        }
      }
    }
    now = end
  }

  private func run<Law: DecisionLaw>(_ law: inout Law, until end: Double) {
    if hasCopies {
      runCopies(&law, until: end)
    } else if hasLine {
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
    let (scale, delay, meanGap) = (couplings.scale, delay_s, 1 / choice.total_Hz)
    let slots = Double(choice.agents.count)
    var (now, found, isOver) = (now, LatticeTally(), false)
    var (head, tail) = (line.head, line.tail)
    var (times, senders, mask) = (line.times, line.agents, line.mask)
    while !isOver {
      if draws.used == LatticeDraws.batch { draws.refill() }
      withChoices { choices, logits, gaps, agents, limits, aliases in
        var k = draws.used
        while k < LatticeDraws.batch {
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
        draws.used = k
      }
    }
    (line.head, line.tail) = (head, tail)
    self.now = now
    tally += found
  }

  /// Draws of agents and refreshments of links, both at random times.
  private func runCopies<Law: DecisionLaw>(_ law: inout Law, until end: Double) {
    let (spins, fields, copies) = (spins.buffer, fields.buffer, copies.buffer)
    let (offsets, links) = (offsets.buffer, links.buffer)
    let (isPending, pending, reverse) = (isPending.buffer, pending.buffer, reverse.buffer)
    let (isRelaxing, freeHops) = (isRelaxing.buffer, freeHops.buffer)
    var count = pendingCount
    let (scale, total, perLink) = (couplings.scale, choice.total_Hz, 1 / delay_s)
    let slots = Double(choice.agents.count)
    let perTotal = total > 0 ? 1 / total : 0
    var (now, found, isOver) = (now, LatticeTally(), false)
    while !isOver {
      if draws.used == LatticeDraws.batch { draws.refill() }
      withChoices { choices, logits, gaps, agents, limits, aliases in
        var k = draws.used
        while k < LatticeDraws.batch {
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
            let chosen = min(Int((place - total) * delay_s), count &- 1)
            let link = Int(pending[chosen])
            count &-= 1
            pending[chosen] = pending[count]
            isPending[link] = 0
            let source = Int(links[link].neighbour)
            copies[link] = spins[source]
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
          Self.makePending(first..<last, reverse, isPending, pending, count: &count)
        }
        draws.used = k
      }
    }
    pendingCount = count
    self.now = now
    tally += found
  }

  @inline(__always)
  private func withChoices(
    _ body: (
      _ choices: UnsafeBufferPointer<Double>, _ logits: UnsafeBufferPointer<Double>,
      _ gaps: UnsafeBufferPointer<Double>, _ agents: UnsafeBufferPointer<Int32>,
      _ limits: UnsafeBufferPointer<Double>, _ aliases: UnsafeBufferPointer<Int32>
    ) -> Void
  ) {
    let (choices, logits, gaps) = (draws.choices, draws.logits, draws.gaps)
    choices.withUnsafeBufferPointer { choices in
      logits.withUnsafeBufferPointer { logits in
        gaps.withUnsafeBufferPointer { gaps in
          choice.agents.withUnsafeBufferPointer { agents in
            choice.limits.withUnsafeBufferPointer { limits in
              choice.aliases.withUnsafeBufferPointer { aliases in
                body(choices, logits, gaps, agents, limits, aliases)
              }
            }
          }
        }
      }
    }
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
