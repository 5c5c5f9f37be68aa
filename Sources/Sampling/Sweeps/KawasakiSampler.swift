public import IsingModels
public import RandomStreams

/// Which pairs of spins may exchange.
public enum ExchangePairs: String, CaseIterable, Sendable {
  /// Coupled spins: matter that moves along the bonds (Kawasaki, *Physical Review* 145, 224 (1966)).
  case bonds
  /// Any two spins: the same law, reached faster.
  case all
}

/// Exchanges two unequal spins, so that the sum of all spins never changes.
///
/// A pair is drawn uniformly; where its spins differ, they are exchanged with the probability of the
/// rule at ΔE = 2 s_i I_i + 2 s_j I_j + 4 J_ij, with I the local fields. Detailed balance holds with
/// respect to e^{−βE} among the states with the sum of the start. With pairs along bonds, the sum of
/// each connected piece of the model is kept.
public struct KawasakiSampler: Sampler {
  /// What is sampled.
  public let model: IsingModel
  /// How a pair decides.
  public let rule: UpdateRule
  /// Which pairs are drawn.
  public let pairs: ExchangePairs
  /// Pairs that were drawn, and spins that changed: two an exchange.
  public private(set) var counts = UpdateCounts()
  private var state: RealSpins
  private var words: WordSequence

  /// −1 or +1, one a spin.
  public var spins: [Int8] { state.spins }
  /// The inverse temperature.
  public var beta: Double {
    get { state.beta }
    set { state.beta = newValue }
  }
  /// E(s), kept up to date; rounding errors stay near 10⁻¹³ of a coupling.
  public var energy: Double { state.energy }

  /// Whether a model has pairs to exchange.
  /// - Throws: `SamplerError.noPairs`.
  static func check(_ model: IsingModel, pairs: ExchangePairs) throws(SamplerError) {
    guard pairs == .all ? model.spinCount >= 2 : !model.bonds.isEmpty else { throw .noPairs }
  }

  /// Starts from given spins, whose sum is kept.
  /// - Throws: `SamplerError.noPairs` for a model without bonds, or with one spin.
  /// - Precondition: one spin a site of the model, −1 or +1.
  public init(
    _ model: IsingModel, beta: Double, rule: UpdateRule = .heatBath, pairs: ExchangePairs = .bonds,
    spins: [Int8], key: StreamKey
  ) throws(SamplerError) {
    try Self.check(model, pairs: pairs)
    SpinChecks.check(spins, model)
    self.model = model
    self.rule = rule
    self.pairs = pairs
    state = RealSpins(model, rule: rule, beta: beta, spins: spins)
    words = WordSequence(key)
  }

  /// N pairs a sweep.
  public mutating func advance(sweeps: Int) {
    for _ in 0..<(sweeps * model.spinCount) {
      switch pairs {
      case .bonds:
        let bond = model.bonds[words.index(below: UInt32(model.bonds.count))]
        attempt(Int(bond.first), Int(bond.second), bond.coupling)
      case .all:
        let first = words.index(below: UInt32(model.spinCount))
        let other = words.index(below: UInt32(model.spinCount - 1))
        let second = other < first ? other : other + 1
        if state.spins[first] != state.spins[second] {
          attempt(first, second, coupling(first, second))
        } else {
          counts.attempts += 1
        }
      }
    }
  }

  private mutating func attempt(_ first: Int, _ second: Int, _ coupling: Double) {
    counts.attempts += 1
    let spin = Double(state.spins[first])
    guard state.spins[first] != state.spins[second] else { return }
    let cost = 2 * spin * (state.fields[first] - state.fields[second]) + 4 * coupling
    guard state.wouldPay(cost, &words) else { return }
    state.flip(first)
    state.flip(second)
    counts.flips += 2
  }

  /// J of two spins, by halving the row of the first.
  private func coupling(_ first: Int, _ second: Int) -> Double {
    let row = model.adjacency.range(of: first)
    var (low, high) = (row.lowerBound, row.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if Int(model.adjacency.neighbours[middle]) < second {
        low = middle + 1
      } else {
        high = middle
      }
    }
    let isBond = low < row.upperBound && Int(model.adjacency.neighbours[low]) == second
    return isBond ? model.adjacency.couplings[low] : 0
  }
}
