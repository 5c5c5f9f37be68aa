/// How readings are averaged before the controller acts on them.
public enum EntropyFilter: Sendable, Equatable {
  /// Not at all.
  case none
  /// Exponentially with α = 1/window, as printed: in the loop with gain κ it rings, with eigenvalues of modulus
  /// √(1 − α) and a damping ratio of ½√(α/κ).
  case exponential(window: Double)
  /// The same, but the average follows each step of β by what the step does to H: m ← m − β Var Δβ. The loop then
  /// decays as 1 − α without overshoot.
  case predicted(window: Double)

  /// α.
  var share: Double {
    switch self {
    case .none: 1
    case .exponential(let window), .predicted(let window): 1 / max(1, window)
    }
  }
}

/// The linear loop of a filter and a Newton step of gain κ, near the target.
///
/// e is the error of H, m the filtered error: m′ = (1 − α)m + αe, e′ = e − κm′; with a predictor m″ = (1 − κ)m′.
public struct FilteredLoop: Sendable, Equatable {
  /// Filter.
  public var filter: EntropyFilter
  /// κ.
  public var gain: Double

  /// Creates a loop.
  public init(_ filter: EntropyFilter, gain: Double) {
    self.filter = filter
    self.gain = gain
  }

  /// The largest modulus of the loop's eigenvalues: errors decay as its powers, and grow where it is above 1.
  public var modulus: Double {
    let (trace, determinant) = invariants
    let root = trace * trace / 4 - determinant
    guard root >= 0 else { return determinant.squareRoot() }
    return max(abs(trace / 2 + root.squareRoot()), abs(trace / 2 - root.squareRoot()))
  }

  /// Whether errors swing while they decay.
  public var oscillates: Bool {
    let (trace, determinant) = invariants
    return trace * trace < 4 * determinant
  }

  /// The largest gain that does not swing with this filter, near α/4; 1 without a filter or with a predictor.
  public var criticalGain: Double {
    guard case .exponential = filter else { return 1 }
    let share = filter.share
    // (2 − α − κα)² = 4(1 − α), the smaller root.
    let root = 2 - share - 2 * (1 - share).squareRoot()
    return root / share
  }

  /// Errors of H by step, from 1, with an average that starts at 0.
  public func errors(steps: Int) -> [Double] {
    var (error, average) = (1.0, 0.0)
    var errors = [error]
    for _ in 0..<steps {
      average += filter.share * (error - average)
      error -= gain * average
      if case .predicted = filter { average -= gain * average }
      errors.append(error)
    }
    return errors
  }

  private var invariants: (trace: Double, determinant: Double) {
    let share = filter.share
    switch filter {
    case .none: return (1 - gain, 0)
    case .exponential: return (2 - share - gain * share, 1 - share)
    case .predicted:
      // [m″, e′] = [[(1−κ)(1−α), (1−κ)α], [−κ(1−α), 1 − κα]]
      let trace = (1 - gain) * (1 - share) + 1 - gain * share
      return (trace, (1 - gain) * (1 - share))
    }
  }
}
