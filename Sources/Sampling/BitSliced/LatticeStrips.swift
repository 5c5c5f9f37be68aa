internal import RandomStreams

/// Parts of a lattice that threads update at the same time.
///
/// Strips are groups of slabs. In a phase all strips update the places of one parity. Where the
/// parity does not fit along the first axis (an odd number of slabs, uneven domains), sites of the last
/// two slabs may be neighbours of sites of the first slab with the same parity: these two slabs are left
/// to a phase of their own.
package struct LatticeStrips: Sendable {
  /// Slabs of each strip.
  package let ranges: [Range<Int>]
  /// Slabs that are updated by themselves.
  package let rest: Range<Int>

  /// Number of strips. The rest is one more job.
  package var count: Int { ranges.count }

  /// The same for all numbers of threads: as many strips as slabs, but not more than 64, and each with
  /// work for about 2 µs a sweep.
  package init(_ domains: LaneDomains) {
    let isChain = domains.axes.count == 1
    let slabs = isChain ? 1 : domains.axes[0].length
    let fits = isChain || domains.axes[0].keepsParity
    let regular = fits ? slabs : max(slabs - 2, 0)
    let planes = domains.planeCount / slabs * regular
    let count = min(regular, 64, max(1, planes / 64))
    ranges = (0..<count).map { regular * $0 / count..<regular * ($0 + 1) / count }
    rest = regular..<slabs
  }

  /// Sweeps; strip k uses generator k, the rest the last one. Flips are added to
  /// those of each, which stand `PhaseTeam.stride` apart.
  func run(
    _ sweep: LatticeSweep, sweeps: Int, threads: Int,
    _ generators: UnsafeMutablePointer<VectorGenerator>, _ flips: UnsafeMutablePointer<UInt64>
  ) {
    nonisolated(unsafe) let (generators, flips) = (generators, flips)
    let phases = rest.isEmpty ? 2 : 3
    let jobs = max(count, 1)
    // The strips beside which another thread works.
    let firsts = Set((0..<threads).map { PhaseTeam.jobs(of: $0, threads, jobs: jobs).lowerBound })
    let isShared = threads > 1 && count > 1
    let edges = (0..<jobs).map { job in
      (
        below: isShared && firsts.contains(job),
        above: isShared && firsts.contains((job + 1) % jobs)
      )
    }
    // Where the numbers go that make the touching more than nothing.
    nonisolated(unsafe) let seen = UnsafeMutablePointer<UInt64>.allocate(
      capacity: jobs * PhaseTeam.stride)
    defer { seen.deallocate() }
    PhaseTeam.run(phases: phases * sweeps, jobs: jobs, threads: threads) { phase, job in
      let colour = phase % phases
      if colour < 2 {
        guard job < count else { return }
        if edges[job].below {
          seen[job * PhaseTeam.stride] = sweep.touch(
            slab: ranges[job].lowerBound - 1, colour: colour)
        }
        if edges[job].above {
          seen[job * PhaseTeam.stride] = sweep.touch(slab: ranges[job].upperBound, colour: colour)
        }
        flips[job * PhaseTeam.stride] &+= sweep.run(
          slabs: ranges[job], colour: colour, &generators[job])
      } else if job == 0 {
        for colour in 0..<2 {
          flips[count * PhaseTeam.stride] &+= sweep.run(
            slabs: rest, colour: colour, &generators[count])
        }
      }
    }
  }
}
