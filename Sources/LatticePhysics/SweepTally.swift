import Jobs

/// Tells a progress bar of sweeps, not so often that it costs anything.
struct SweepTally {
  private let progress: ProgressBar
  /// Sweeps between two words.
  private let interval: Int
  private var done = 0
  private var told = 0

  /// - Parameter sites: updates of a sweep.
  init(_ progress: ProgressBar, sites: Int) {
    self.progress = progress
    interval = max(1, (1 << 20) / max(1, sites))
  }

  /// So many sweeps are done in all.
  mutating func tell(_ sweeps: Int) {
    done = sweeps
    if done - told >= interval { finish() }
  }

  /// Tells what was not told.
  mutating func finish() {
    guard done > told else { return }
    progress.advance(by: done - told)
    told = done
  }
}

extension LatticeStudy {
  /// A bar over the sweeps of chains, or of what goes through as many sweeps.
  func progress(chains: Int, isVisible: Bool? = nil) -> ProgressBar {
    let sweeps = plan.warmUp + plan.measurements * plan.measureEvery
    return ProgressBar(
      "sampling", total: chains.multipliedReportingOverflow(by: sweeps).partialValue,
      unit: "sweeps", isVisible: isVisible)
  }
}
