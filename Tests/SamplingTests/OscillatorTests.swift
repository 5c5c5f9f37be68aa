import Foundation
import IsingModels
import IsingTestSupport
import RandomStreams
import Sampling
import Testing

/// Oscillators against their equations, their Lyapunov function, and enumeration.
@Suite struct OscillatorTests {
  static let key = StreamKey(seed: 8, purpose: .spinUpdate, replica: 1)

  /// √(Σ_ij J_ij²/N) with fields.
  private static func unit(_ model: IsingModel) -> Double {
    var sum = model.fields.reduce(0) { $0 + $1 * $1 }
    for bond in model.bonds { sum += 2 * bond.coupling * bond.coupling }
    return (sum / Double(model.spinCount)).squareRoot()
  }

  /// L(φ) in units of the couplings.
  private static func lyapunov(_ model: IsingModel, _ turns: [Float], locking: Double) -> Double {
    let phases = turns.map { 2 * Double.pi * Double($0) }
    let unit = unit(model)
    var sum = 0.0
    for bond in model.bonds {
      sum += bond.coupling / unit * cos(phases[Int(bond.first)] - phases[Int(bond.second)])
    }
    for (field, phase) in zip(model.fields, phases) {
      sum += field / unit * cos(phase) + locking / 2 * cos(2 * phase)
    }
    return -sum
  }

  @Test func sinesAndCosines() {
    for start in stride(from: -8192, to: 8192, by: 16) {
      var turns = SIMD16<Float>()
      for lane in 0..<16 { turns[lane] = Float(start + lane) / 16384 }
      let (cosine, sine) = (PhaseFunctions.cosine(turns), PhaseFunctions.sine(turns))
      for lane in 0..<16 {
        let phase = 2 * Double.pi * Double(turns[lane])
        #expect(abs(Double(cosine[lane]) - cos(phase)) < 3e-7)
        #expect(abs(Double(sine[lane]) - sin(phase)) < 3e-7)
      }
    }
    let far = SIMD16<Float>(repeating: 3.75)
    #expect(PhaseFunctions.wrapped(far)[3] == -0.25)
    #expect(PhaseFunctions.wrapped(-far)[3] == 0.25)
  }

  @Test func stepsFollowTheEquations() throws {
    for model in try BifurcationTests.kernelModels() {
      let method = OscillatorPhases(model)
      let unit = Self.unit(model)
      let start = method.phases(after: 0, locking: 0.7, temperature: 0, key: Self.key)
      let end = method.phases(after: 3, locking: 0.7, temperature: 0, key: Self.key)
      for network in [0, 5, 30, 63] {
        var phases = start[network].map { 2 * Double.pi * Double($0) }
        for _ in 0..<3 {
          let old = phases
          for i in phases.indices {
            var force = model.fields[i] / unit * sin(old[i]) + 0.7 * sin(2 * old[i])
            for k in model.adjacency.range(of: i) {
              let j = Int(model.adjacency.neighbours[k])
              force += model.adjacency.couplings[k] / unit * sin(old[i] - old[j])
            }
            phases[i] -= method.timeStep * force
          }
        }
        for (phase, turns) in zip(phases, end[network]) {
          let turn = phase / (2 * .pi) - Double(turns)
          #expect(abs(turn - turn.rounded()) < 1e-5)
        }
      }
    }
  }

  /// Without noise L only falls; it ends at E(s) − N K_s/2 of the signs where locking is strong.
  @Test func lyapunovFunction() throws {
    for model in try BifurcationTests.kernelModels() {
      var method = OscillatorPhases(model)
      method.timeStep /= 8
      let networks = [0, 9, 40]
      var last = [Double](repeating: .infinity, count: networks.count)
      for steps in [0, 1, 2, 4, 8, 16, 32, 64, 128, 256] {
        let phases = method.phases(after: steps, locking: 5, temperature: 0, key: Self.key)
        for (place, network) in networks.enumerated() {
          let value = Self.lyapunov(model, phases[network], locking: 5)
          #expect(value < last[place] + 1e-5 * Double(model.spinCount))
          last[place] = value
        }
      }
      var locked = method
      locked.timeStep = 0.02
      let strong = 20.0
      let phases = locked.phases(after: 1000, locking: strong, temperature: 0, key: Self.key)
      // Locking beyond the couplings leaves deviations of at most max|field|/(2 K_s) from 0 and π.
      for network in networks {
        let spins: [Int8] = phases[network].map { abs($0) < 0.25 ? 1 : -1 }
        let energy = model.energy(of: spins) / Self.unit(model)
        let value = Self.lyapunov(model, phases[network], locking: strong)
        let shift = strong / 2 * Double(model.spinCount)
        #expect(value + shift <= energy + 1e-4 * shift)
      }
    }
  }

  /// Noise has the variance 2TΔt a step: free phases spread as they should.
  @Test func noise() throws {
    // Couplings of 0: the unit is 1, and nothing acts but the noise.
    let model = try IsingModel(spinCount: 200, bonds: [])
    let method = OscillatorPhases(model, timeStep: 0.01)
    let start = method.phases(after: 0, locking: 0, temperature: 0.5, key: Self.key)
    let end = method.phases(after: 16, locking: 0, temperature: 0.5, key: Self.key)
    var sum = 0.0
    var square = 0.0
    for (a, b) in zip(start.joined(), end.joined()) {
      let turn = Double(b) - Double(a)
      let phase = 2 * Double.pi * (turn - turn.rounded())
      sum += phase
      square += phase * phase
    }
    let count = Double(200 * 64)
    let variance = 2 * 0.5 * 0.01 * 16
    // A sum of 16 uniform increments has the kurtosis 3 − 1.2/16, so nearly 2σ⁴/n for the variance.
    #expect(abs(sum / count) < 4.5 * (variance / count).squareRoot())
    #expect(abs(square / count - variance) < 4.5 * variance * (2 / count).squareRoot())
  }

  @Test func groundStates() throws {
    var models = try ConformanceGraph.all().map { ($0.model, $0.exact.groundEnergy) }
    for seed in 0..<4 {
      let model = try BifurcationTests.complete(16, seed: UInt64(30 + seed)) {
        seed % 2 == 0 ? $0.normal() : BifurcationTests.sign(&$0)
      }
      models.append((model, try Enumeration(model).groundEnergy))
    }
    for (model, ground) in models {
      let result = OscillatorPhases(model).batch(sweeps: 200, key: Self.key) { _ in true }
      OptimiserChecks.check(result, model, reads: 64)
      #expect(result.isComplete)
      #expect(result.counts.attempts == UInt64(200 * 64 * model.spinCount))
      #expect(abs((result.reads.map(\.energy).min() ?? 0) - ground) < 1e-9)
    }
  }

  @Test func reproducibleAndStoppable() throws {
    let model = try SamplingFixtures.torus(6, real: true)
    try OptimiserChecks.checkDeterminism(OscillatorPhases(model, batchSize: 70), key: Self.key)
    OptimiserChecks.checkStop(OscillatorPhases(model, batchSize: 130), key: Self.key)
  }
}
