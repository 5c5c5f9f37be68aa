import IsingModels

/// The process of ideal agents with exponential clocks on all states of a few spins: dp/dt = Q p, where each
/// spin draws anew once a sweep in the mean. Nothing here knows of clocks, ticks or counts.
struct LatticeGenerator {
  let size: Int
  /// Rates per sweep, to the first state from the second.
  private let rates: [[Double]]

  /// The process of a model at an inverse temperature.
  init(_ model: IsingModel, beta: Double) throws {
    size = model.spinCount
    let weights = try Enumeration(model).probabilities(beta: beta)
    var rates = [[Double]](
      repeating: [Double](repeating: 0, count: weights.count), count: weights.count)
    for from in weights.indices {
      for spin in 0..<size {
        let to = from ^ 1 << spin
        // The conditional law of a spin is the ratio of two weights: no field is summed.
        let rate = weights[to] / (weights[to] + weights[from])
        rates[to][from] += rate
        rates[from][from] -= rate
      }
    }
    self.rates = rates
  }

  /// e^{Qt} p: Taylor's series of e^{Qh} in steps of h ≤ 1/16, where ‖Qh‖ ≤ 2 size/16 and thirty terms leave
  /// less than 10⁻¹⁵.
  func law(from start: [Double], after sweeps: Double) -> [Double] {
    let steps = max(1, Int((sweeps * 16).rounded(.up)))
    let h = sweeps / Double(steps)
    var law = start
    for _ in 0..<steps {
      var term = law
      for k in 1...30 {
        term = rates.map { row in
          zip(row, term).reduce(0) { $0 + $1.0 * $1.1 } * h / Double(k)
        }
        for state in law.indices { law[state] += term[state] }
      }
    }
    return law
  }
}
