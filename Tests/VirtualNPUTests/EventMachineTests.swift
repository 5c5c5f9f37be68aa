import ChipPrograms
import ExecutionRecords
import HardwareSpecs
import LatticeCompiler
import Testing
import VirtualNPU

@Suite("Fidelity event")
struct EventMachineTests {
  @Test func scratch() throws {
    for draws in [Draws.systematic, .independent] {
      for (n, samples) in [(6, 64), (20, 64), (20, 16)] {
        let model = TinyModel(hidden: 32, heads: 4, keyValueHeads: 4, layers: 2, inner: 64, positions: 20)
        for lanes in [1 << 20, 64, 16, 8] {
          let machine = try Bench.machine(model) { $0.geometry.digitalLanes = lanes }
          let tokens = (0..<n).map { $0 % 12 }
          func cycles(_ fidelity: Fidelity, _ seed: UInt64) throws -> Double {
            Double(
              try machine.run(
                tokens: tokens, settings: RunSettings(fidelity: fidelity, draws: draws, samples: samples, seed: seed)
              ).record.timeline.totalCycles)
          }
          func mean(_ fidelity: Fidelity) throws -> Double {
            try (0..<10).reduce(0.0) { $0 + (try cycles(fidelity, UInt64($1))) } / 10
          }
          let (e, s, x) = (try mean(.event), try mean(.sampled), try mean(.expectation))
          print(draws, n, samples, lanes, "event", e, "sampled", s, "expectation", x, "e/s", e / s, "e/x", e / x)
        }
      }
    }
  }
}
