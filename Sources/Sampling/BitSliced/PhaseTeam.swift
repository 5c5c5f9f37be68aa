internal import Dispatch
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Runs phases of jobs on several threads: all jobs of a phase end before the next phase begins.
///
/// Each thread has jobs of its own that it takes first in each phase, so that memory stays with a core.
/// Then it takes jobs that nobody has begun: the work ends even if all threads but one never run.
struct PhaseTeam: ~Copyable, @unchecked Sendable {
  private let jobs: Int
  /// Phases of each job that somebody has begun.
  private let claims: UnsafeMutablePointer<Atomic<Int>>
  /// Jobs done, over all phases.
  private let done = Atomic<Int>(0)

  init(jobs: Int) {
    self.jobs = jobs
    claims = .allocate(capacity: jobs)
    for job in 0..<jobs { (claims + job).initialize(to: Atomic(0)) }
  }

  deinit {
    claims.deinitialize(count: jobs)
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
        team.work(from: jobs * thread / threads, phases: phases, body)
      }
    }
  }

  private borrowing func work(from start: Int, phases: Int, _ body: (Int, Int) -> Void) {
    // A late thread joins the present phase.
    var phase = done.load(ordering: .acquiring) / jobs
    while phase < phases {
      for k in 0..<jobs {
        let job = start + k < jobs ? start + k : start + k - jobs
        guard claims[job].load(ordering: .relaxed) == phase,
          claims[job].compareExchange(
            expected: phase, desired: phase + 1, ordering: .acquiringAndReleasing
          ).exchanged
        else { continue }
        body(phase, job)
        done.add(1, ordering: .acquiringAndReleasing)
      }
      phase += 1
      var turns = 0
      while done.load(ordering: .acquiring) < phase * jobs {
        turns += 1
        // Longer than a phase usually takes: another program has the core.
        if turns > 4096 { sched_yield() }
      }
    }
  }
}
