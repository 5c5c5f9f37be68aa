public import IsingModels
public import RandomStreams

/// Simulated bifurcation: classical particles x_i, one a spin, whose potential splits into two wells
/// while they pull at each other (Goto, Endo, Suzuki et al., *Science Advances* 7, eabe7953 (2021)).
///
///     dy_i/dt = −(a₀ − a(t)) x_i + c₀ (Σ_j J_ij g(x_j) + h_i),   dx_i/dt = a₀ y_i,
///
/// with a₀ = 1, a(t) growing linearly from 0 to a₀, and walls: a particle that would pass |x| = 1 stops
/// there with y = 0. The ballistic variant (bSB) has g(x) = x, the discrete one (dSB) g(x) = sign x. A
/// spin is the sign of its particle. Steps are symplectic Euler: y with the old positions, then x. With
/// c₀ = strength/√(Σ_ij J_ij²/N), the spread of the couplings does not matter.
///
/// Each trajectory starts from its own random positions and momenta and is deterministic from there. The
/// best signs seen are kept, and a descent ends at a local minimum.
public struct SimulatedBifurcation: Optimiser {
  /// How a particle acts on others.
  public enum Variant: String, CaseIterable, Sendable {
    /// By its position: fast to a good energy.
    case ballistic
    /// By its sign: slower, and closer to the ground state.
    case discrete
  }

  /// What is minimised.
  public let model: IsingModel
  /// Reads that a batch makes together. Work is done for whole groups of 64.
  public let batchSize: Int
  /// How a particle acts on others.
  public let variant: Variant
  /// Δt of a step. A step is stable while Δt² (a₀ + c₀ Λ) < 4, Λ the largest |eigenvalue| of J.
  public var timeStep: Double
  /// c₀ in units of the inverse root mean square field.
  public var strength: Double
  /// γ of the term γ y_i in dy_i/dt, at least 0 (heated bifurcation: Kanao and Goto, *Communications
  /// Physics* 5, 153 (2022)). Without it, ballistic trajectories often end in the same state, most of all
  /// with fields.
  public var heating: Double

  private let rows: LaneRows
  private var kernel: BifurcationKernel

  /// Prepares couplings.
  ///
  /// - Parameters:
  ///   - model: what is minimised.
  ///   - variant: which forces act.
  ///   - batchSize: at least 1; best a multiple of 64.
  ///   - timeStep: Δt; nil for √(a₀ + c₀ Λ) Δt = 1.1 (discrete) or 1.6 (ballistic), which was best or
  ///     near it on sparse and complete graphs, with and without a mean coupling.
  ///   - strength: see `strength`; ½ in the source.
  public init(
    _ model: IsingModel, variant: Variant = .discrete, batchSize: Int = 64,
    timeStep: Double? = nil, strength: Double = 0.5
  ) {
    precondition(batchSize >= 1, "\(batchSize) reads in a batch")
    self.model = model
    self.variant = variant
    self.batchSize = batchSize
    self.strength = strength
    heating = variant == .discrete ? 0 : 0.35
    rows = LaneRows(model)
    let frequency = (1 + strength * rows.spectralRadius()).squareRoot()
    self.timeStep = timeStep ?? (variant == .discrete ? 1.1 : 1.6) / frequency
    kernel = BifurcationKernel(model, rows, variant)
  }

  /// One batch of independent trajectories. Steps count as sweeps.
  public func batch(sweeps: Int, key: StreamKey, watch: (BatchProgress) -> Bool) -> ReadBatch {
    var run = LaneRun(model, rows, batchSize: batchSize, sweeps: sweeps)
    for group in 0..<run.groups where !run.isStopped {
      run.begin()
      var lanes = self.lanes(VectorGenerator(key, stream: UInt32(group)))
      for step in 0..<sweeps {
        lanes.step(self.step(step, of: sweeps))
        if run.isLook(step) { run.look(lanes.down()) }
        if !run.goesOn(group: group, step: step, watch) {
          run.look(lanes.down())
          break
        }
      }
    }
    return run.finish()
  }

  private func lanes(_ generator: VectorGenerator) -> any BifurcationLanes {
    switch kernel {
    case .bytes(let bytes): ByteBifurcation(rows, bytes: bytes, generator: generator)
    case .dense(let blocks):
      switch variant {
      case .ballistic:
        DenseBifurcation<BallisticForce>(rows, blocks: blocks, generator: generator)
      case .discrete: DenseBifurcation<DiscreteForce>(rows, blocks: blocks, generator: generator)
      }
    case .sparse:
      switch variant {
      case .ballistic: RealBifurcation<BallisticForce>(rows, generator: generator)
      case .discrete: RealBifurcation<DiscreteForce>(rows, generator: generator)
      }
    }
  }

  private func step(_ step: Int, of sweeps: Int) -> BifurcationStep {
    let pump = sweeps == 1 ? 1 : Double(step) / Double(sweeps - 1)
    return BifurcationStep(
      kick: Float(timeStep * strength), restoring: Float(timeStep * (1 - pump)),
      drift: Float(timeStep), heating: Float(timeStep * heating))
  }

  /// The same method on the kernel for any couplings: for tests.
  package var onSparseKernel: SimulatedBifurcation {
    var copy = self
    copy.kernel = .sparse
    return copy
  }

  /// Positions and momenta, by trajectory and spin, after the first steps of a read of `sweeps` steps:
  /// for tests.
  package func trajectories(
    after steps: Int, of sweeps: Int, key: StreamKey
  ) -> (positions: [[Float]], momenta: [[Float]]) {
    var lanes = self.lanes(VectorGenerator(key, stream: 0))
    for step in 0..<steps { lanes.step(self.step(step, of: sweeps)) }
    func columns(_ values: [SIMD16<Float>]) -> [[Float]] {
      (0..<LaneRows.lanes).map { trajectory in
        (0..<model.spinCount).map { values[4 * $0 + trajectory % 4][trajectory / 4] }
      }
    }
    return (columns(lanes.state.positions), columns(lanes.state.momenta))
  }
}

/// The code that does the steps, with what it needs.
private enum BifurcationKernel {
  case bytes(CodedRows)
  case dense(DenseBlocks)
  case sparse

  init(_ model: IsingModel, _ rows: LaneRows, _ variant: SimulatedBifurcation.Variant) {
    if variant == .discrete, let bytes = CodedRows(model) {
      self = .bytes(bytes)
    } else if let blocks = DenseBlocks(rows) {
      self = .dense(blocks)
    } else {
      self = .sparse
    }
  }
}
