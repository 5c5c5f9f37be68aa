import Foundation
import HardwareSpecs
import IsingTestSupport
import Testing

// The examples see what a program outside this package sees: this target has no package access.
@Suite struct LibraryExampleTests {
  @Test(.enabled(if: ModelFolder.url != nil)) func aSentenceRunsOnTheChip() throws {
    let folder = try #require(ModelFolder.url).path
    let (output, energy_J) = try encode("Water boils at a hundred degrees.", model: folder)
    // The model ends with a division by the norm.
    let norm = output.reduce(0) { $0 + Double($1) * Double($1) }
    #expect(output.count == 384 && abs(norm - 1) < 1e-5)
    let energy = try #require(energy_J)
    #expect(energy.low < energy.nominal && energy.nominal < energy.high)
  }

  /// Against the sum over all eight states, within four standard errors of batch means: 20 batches of 500
  /// sweeps, long beside the relaxation of three spins at β = 0.5.
  @Test func agentsObeyTheGateAsOftenAsBoltzmannSays() throws {
    let reads = try readsOfAndGate(seed: 7)
    #expect(try reads == readsOfAndGate(seed: 7) && reads != readsOfAndGate(seed: 8))
    var (obeying, all) = (0.0, 0.0)
    for state in 0..<8 {
      let (a, b, y) = (spin(state, 0), spin(state, 1), spin(state, 2))
      let energy = a * b - 2 * a * y - 2 * b * y - a - b + 2 * y
      let weight = exp(-0.5 * energy)
      all += weight
      if (a > 0 && b > 0) == (y > 0) { obeying += weight }
    }
    let batches = stride(from: 0, to: reads.count, by: 250).map { start in
      Double(reads[start..<(start + 250)].count { $0 }) / 250
    }
    let mean = batches.reduce(0, +) / Double(batches.count)
    let squares = batches.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let error = (squares / Double(batches.count * (batches.count - 1))).squareRoot()
    #expect(abs(mean - obeying / all) < 4 * error, "\(mean) ± \(error), exactly \(obeying / all)")
    #expect(error < 0.01)
  }

  private func spin(_ state: Int, _ place: Int) -> Double { state >> place & 1 == 1 ? 1 : -1 }

  /// The guide to the library shows these very files.
  @Test func theGuideShowsTheExamples() throws {
    let root = ModelFolder.packageRoot
    let guide = try String(
      contentsOf: root.appendingPathComponent("docs/library.md"), encoding: .utf8)
    for name in ["EncoderExample", "AgentsExample"] {
      let file = root.appendingPathComponent("Tests/LibraryExampleTests/\(name).swift")
      let code = try String(contentsOf: file, encoding: .utf8)
      #expect(guide.contains("```swift\n\(code)```"), "\(name)")
    }
  }
}
