internal import IsingModels
internal import RandomStreams

extension AsynchronousSampler {
  /// Fixed delay: at time t a neighbour is seen as it was at t − delay. That is the same for all who
  /// look, so a second set of spins follows the first.
  mutating func runLate(_ law: some FlipLaw, until end: Double, delay: Double) {
    guard var queue = past?.queue else { return }
    // Moved out, so that it has one owner while it changes.
    past?.queue = FlipQueue()
    runEvents(law, until: end) { buffers, _, site, time in
      while queue.oldest <= time - delay {
        let arrived = queue.takeFirst()
        buffers.copies[arrived] = 0 &- buffers.copies[arrived]
      }
      return law.field(of: site) { _, neighbour in Int(buffers.copies[neighbour]) }
    } flipped: { _, site, time in
      queue.append(site: site, time: time)
    }
    past?.queue = queue
  }

  /// Exponential delay: a link's copy at its reader's last event is known. The link's last refresh
  /// before now lies an exponential time back. If that is before the reader's last event, the copy is
  /// what it was; else it is the source's state at the refresh. Neither matters where the copy was right
  /// and the source has not flipped since.
  mutating func runCopies(_ law: some FlipLaw, until end: Double, mean: Double) {
    guard var history = past?.history else { return }
    past?.history = FlipHistory()
    runEvents(law, until: end) { buffers, ages, site, time in
      let since = buffers.lastEvents[site]
      buffers.lastEvents[site] = time
      return law.field(of: site) { entry, neighbour in
        let copy = buffers.copies[entry]
        let source = buffers.spins[neighbour]
        let lastFlip = buffers.lastFlips[neighbour]
        if copy == source, lastFlip <= since { return Int(copy) }
        let refresh = time - mean * ages.exponential()
        if refresh <= since { return Int(copy) }
        let state =
          lastFlip <= refresh
          ? Int(source) : history.spin(Int(source), of: neighbour, at: refresh)
        buffers.copies[entry] = Int8(truncatingIfNeeded: state)
        return state
      }
    } flipped: { buffers, site, time in
      buffers.lastFlips[site] = time
      history.append(site: site, time: time)
    }
    past?.history = history
  }

  /// Runs batch by batch up to a time. A clock event that was drawn and lies later is kept, so that the
  /// chain does not depend on where it is interrupted.
  @inline(__always)
  private mutating func runEvents<Law: FlipLaw>(
    _ law: Law, until end: Double,
    field: (EventBuffers, _ ages: inout WordSequence, _ site: Int, _ time: Double) -> Law.Field,
    flipped: (EventBuffers, _ site: Int, _ time: Double) -> Void
  ) {
    guard var past = past.take() else { return }
    var ages = further
    let meanGap = 1 / Double(model.spinCount)
    while past.next <= end {
      if draws.used == EventDraws.batch {
        draws.refill()
        past.next += draws.gaps[0] * meanGap
      }
      var (next, k) = (past.next, draws.used)
      var done = UpdateCounts()
      withBuffers(&past) { buffers in
        while next <= end {
          let site = Int(buffers.sites[k])
          let spin = Int(buffers.spins[site])
          let seen = field(buffers, &ages, site, next)
          done.attempts &+= 1
          if law.flips(
            seen, spin: spin, word: buffers.words[k], limit: buffers.limits[k], tie: &ages)
          {
            buffers.spins[site] = Int8(truncatingIfNeeded: -spin)
            flipped(buffers, site, next)
            done.flips &+= 1
            done.messages &+= UInt64(law.degree(of: site))
          }
          k &+= 1
          if k == EventDraws.batch { break }
          next += buffers.gaps[k] * meanGap
        }
      }
      counts += done
      past.next = next
      draws.used = k
    }
    further = ages
    self.past = past
  }

  @inline(__always)
  private mutating func withBuffers(
    _ past: inout DelayedStates, _ body: (EventBuffers) -> Void
  ) {
    let (count, lateCount, copyCount) = (spins.count, past.lastFlips.count, past.copies.count)
    spins.lend(count: count) { spins in
      past.lastFlips.lend(count: lateCount) { lastFlips in
        past.copies.lend(count: copyCount) { copies in
          past.lastEvents.lend(count: lateCount) { lastEvents in
            draws.lend { sites, words, gaps, limits in
              body(
                EventBuffers(
                  spins: spins, lastFlips: lastFlips, copies: copies, lastEvents: lastEvents,
                  sites: sites, words: words, gaps: gaps, limits: limits))
            }
          }
        }
      }
    }
  }
}
