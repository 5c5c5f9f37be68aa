public import IsingModels
public import RandomStreams

/// All spins decide at once, from the same old spins, by the heat bath: a clocked array without
/// colouring.
///
/// With `updateProbability` α < 1, each spin is asked in a tick with probability α, independently: an
/// array of agents whose clocks tick at rate λ while the fields are renewed at intervals Δt, with
/// α = 1 − e^{−λΔt}.
///
/// The stationary law is not Boltzmann's. For α = 1 it is ``littlePerettoLaw(of:beta:)``; for α → 0 it
/// becomes Boltzmann's. Two spins with coupling J have
/// ⟨s₁s₂⟩ = 2(1 − α)t/(2 − α − αt²), t = tanh βJ, instead of t.
public struct SynchronousSampler: Sampler, EngineSampler {
  var engine: SweepEngine
  private let askThreshold: UInt64
  /// Scratch of a tick.
  private var flips: [Int32] = []
  /// The probability α that a spin is asked in a tick.
  public let updateProbability: Double

  /// Starts from given spins.
  /// - Parameters:
  ///   - updateProbability: α, above 0, to 1.
  ///   - model: what is sampled.
  ///   - beta: inverse temperature.
  ///   - spins: one a site, −1 or +1.
  ///   - key: names the random numbers.
  /// - Throws: `SamplerError.outOfRange` for another α.
  /// - Precondition: one spin a site of the model, −1 or +1.
  public init(
    _ model: IsingModel, beta: Double, updateProbability: Double = 1, spins: [Int8], key: StreamKey
  ) throws(SamplerError) {
    guard updateProbability > 0, updateProbability <= 1 else {
      throw .outOfRange(
        parameter: "update probability", value: updateProbability, range: "above 0, to 1")
    }
    engine = SweepEngine(model, beta: beta, rule: .heatBath, spins: spins, key: key)
    self.updateProbability = updateProbability
    askThreshold = Threshold.bits(updateProbability)
  }

  /// One tick a sweep: αN attempts on average, N for α = 1.
  public mutating func advance(sweeps: Int) {
    for _ in 0..<sweeps {
      flips.removeAll(keepingCapacity: true)
      for spin in 0..<model.spinCount {
        if updateProbability < 1, !Threshold.happens(askThreshold, &engine.words) { continue }
        if engine.wouldFlip(spin) { flips.append(Int32(truncatingIfNeeded: spin)) }
      }
      for spin in flips { engine.flip(Int(spin)) }
    }
  }

  /// P(s) ∝ e^{β Σ h_i s_i} Π_i 2 cosh β(h_i + Σ_j J_ij s_j) of each state, by state
  /// (`Enumeration`): the law of α = 1.
  ///
  /// Little, *Mathematical Biosciences* 19, 101 (1974); Peretto, *Biological Cybernetics* 50, 51
  /// (1984).
  /// - Throws: `ModelError.spinCount` above 24 spins.
  public static func littlePerettoLaw(
    of model: IsingModel, beta: Double
  ) throws(ModelError) -> [Double] {
    guard model.spinCount <= Enumeration.largestSpinCount else {
      throw .spinCount(model.spinCount)
    }
    var logs = [Double](repeating: 0, count: 1 << model.spinCount)
    var spins = [Int8](repeating: -1, count: model.spinCount)
    for state in logs.indices {
      for spin in spins.indices { spins[spin] = state >> spin & 1 == 1 ? 1 : -1 }
      var product = 1.0
      for spin in spins.indices {
        let x = abs(beta * model.localField(at: spin, of: spins))
        // 2cosh x = e^x (1 + e^{−2x}); at most 2²⁴ is left for one logarithm.
        logs[state] += beta * model.fields[spin] * Double(spins[spin]) + x
        product *= 1 + DeterministicFunctions.exp(-min(2 * x, 690))
      }
      logs[state] += DeterministicFunctions.log(product)
    }
    let largest = logs.max() ?? 0
    let weights = logs.map { DeterministicFunctions.exp(max($0 - largest, -690)) }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }
}
