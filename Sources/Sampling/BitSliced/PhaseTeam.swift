internal import Dispatch
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Runs phases of jobs on several threads: all jobs of a phase end before the next phase begins.
///
/// Each thread has jobs of its own in each phase, so that memory stays with a core. If the others take
/// long, it does theirs that nobody has begun: the work ends even if all threads but one never run.
struct PhaseTeam: ~Copyable, @unchecked Sendable {
  private let jobs: Int
  /// Phases of each job that somebody has begun; every `stride`-th is used.
  private let claims: UnsafeMutablePointer<Atomic<Int>>
  /// Numbers of different threads do not share a line of the cache.
  static let stride = 16
  /// Jobs done, over all phases.
  private let done = Atomic<Int>(0)

  init(jobs: Int) {
    self.jobs = jobs
    claims = .allocate(capacity: jobs * Self.stride)
    for k in 0..<jobs * Self.stride { (claims + k).initialize(to: Atomic(0)) }
  }

  deinit {
    claims.deinitialize(count: jobs * Self.stride)
    claims.deallocate()
  }

  /// Calls `body(phase, job)` for all jobs of the phases 0 ..< phases.
  static func run(
    phases: Int, jobs: Int, threads: Int, _ body: @Sendable (_ phase: Int, _ job: Int) -> Void
  ) {
    let threads = min(threads, jobs)
    guard threads > 1 else {
      for phase in 0..<phases { for job in 0..<jobs { body(phase, job) } }
      return
    }
    let team = PhaseTeam(jobs: jobs)
    withoutActuallyEscaping(body) { body in
      DispatchQueue.concurrentPerform(iterations: threads) { thread in
        team.work(own: Self.jobs(of: thread, threads, jobs: jobs), phases: phases, body)
      }
    }
  }

  /// A thread's own jobs.
  static func jobs(of thread: Int, _ threads: Int, jobs: Int) -> Range<Int> {
    let threads = min(threads, jobs)
    return min(thread, threads) * jobs / threads..<min(thread + 1, threads) * jobs / threads
  }

  /// Turns of waiting, some ten microseconds, before jobs of another thread are taken: they would bring
  /// its memory to another core.
  private static let patience = 4096

  private borrowing func work(
    own: Range<Int>, phases: Int, _ body: (Int, Int) -> Void
  ) {
    // A late thread joins the present phase.
    var phase = done.load(ordering: .acquiring) / jobs
    while phase < phases {
      take(own, of: phase, body)
      var turns = 0
      while done.load(ordering: .acquiring) < (phase + 1) * jobs {
        turns += 1
        guard turns > Self.patience else { continue }
        if turns == Self.patience + 1 {
          take(own.upperBound..<jobs, of: phase, body)
          take(0..<own.lowerBound, of: phase, body)
        }
        // Another program has the core of those who work.
        sched_yield()
      }
      phase += 1
    }
  }

  /// Does those jobs of a range that nobody has begun.
  private borrowing func take(_ range: Range<Int>, of phase: Int, _ body: (Int, Int) -> Void) {
    var ended = 0
    for job in range {
      guard claims[job * Self.stride].load(ordering: .relaxed) == phase,
        claims[job * Self.stride].compareExchange(
          expected: phase, desired: phase + 1, ordering: .acquiringAndReleasing
        ).exchanged
      else { continue }
      body(phase, job)
      ended += 1
    }
    // Once for all, since each addition takes the number from another core.
    if ended > 0 { done.add(ended, ordering: .acquiringAndReleasing) }
  }
}
