internal import Foundation

/// Counts and sums of observables by energy, of runs at several temperatures.
struct HistogramSums: Sendable {
  /// Effective samples of each run.
  var runs: [Double]
  /// Weighted sum of E of each run.
  var energies: [Double]
  /// Effective samples by level.
  var counts: [Double]
  /// Weighted sums by observable and level.
  var sums: [[Double]]

  /// Nothing yet.
  init(runs: Int, levels: Int, observables: Int) {
    self.runs = Array(repeating: 0, count: runs)
    energies = self.runs
    counts = Array(repeating: 0, count: levels)
    sums = Array(repeating: counts, count: observables)
  }

  /// Takes one sample.
  mutating func add(
    run: Int, energy: Double, level: Int, values: [Double], weight: Double
  ) {
    runs[run] += weight
    energies[run] += weight * energy
    counts[level] += weight
    for (index, value) in values.enumerated() { sums[index][level] += weight * value }
  }

  /// What is left without a part.
  func without(_ part: HistogramSums) -> HistogramSums {
    var rest = self
    for run in runs.indices {
      rest.runs[run] -= part.runs[run]
      rest.energies[run] -= part.energies[run]
    }
    for level in counts.indices {
      // Levels that only the part saw leave rounding errors, which a small weight could enlarge.
      let count = counts[level] - part.counts[level]
      let isEmpty = count <= 1e-9 * counts[level]
      rest.counts[level] = isEmpty ? 0 : count
      for index in sums.indices {
        rest.sums[index][level] = isEmpty ? 0 : sums[index][level] - part.sums[index][level]
      }
    }
    return rest
  }
}

/// The free energies that join histograms, and the weights that follow.
struct HistogramWeights: Sendable {
  let sums: HistogramSums
  /// f_k = −ln Z(β_k), with f_0 = 0.
  let freeEnergies: [Double]
  /// ln Σ_k n_k e^{f_k − β_k E}, by level.
  let logDenominators: [Double]

  /// Solves for the free energies: the minimum of the convex function
  /// Σ_E H(E) ln Σ_k n_k e^{f_k − β_k E} − Σ_k n_k f_k, by Newton's method with halved steps.
  init(
    _ sums: HistogramSums, betas: [Double], levels: [Double], start: [Double]?
  ) throws(StatisticsError) {
    var point = State(
      start ?? Self.integratedEnergies(sums, betas: betas), sums, betas, levels)
    for iteration in 0... {
      guard betas.count > 1 else { break }
      let (gradient, hessian) = point.derivatives(sums)
      // f_0 is held at 0, since only differences count. The rounding of the sums all ends up in its
      // slope, which therefore is no sign of convergence.
      let largest = zip(gradient, sums.runs).dropFirst().map { abs($0) / $1 }.max() ?? 0
      let inner = hessian.dropFirst().map { Array($0.dropFirst()) }
      guard let step = try LinearSystem.solve(inner, Array(gradient.dropFirst())) else {
        throw .noOverlap(beta: Self.loneliest(hessian, betas))
      }
      if largest < 1e-10 {
        // The diagonal is Σ_E H(E) p_k (1 − p_k), the samples that a run shares with others.
        let isJoined = betas.indices.allSatisfy { hessian[$0][$0] >= 1 }
        guard isJoined else { throw .noOverlap(beta: Self.loneliest(hessian, betas)) }
        break
      }
      guard iteration < 100 else {
        throw .noConvergence(method: "Newton's method for ln Z", iterations: iteration)
      }
      point = Self.moved(point, by: step, sums, betas, levels)
    }
    self.sums = sums
    freeEnergies = point.free
    logDenominators = point.logDenominators
  }

  /// The next trial: Newton's step, halved until the function does not rise by more than rounding.
  private static func moved(
    _ point: State, by step: [Double], _ sums: HistogramSums, _ betas: [Double],
    _ levels: [Double]
  ) -> State {
    var scale = 1.0
    while true {
      let free = [0] + step.indices.map { point.free[$0 + 1] - scale * step[$0] }
      let next = State(free, sums, betas, levels)
      let rounding = 1e-13 * abs(point.objective)
      if next.objective <= point.objective + rounding || scale < 1e-6 { return next }
      scale /= 2
    }
  }

  /// β of the run that shares the fewest samples with others.
  private static func loneliest(_ hessian: [[Double]], _ betas: [Double]) -> Double {
    let run = betas.indices.min { hessian[$0][$0] < hessian[$1][$1] } ?? 0
    return betas[run]
  }

  /// A start: df/dβ = ⟨E⟩, by the trapezoidal rule.
  private static func integratedEnergies(_ sums: HistogramSums, betas: [Double]) -> [Double] {
    let means = zip(sums.energies, sums.runs).map { $0 / $1 }
    var free = [0.0]
    for k in betas.indices.dropFirst() {
      free.append(free[k - 1] + (betas[k] - betas[k - 1]) * (means[k - 1] + means[k]) / 2)
    }
    return free
  }

  /// One trial of the free energies.
  private struct State {
    let free: [Double]
    let logDenominators: [Double]
    let objective: Double
    /// p_k(E) = n_k e^{f_k − β_k E}/Σ_j …, by level and run.
    let shares: [[Double]]

    init(_ free: [Double], _ sums: HistogramSums, _ betas: [Double], _ levels: [Double]) {
      let logs = sums.runs.map { log($0) }
      var denominators: [Double] = []
      var shares: [[Double]] = []
      var objective = 0.0
      for (level, energy) in levels.enumerated() {
        var terms = betas.indices.map { logs[$0] + free[$0] - betas[$0] * energy }
        let largest = terms.max() ?? 0
        for k in terms.indices { terms[k] = exp(terms[k] - largest) }
        let sum = terms.reduce(0, +)
        denominators.append(largest + log(sum))
        shares.append(terms.map { $0 / sum })
        objective += sums.counts[level] * (largest + log(sum))
      }
      for k in betas.indices { objective -= sums.runs[k] * free[k] }
      self.free = free
      logDenominators = denominators
      self.objective = objective
      self.shares = shares
    }

    func derivatives(_ sums: HistogramSums) -> (gradient: [Double], hessian: [[Double]]) {
      let runs = free.indices
      var gradient = sums.runs.map { -$0 }
      var hessian = runs.map { _ in runs.map { _ in 0.0 } }
      for (count, share) in zip(sums.counts, shares) where count > 0 {
        for i in runs {
          gradient[i] += count * share[i]
          hessian[i][i] += count * share[i]
          for j in runs { hessian[i][j] -= count * share[i] * share[j] }
        }
      }
      return (gradient, hessian)
    }
  }

  /// ln of a sample's weight at β by level, and the largest among levels that were seen.
  private func logWeights(at beta: Double, levels: [Double]) -> (logs: [Double], largest: Double) {
    let logs = levels.indices.map { -beta * levels[$0] - logDenominators[$0] }
    let largest = logs.indices.reduce(-Double.infinity) {
      sums.counts[$1] > 0 ? max($0, logs[$1]) : $0
    }
    return (logs, largest)
  }

  /// ⟨E⟩ and ⟨O⟩ at β.
  func means(at beta: Double, levels: [Double]) -> [Double] {
    let (logs, largest) = logWeights(at: beta, levels: levels)
    var norm = 0.0
    var totals = [Double](repeating: 0, count: sums.sums.count + 1)
    for level in levels.indices where sums.counts[level] > 0 {
      let weight = exp(logs[level] - largest)
      norm += weight * sums.counts[level]
      totals[0] += weight * sums.counts[level] * levels[level]
      for index in sums.sums.indices { totals[index + 1] += weight * sums.sums[index][level] }
    }
    return totals.map { $0 / norm }
  }

  /// (Σw)²/Σw² at β.
  func effectiveSamples(at beta: Double, levels: [Double]) -> Double {
    let (logs, largest) = logWeights(at: beta, levels: levels)
    var sum = 0.0
    var squares = 0.0
    for level in levels.indices where sums.counts[level] > 0 {
      let weight = exp(logs[level] - largest)
      sum += weight * sums.counts[level]
      squares += weight * weight * sums.counts[level]
    }
    return sum * sum / squares
  }
}
