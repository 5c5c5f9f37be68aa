import IsingModels
import Jobs
import RandomStreams
import Sampling

/// A search of a model so large that its methods do not end at once when they are asked to.
///
/// A descent from random spins comes first, so that there is a read whatever happens. Methods are asked to end
/// before the deadline, by some times what the descent took, and what has still not ended then is left to
/// itself: its process ends with the report.
struct LargeSearch {
  let search: BatchSearch
  let job: SearchJob
  let runner: JobRunner

  /// How long methods are waited for after Ctrl-C.
  private static let patience: Duration = .milliseconds(600)
  /// From the deadline to the end of the report: what it takes for a descent's time.
  private static let reportShare = 0.5
  /// From the end of methods to that: a method's last descent sets up as much as the first one did, and what
  /// comes later is lost.
  private static let endShare = 2.0

  /// Runs the job until all is done, or a limit is met.
  func run() -> JobEnding {
    let began = ContinuousClock.now
    job.begin(with: firstRead())
    let descent = ContinuousClock.now - began
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

  private func firstRead() -> Read {
    let model = search.optimiser.model
    let spins = InitialSpins.random.spins(
      count: model.spinCount, seed: search.seed, replica: .max)
    return GreedyDescent.descend(model, from: spins)
  }
}
