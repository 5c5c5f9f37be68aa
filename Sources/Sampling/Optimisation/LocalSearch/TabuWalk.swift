internal import RandomStreams

/// How tabu search walks: the cheapest flip at each step, uphill too, but a flipped spin stays for a
/// while.
struct TabuWalk: Sendable {
  /// A spin stays for at least these steps,
  var least: Int
  /// and for up to so many more, drawn at random.
  var spread: Int

  /// Tenures for N spins.
  init(spinCount: Int) {
    least = max(1, min(spinCount / 20, spinCount / 4))
    spread = max(1, min(10 + spinCount / 10, spinCount / 4))
  }
}

extension FlipTable {
  /// Cheapest flips until none lowers the energy.
  /// - Returns: how many.
  mutating func descend() -> Int {
    var flips = 0
    while let (spin, aligned) = cheapest(), aligned < 0 {
      flip(spin, noise: 0, barred: false)
      flips += 1
    }
    return flips
  }

  /// A walk, then back to the best spins on it, from which it descends.
  ///
  /// - Parameters:
  ///   - patience: the walk ends after so many steps without a new best.
  ///   - limit: the walk ends after so many steps.
  ///   - goesOn: asked after some thousand steps; the walk ends after a `false`.
  /// - Returns: what was gained, in units of 2 (half costs), and flips.
  mutating func tabu(
    _ walk: TabuWalk, patience: Int, limit: Int, while goesOn: () -> Bool,
    _ words: inout WordSequence
  ) -> (gain: Int128, flips: Int) {
    let ring = walk.least + walk.spread + 1
    // Spins whose time ends at a step, as linked lists.
    var firstToEnd = [Int32](repeating: -1, count: ring)
    var nextToEnd = [Int32](repeating: -1, count: count)
    var sinceBest: [Int32] = []
    sinceBest.reserveCapacity(min(patience, limit))
    var (current, best) = (Int128(0), Int128(0))
    var (step, slot) = (0, 0)
    var isStopped = false
    while step < limit, sinceBest.count < patience {
      if step & 0xfff == 0xfff, !goesOn() {
        isStopped = true
        break
      }
      var ending = firstToEnd[slot]
      firstToEnd[slot] = -1
      while ending >= 0 {
        setBarred(Int(ending), false)
        ending = nextToEnd[Int(ending)]
      }
      if let (spin, aligned) = cheapest() {
        let word = words.next()
        flip(spin, noise: word, barred: true)
        let extra = Int((UInt64(word >> 12) &* UInt64(walk.spread)) >> 20)
        var end = slot &+ walk.least &+ extra
        if end >= ring { end &-= ring }
        nextToEnd[spin] = firstToEnd[end]
        firstToEnd[end] = Int32(truncatingIfNeeded: spin)
        current += Int128(aligned)
        sinceBest.append(Int32(truncatingIfNeeded: spin))
        if current < best {
          best = current
          sinceBest.removeAll(keepingCapacity: true)
        }
      }
      step += 1
      slot = slot + 1 == ring ? 0 : slot + 1
    }
    for list in firstToEnd {
      var ending = list
      while ending >= 0 {
        setBarred(Int(ending), false)
        ending = nextToEnd[Int(ending)]
      }
    }
    // After a stop nobody waits for the whole way back: what flipped twice is there already.
    if isStopped { sinceBest = oddOnes(sinceBest) }
    for spin in sinceBest.reversed() { flip(Int(spin), noise: 0, barred: false) }
    return (-best, step + sinceBest.count + descend())
  }

  /// The spins that a list has an odd number of times.
  private func oddOnes(_ spins: [Int32]) -> [Int32] {
    var isOdd = [Bool](repeating: false, count: count)
    for spin in spins { isOdd[Int(spin)].toggle() }
    return isOdd.indices.filter { isOdd[$0] }.map { Int32($0) }
  }
}
