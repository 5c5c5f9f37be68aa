import ChipPrograms
import IsingTestSupport
import Testing
import VirtualChip

/// The chip's embeddings of twelve sentences against a float64 reference of the model.
///
/// Bounds are those that the mapping must reach; measured values stand beside them.
@Suite("MiniLM on the machine", .enabled(if: MiniLM.isThere, "run make model first"))
struct AccuracyTests {
  @Test("8 bits, exact expectation")
  func eightBits() throws {
    let mini = try #require(MiniLM.shared)
    let found = try mini.accuracy(mini.machine(), RunSettings(fidelity: .expectation))
    // Found: 0.9994, 0.9978.
    #expect(found.mean >= 0.997 && found.minimum >= 0.99, "\(found)")
  }

  @Test("10 bits, exact expectation")
  func tenBits() throws {
    let mini = try #require(MiniLM.shared)
    let found = try mini.accuracy(
      mini.machine(Precision(weightBits: 10, activationBits: 10)),
      RunSettings(fidelity: .expectation))
    #expect(found.mean >= 0.9998, "\(found)")
  }

  @Test("64 firings of regular clocks")
  func systematic() throws {
    let mini = try #require(MiniLM.shared)
    let found = try mini.accuracy(
      mini.machine(), RunSettings(draws: .systematic, samples: 64))
    // Found: 0.9976, 0.9951, 0.9947.
    #expect(found.mean >= 0.9965 && found.minimum >= 0.985, "\(found)")
    #expect(found.spearman >= 0.985, "\(found)")
  }

  @Test("256 independent draws")
  func independent() throws {
    let mini = try #require(MiniLM.shared)
    let found = try mini.accuracy(mini.machine(), RunSettings(samples: 256))
    // Found: 0.9942, 0.9797.
    #expect(found.mean >= 0.9925 && found.minimum >= 0.975, "\(found)")
  }

  @Test("draws average to the expectation: the squared error of one layer falls as 1/S")
  func convergence() throws {
    let machine = try Bench.machine(TinyModel(hidden: 16, heads: 2, keyValueHeads: 2, inner: 32))
    let tokens = [1, 5, 3, 8]
    let exact = try machine.run(tokens: tokens, settings: RunSettings(fidelity: .expectation))
      .output
    func error(_ samples: Int) throws -> Double {
      var sum = 0.0
      for seed in 0..<300 {
        let output = try machine.run(
          tokens: tokens, settings: RunSettings(samples: samples, seed: UInt64(seed))
        ).output
        for (a, b) in zip(output, exact) { sum += Double((a - b) * (a - b)) }
      }
      return sum / 300
    }
    // Quantisation of the sampled values adds to both; 300 runs know each error to about 10 %.
    let ratio = try error(100) / error(1600)
    #expect(ratio > 10 && ratio < 20, "\(ratio)")
  }
}
