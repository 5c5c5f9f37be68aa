import ChipPrograms
import ExecutionRecords
import Testing
import VirtualNPU

@Suite("MiniLM on the machine", .enabled(if: MiniLM.isThere))
struct AccuracyTests {
  @Test func expectation() throws {
    let mini = try #require(MiniLM.shared)
    for (w, a, k) in [(8, 8, 4), (8, 8, 0), (10, 10, 0), (12, 12, 0), (8, 6, 4)] {
      let m = try mini.machine(Precision(weightBits: w, activationBits: a, outlierChannels: k))
      let r = try mini.accuracy(m, RunSettings(fidelity: .expectation))
      print(w, a, k, r.mean, r.minimum, r.spearman)
    }
    let m = try mini.machine(Precision(weightBits: 6, weightBlock: 64, weightRange: .leastSquares))
    let r = try mini.accuracy(m, RunSettings(fidelity: .expectation))
    print("w6 blk", r.mean, r.minimum, r.spearman)
    let m8 = try mini.machine()
    for seed in 0..<2 {
      let r = try mini.accuracy(
        m8, RunSettings(draws: .systematic, samples: 64, seed: UInt64(seed)))
      print("sys64", r.mean, r.minimum, r.spearman)
    }
    let rr = try mini.accuracy(m8, RunSettings(draws: .independent, samples: 64))
    print("iid64", rr.mean, rr.minimum, rr.spearman)
    let e = try m8.run(tokens: mini.tokens[0], settings: RunSettings())
    print(e.record.timeline.totalCycles, mini.tokens[0].count)
    for s in e.record.timeline.spans.prefix(40) {
      print(m8.program.instructions[s.instruction].name, s.startCycle, s.cycles)
    }
  }
}
