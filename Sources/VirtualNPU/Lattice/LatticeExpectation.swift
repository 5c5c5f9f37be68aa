import ChipPrograms
import HardwareSpecs
import IsingModels

extension LatticeReplica {
  /// Counts what free agents do on average in a time, in the stationary law of the stored couplings.
  func expect(_ time_s: Double, beta: Double) {
    let model = machine.couplings.stored
    // Checked when the machine was built.
    guard let law = try? ConditionalModel(model, held: agents.held), let free = law.model,
      let enumeration = try? Enumeration(free)
    else { return }
    let probabilities = enumeration.probabilities(beta: beta)
    let ticks = time_s * machine.chip.timing.latticeRate_Hz
    var (tally, flips, hops, arrivals) = (LatticeTally(), 0.0, 0.0, 0.0)
    for (k, agent) in law.free.enumerated() {
      // A tick flips where the drawn state differs from the present one, which are independent.
      var rate = 0.0
      for state in probabilities.indices {
        let partner = probabilities[state ^ 1 << k]
        let sum = probabilities[state] + partner
        if sum > 0 { rate += probabilities[state] * partner / sum }
      }
      let degree = model.adjacency.degree(of: agent)
      let isRelaxing = agents.freeDegree.buffer[agent] > 0
      let updates = Int(ticks.rounded())
      tally.updates += updates
      tally.evaluations += updates * degree
      if isRelaxing {
        tally.relaxingUpdates += updates
        tally.relaxingEvaluations += updates * degree
      }
      flips += ticks * rate
      hops += ticks * rate * Double(agents.freeHops.buffer[agent])
      arrivals += ticks * rate * Double(agents.freeDegree.buffer[agent])
    }
    tally.flips = Int(flips.rounded())
    tally.hops = Int(hops.rounded())
    tally.arrivals = Int(arrivals.rounded())
    agents.now += time_s
    add(tally)
  }
}
