public import IsingModels
public import RandomStreams

/// Coupled oscillators with second-harmonic injection locking, an oscillator Ising machine (Wang and
/// Roychowdhury, *Unconventional Computation and Natural Computation*, LNCS 11493, 232 (2019)).
///
/// Kuramoto phases with
///
///     dφ_i = −[Σ_j J_ij sin(φ_i − φ_j) + h_i sin φ_i + K_s(t) sin 2φ_i] dt + √(2T(t)) dW_i
///
/// go down L(φ) = −Σ_{i<j} J_ij cos(φ_i − φ_j) − Σ h_i cos φ_i − (K_s/2) Σ cos 2φ_i: without noise
/// dL/dt = −Σ (dφ_i/dt)² ≤ 0. At phases 0 and π, where the injected second harmonic pulls them,
/// L = E(s) − N K_s/2 with s = cos φ. A field is the coupling to a reference oscillator at phase 0.
///
/// J and h are taken in units of the root mean square field √(Σ_ij J_ij²/N). K_s grows linearly from 0,
/// T falls linearly to 0. The best signs seen are kept, and a descent ends at a local minimum.
public struct OscillatorPhases: Optimiser {
  /// What is minimised.
  public let model: IsingModel
  /// Reads that a batch makes together. Work is done for whole groups of 64.
  public let batchSize: Int
  /// Δt of a step.
  public var timeStep: Double
  /// K_s in the end.
  public var locking: Double
  /// T in the beginning.
  public var temperature: Double

  private let rows: LaneRows

  /// Prepares couplings.
  ///
  /// - Parameters:
  ///   - model: what is minimised.
  ///   - batchSize: at least 1; best a multiple of 64.
  ///   - timeStep: Δt; nil for Δt Λ = 1.6, Λ the largest |eigenvalue| of J in its unit, at
  ///     most ½. From Δt Λ = 2 on, Euler's steps are not stable.
  ///   - locking: K_s in the end, in the unit of the couplings.
  ///   - temperature: T in the beginning, in the same unit.
  public init(
    _ model: IsingModel, batchSize: Int = 64, timeStep: Double? = nil, locking: Double = 0.5,
    temperature: Double = 0.3
  ) {
    precondition(batchSize >= 1, "\(batchSize) reads in a batch")
    self.model = model
    self.batchSize = batchSize
    self.locking = locking
    self.temperature = temperature
    rows = LaneRows(model)
    self.timeStep = timeStep ?? min(0.5, 1.6 / max(rows.spectralRadius(), 1e-3))
  }

  /// One batch of independent networks. Steps count as sweeps.
  public func batch(sweeps: Int, key: StreamKey, watch: (BatchProgress) -> Bool) -> ReadBatch {
    var run = LaneRun(model, rows, batchSize: batchSize, sweeps: sweeps)
    for group in 0..<run.groups where !run.isStopped {
      run.begin()
      var lanes = OscillatorLanes(rows, generator: VectorGenerator(key, stream: UInt32(group)))
      for step in 0..<sweeps {
        let share = sweeps == 1 ? 1 : Double(step) / Double(sweeps - 1)
        lanes.step(self.step(locking: locking * share, temperature: temperature * (1 - share)))
        if run.isLook(step) { run.look(lanes.down()) }
        if !run.goesOn(group: group, step: step, watch) {
          run.look(lanes.down())
          break
        }
      }
    }
    return run.finish()
  }

  private func step(locking: Double, temperature: Double) -> OscillatorStep {
    OscillatorStep(
      coupling: Float(timeStep / (2 * .pi)), locking: Float(timeStep * locking / .pi),
      noise: Float((2 * temperature * timeStep).squareRoot() / (2 * .pi)))
  }

  /// The phases in turns, by network and spin, after steps at constant K_s and T: for tests.
  package func phases(
    after steps: Int, locking: Double, temperature: Double, key: StreamKey
  ) -> [[Float]] {
    var lanes = OscillatorLanes(rows, generator: VectorGenerator(key, stream: 0))
    for _ in 0..<steps { lanes.step(step(locking: locking, temperature: temperature)) }
    return (0..<LaneRows.lanes).map { network in
      (0..<model.spinCount).map { lanes.turns[4 * $0 + network % 4][network / 4] }
    }
  }
}
