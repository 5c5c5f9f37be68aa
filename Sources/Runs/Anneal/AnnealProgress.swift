import Jobs
import ProblemSearch
import Reports
import Synchronization

/// A bar on standard error while an annealing runs: share done, best value so far, remaining time.
///
/// It draws only if standard error is a terminal.
package final class AnnealProgress: SearchWatcher {
  private struct State {
    var sweeps = 0
    var best: Double?
  }

  private let goal: ProblemGoal
  /// Added to energies of the simplified model.
  private let energyOffset: Double
  /// Sweeps to make, where they are known.
  private let sweeps: Int?
  /// Time to work, where it is limited.
  private let seconds: Double?
  private let began: ContinuousClock.Instant
  private let line: TerminalLine
  private let ticker = Mutex<LineTicker?>(nil)
  private let state = Mutex(State())

  /// - Parameters:
  ///   - sweeps: of all batches together, or `nil`.
  ///   - seconds: the time limit, or `nil`.
  init(
    goal: ProblemGoal, energyOffset: Double, sweeps: Int?, seconds: Double?,
    began: ContinuousClock.Instant, isVisible: Bool? = nil
  ) {
    self.goal = goal
    self.energyOffset = energyOffset
    self.sweeps = sweeps
    self.seconds = seconds
    self.began = began
    line = TerminalLine(isVisible: isVisible)
    // The first sweep of a large problem comes late.
    let ticker = LineTicker(line, after: .milliseconds(500)) { [weak self] in self?.text ?? "" }
    self.ticker.withLock { $0 = ticker }
  }

  /// Records sweeps.
  package func advance(by sweeps: Int) {
    guard line.isVisible else { return }
    state.withLock { $0.sweeps += sweeps }
    line.draw { text }
  }

  /// Records a best energy of the simplified model.
  package func note(energy: Double) {
    guard line.isVisible else { return }
    state.withLock { $0.best = goal.value(ofEnergy: energy + energyOffset) }
  }

  /// Removes the bar from the screen.
  func finish() {
    line.clear()
    ticker.withLock { $0?.finish() }
  }

  /// The words of this moment.
  private var text: String {
    let state = state.withLock { $0 }
    let elapsed_s = (ContinuousClock.now - began) / .seconds(1)
    // The limit that is nearer decides; a target may end it sooner.
    let shares = [
      seconds.map { elapsed_s / $0 }, sweeps.map { Double(state.sweeps) / Double($0) },
    ]
    return Self.text(
      share: min(1, shares.compactMap { $0 }.max() ?? 0), elapsed_s: elapsed_s,
      best: state.best.map { "best \(goal.quantity) " + AnnealReport.number($0) })
  }

  /// The words of the bar at one moment.
  package static func text(share: Double, elapsed_s: Double, best: String?) -> String {
    let cells = 24
    let filled = Int(share * Double(cells))
    var text =
      "annealing " + String(repeating: "█", count: filled)
      + String(repeating: "░", count: cells - filled)
    if let best { text += " " + best }
    if share > 0, share < 1 {
      text += ", \(ProgressLine.duration(elapsed_s * (1 - share) / share)) left"
    }
    return text
  }
}
