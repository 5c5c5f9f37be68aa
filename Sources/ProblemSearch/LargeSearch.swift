import IsingModels
import Jobs
import RandomStreams
import Sampling

/// A search of a model so large that its methods do not end at once when they are asked to.
///
/// A descent from spins that were assigned one after the other comes first, so that there is a read whatever
/// happens. Where the time that is left is too short for a method to be set up, that read is quenched; else
/// methods are asked to end
/// before the deadline, by some times what the descent took, and what has still not ended then is left to
/// itself: its process ends with the report.
struct LargeSearch {
  let search: BatchSearch
  let job: SearchJob
  let runner: JobRunner

  /// How long methods are waited for after Ctrl-C.
  private static let patience: Duration = .milliseconds(300)
  /// From the deadline to the end of the report: what it takes for a descent's time.
  private static let reportShare = 0.5
  /// From the end of methods to that: a method's last descent sets up as much as the first one did, and what
  /// comes later is lost.
  private static let endShare = 2.0
  /// Less time than this after the descent, in its own time, is left to sweeps from where it ended.
  private static let leastMethod = 5.0
  /// What the descent behind those sweeps takes.
  private static let lastDescent = 0.7

  /// Runs the job until all is done, or a limit is met.
  func run() -> JobEnding {
    let began = ContinuousClock.now
    let first = firstRead()
    job.begin(with: first)
    let descent = ContinuousClock.now - began
    if let deadline = search.deadline, deadline - .now < descent * Self.leastMethod {
      return quench(first, until: deadline - descent * (Self.reportShare + Self.lastDescent))
    }
    var runner = runner
    // Of a very short time a half is kept for the method.
    let reserve = search.deadline.map { min(descent * Self.endShare, ($0 - .now) / 2) }
    runner.deadline = search.deadline.map { $0 - (reserve ?? .zero) - descent * Self.reportShare }
    job.end = runner.deadline
    let end = search.deadline.map { $0 - descent * Self.reportShare }
    var patience = Patience(Self.patience, isAsked: runner.isInterrupted)
    let ending = PatientWait.value {
      patience.isOver() || end.map { ContinuousClock.now >= $0 } ?? false
    } of: { [runner, job, batches = search.batches] in
      runner.run(job, keys: 0..<batches) { _, _ in }
    }
    if let ending { return ending }
    job.close()
    return runner.isInterrupted() ? .interrupted : .deadline
  }

  /// The replica of what is no batch.
  private func key(_ purpose: StreamPurpose) -> StreamKey {
    StreamKey(seed: search.seed, purpose: purpose, replica: .max)
  }

  private func firstRead() -> Read {
    let model = search.optimiser.model
    return GreedyDescent.descend(
      model, from: QuickSearch.assigned(model, key: key(.initialState)))
  }

  private func quench(_ first: Read, until end: ContinuousClock.Instant) -> JobEnding {
    if end > .now {
      let read = QuickSearch.quench(
        search.optimiser.model, from: first.spins, until: end, key: key(.spinUpdate)
      ) { !runner.isInterrupted() }
      if read.energy < first.energy { job.begin(with: read) }
    }
    return runner.isInterrupted() ? .interrupted : .deadline
  }
}
