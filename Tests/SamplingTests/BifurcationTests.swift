import IsingModels
import IsingTestSupport
import RandomStreams
import Sampling
import Testing

/// Simulated bifurcation against its equations step by step, and against enumeration.
@Suite struct BifurcationTests {
  static let key = StreamKey(seed: 3, purpose: .spinUpdate, replica: 2)

  static func complete(_ spins: Int, seed: UInt64, _ coupling: (inout RandomStream) -> Double)
    throws -> IsingModel
  {
    var words = RandomStream(StreamKey(seed: seed, purpose: .testInput), site: 0)
    var bonds: [Bond] = []
    for i in 0..<spins {
      for j in i + 1..<max(spins, i + 1) { bonds.append(Bond(i, j, coupling(&words))) }
    }
    return try IsingModel(spinCount: spins, bonds: bonds)
  }

  static func sign(_ words: inout RandomStream) -> Double { words.next() & 1 == 0 ? 1 : -1 }

  /// Models for the kernels: bytes in one and in several pieces, real rows, dense blocks, fields.
  static func kernelModels() throws -> [IsingModel] {
    [
      try SamplingFixtures.torus(4, real: false),
      try SamplingFixtures.torus(6, real: true),
      try complete(13, seed: 1) { $0.normal() },
      try complete(150, seed: 2, sign),
      try IsingModel(
        spinCount: 40,
        bonds: (1..<40).map { Bond(0, $0, $0 % 2 == 0 ? 7 : -6) } + [Bond(5, 6, 11)],
        fields: (0..<40).map { Double($0 % 3) - 1 }),
    ]
  }

  /// One step of the paper's equations for one trajectory, in float32.
  private static func plainStep(
    _ x: inout [Float], _ y: inout [Float], _ model: IsingModel, _ method: SimulatedBifurcation,
    pump: Double
  ) {
    var sum = model.fields.reduce(0) { $0 + $1 * $1 }
    for bond in model.bonds { sum += 2 * bond.coupling * bond.coupling }
    let size = (sum / Double(model.spinCount)).squareRoot()
    let dt = Float(method.timeStep)
    let kick = Float(method.timeStep * method.strength)
    let restoring = Float(method.timeStep * (1 - pump))
    let old = x
    for i in x.indices {
      var force = Float(model.fields[i] / size)
      for k in model.adjacency.range(of: i) {
        let other = old[Int(model.adjacency.neighbours[k])]
        let source: Float = method.variant == .ballistic ? other : other.sign == .minus ? -1 : 1
        force += Float(model.adjacency.couplings[k] / size) * source
      }
      let heat = Float(method.timeStep * method.heating) * y[i]
      y[i] += kick * force - restoring * old[i]
      x[i] = old[i] + dt * y[i]
      if abs(x[i]) > 1 { (x[i], y[i]) = (x[i] > 0 ? 1 : -1, 0) }
      y[i] += heat
    }
  }

  /// Every kernel follows the plain equations. The rounding of the forces differs between them; few
  /// steps do not let it grow.
  @Test(arguments: SimulatedBifurcation.Variant.allCases)
  func kernelsFollowTheEquations(variant: SimulatedBifurcation.Variant) throws {
    for model in try Self.kernelModels() {
      let fast = SimulatedBifurcation(model, variant: variant)
      for method in [fast, fast.onSparseKernel] {
        let start = method.trajectories(after: 0, of: 8, key: Self.key)
        let end = method.trajectories(after: 6, of: 8, key: Self.key)
        for trajectory in [0, 1, 17, 63] {
          var x = start.positions[trajectory]
          var y = start.momenta[trajectory]
          #expect(x.allSatisfy { abs($0) <= 0.1 } && y.allSatisfy { abs($0) <= 0.1 })
          for step in 0..<6 {
            Self.plainStep(&x, &y, model, method, pump: Double(step) / 7)
          }
          let errors =
            zip(x, end.positions[trajectory]).map { abs($0 - $1) }
            + zip(y, end.momenta[trajectory]).map { abs($0 - $1) }
          // Six steps of up to 150 terms of size 1: about 10⁻⁵.
          #expect(errors.allSatisfy { $0 < 1e-4 })
        }
      }
    }
  }

  /// Where float32 holds all forces exactly, the kernels agree to the last bit for a whole read.
  @Test func kernelsAgree() throws {
    let torus = try SamplingFixtures.torus(8, real: false)  // root mean square field 2
    for model in [torus, try Self.complete(65, seed: 5, Self.sign)] {
      for variant in SimulatedBifurcation.Variant.allCases {
        let fast = SimulatedBifurcation(model, variant: variant)
        let one = fast.trajectories(after: 200, of: 200, key: Self.key)
        let two = fast.onSparseKernel.trajectories(after: 200, of: 200, key: Self.key)
        #expect(one.positions == two.positions)
        #expect(one.momenta == two.momenta)
        #expect(Set(one.positions.map { $0.map { $0 < 0 } }).count > 1)
      }
    }
  }

  @Test(arguments: SimulatedBifurcation.Variant.allCases)
  func groundStates(variant: SimulatedBifurcation.Variant) throws {
    var models = try ConformanceGraph.all().map { ($0.model, $0.exact.groundEnergy) }
    for seed in 0..<4 {
      for gaussian in [false, true] {
        let model = try Self.complete(16, seed: UInt64(10 + seed)) {
          gaussian ? $0.normal() : Self.sign(&$0)
        }
        models.append((model, try Enumeration(model).groundEnergy))
      }
    }
    for (model, ground) in models {
      let result = SimulatedBifurcation(model, variant: variant).batch(sweeps: 200, key: Self.key) {
        _ in true
      }
      OptimiserChecks.check(result, model, reads: 64)
      #expect(result.isComplete)
      #expect(result.counts.attempts == UInt64(200 * 64 * model.spinCount))
      #expect(abs((result.reads.map(\.energy).min() ?? 0) - ground) < 1e-9)
    }
  }

  /// A glass of 200 spins: as low as long annealing, and near the known −0.76 N^{3/2}.
  @Test func spinGlass() throws {
    let model = try Self.complete(200, seed: 20) { $0.normal() }
    let unit = 200 * 200.0.squareRoot()
    for variant in SimulatedBifurcation.Variant.allCases {
      let reads = SimulatedBifurcation(model, variant: variant).batch(sweeps: 500, key: Self.key) {
        _ in true
      }.reads
      let best = (reads.map(\.energy).min() ?? 0) / unit
      // e(N) = −0.7632 + 0.70 N^{−2/3} with a spread of 0.3 N^{−3/4} over instances: −0.743 ± 0.006
      // (Boettcher, Eur. Phys. J. B 46, 501 (2005)).
      #expect(best < -0.71 && best > -0.78)
    }
  }

  @Test func reproducible() throws {
    let model = try SamplingFixtures.torus(6, real: true)
    for variant in SimulatedBifurcation.Variant.allCases {
      let method = SimulatedBifurcation(model, variant: variant, batchSize: 70)
      try OptimiserChecks.checkDeterminism(method, key: Self.key)
    }
  }

  @Test func stops() throws {
    let model = try Self.complete(60, seed: 4) { $0.normal() }
    for variant in SimulatedBifurcation.Variant.allCases {
      OptimiserChecks.checkStop(
        SimulatedBifurcation(model, variant: variant, batchSize: 130), key: Self.key)
    }
  }
}
