import IsingModels
import IsingTestSupport
import RandomStreams
import SampleStatistics
import Sampling
import Testing

@Suite struct ClusterTests {
  private let key = StreamKey(seed: 8, purpose: .spinUpdate)

  @Test func improvedEstimatorsOfTheFerromagnet() throws {
    let model = try SamplingFixtures.torus(4, real: false)
    let exact = try Enumeration(model).mean(beta: 0.4) {
      let sum = Double(2 * $0.nonzeroBitCount - 16)
      return sum * sum
    }
    var wolff = WolffSampler(model, beta: 0.4, spins: Array(repeating: 1, count: 16), key: key)
    var sw = SwendsenWangSampler(
      model, beta: 0.4, spins: Array(repeating: 1, count: 16), key: key)
    wolff.advance(sweeps: 100)
    sw.advance(sweeps: 100)
    var found: [[Double]] = [[], [], []]
    // Blocks of 400 updates are independent: both dynamics forget within a few.
    for _ in 0..<50 {
      wolff.resetStatistics()
      sw.resetStatistics()
      wolff.advance(sweeps: 400)
      sw.advance(sweeps: 400)
      found[0].append(wolff.statistics.meanSquareMagnetisation)
      found[1].append(sw.statistics.meanSquareMagnetisation)
      // N⟨m²⟩ is the mean size of Wolff's clusters.
      found[2].append(16 * wolff.statistics.meanSize)
    }
    for values in found {
      let summary = try SampleSummary(values)
      let verdict = compare(summary.mean, with: exact, standardError: summary.standardError)
      #expect(verdict.passed, "\(verdict)")
    }
  }

  @Test func improvedEstimatorWithMixedSignsAndFields() throws {
    let graph = try #require(try ConformanceGraph.all().first { $0.name.contains("±1/2") })
    let exact = try Enumeration(graph.model).mean(beta: 0.3) {
      let sum = Double(2 * $0.nonzeroBitCount - 16)
      return sum * sum
    }
    var sw = SwendsenWangSampler(
      graph.model, beta: 0.3, spins: Array(repeating: 1, count: 16), key: key)
    sw.advance(sweeps: 200)
    var found: [Double] = []
    for _ in 0..<50 {
      sw.resetStatistics()
      sw.advance(sweeps: 400)
      found.append(sw.statistics.meanSquareMagnetisation)
    }
    let summary = try SampleSummary(found)
    let verdict = compare(summary.mean, with: exact, standardError: summary.standardError)
    #expect(verdict.passed, "\(verdict)")
  }

  @Test func calibratedSweepsVisitAboutEachSpinOnce() throws {
    let model = try SamplingFixtures.torus(16, real: false)
    var wolff = WolffSampler(model, beta: 0.3, spins: Array(repeating: 1, count: 256), key: key)
    wolff.calibrate(clusters: 2000)
    let before = wolff.counts.attempts
    wolff.advance(sweeps: 1000)
    let visited = Double(wolff.counts.attempts - before) / 256_000
    #expect(visited > 0.8 && visited < 1.25, "\(visited) visits of a spin and sweep")
    #expect(wolff.clustersPerSweep > 5)
  }

  @Test func frozenAndFree() throws {
    let model = try SamplingFixtures.torus(4, real: false)
    var cold = SwendsenWangSampler(
      model, beta: 50, spins: Array(repeating: 1, count: 16), key: key)
    cold.advance(sweeps: 10)
    #expect(cold.statistics.meanSize == 16)
    var hot = SwendsenWangSampler(model, beta: 0, spins: Array(repeating: 1, count: 16), key: key)
    hot.advance(sweeps: 10)
    #expect(hot.statistics.meanSize == 1)
  }
}
