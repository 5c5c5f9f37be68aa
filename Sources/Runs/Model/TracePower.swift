import EnergyBudgets
import HardwareSpecs
import Reports

/// Power over time: every span spreads its energy evenly over its cycles, and static power flows
/// always.
struct TracePower {
  /// A change of the power.
  struct Step {
    /// Cycle from which it holds.
    var cycle: UInt64
    /// Power in watts at nominal figures.
    var power_W: Double
  }

  /// The changes in the order of time, at different cycles.
  private(set) var steps: [Step] = []

  /// - Parameters:
  ///   - spans: runs of instructions by their starts, with known energies.
  ///   - static_W: power that flows always, in watts.
  ///   - clock_Hz: cycles a second.
  ///   - end: the first cycle that the steps may not describe any more.
  init(spans: [TraceSpan], static_W: Double, clock_Hz: Double, end: UInt64) {
    // Without a cycle there is no power to spread the energy over.
    let lasting = spans.filter { $0.endCycle > $0.startCycle }
    let changes = Set([0] + lasting.flatMap { [$0.startCycle, $0.endCycle] }).filter { $0 < end }
    var next = lasting.startIndex
    var active: [TraceSpan] = []
    for cycle in changes.sorted() {
      active.removeAll { $0.endCycle <= cycle }
      while next < lasting.endIndex, lasting[next].startCycle <= cycle {
        active.append(lasting[next])
        next += 1
      }
      // Summed anew at every step, so that nothing drifts.
      let dynamic = active.reduce(0.0) { sum, span in
        sum + (span.energy_J?.nominal ?? 0) * clock_Hz / Double(span.endCycle - span.startCycle)
      }
      steps.append(Step(cycle: cycle, power_W: static_W + dynamic))
    }
  }
}
