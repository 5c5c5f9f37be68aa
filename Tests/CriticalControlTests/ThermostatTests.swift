import CriticalControl
import RandomStreams
import Testing

@Suite("The thermostat of a head")
struct ThermostatTests {
  @Test("a gap is the least-squares line in ln N") func fit() throws {
    // numpy.polyfit(log([12, 20, 33, 50]), log(N) - [1.9, 2.2, 2.6, 2.7], 1), and the root of the residuals' squares / 2.
    let gap = try #require(
      EntropyGap([(12, 1.9), (20, 2.2), (33, 2.6), (50, 2.7)].map { (keys: $0.0, entropy: $0.1) }))
    #expect(close(gap.slope, 0.410319981291456, 1e-9))
    #expect(close(gap.constant, -0.4498785734649189, 1e-9))
    #expect(close(gap.band, 0.07587370632581204, 1e-9))
    #expect(EntropyGap([(keys: 12, entropy: 1), (keys: 13, entropy: 1)]) == nil)
    // One length: a constant.
    let flat = try #require(
      EntropyGap([(keys: 12, entropy: 1.0), (keys: 12, entropy: 1.2), (keys: 12, entropy: 1.4)]))
    #expect(flat.slope == 0 && close(flat.target(keys: 12), 1.2, 1e-12))
    #expect(close(flat.band, 0.2, 1e-12))
  }

  @Test("no target lies beyond what N keys can have") func targets() {
    let gap = EntropyGap(constant: 1.1, slope: 0, band: 0.1)
    #expect(gap.target(keys: 1) == 0 && gap.target(keys: 3) == 0)
    #expect(close(gap.target(keys: 64), 4.1588830833596715 - 1.1, 1e-12))
    #expect(EntropyGap(constant: -1, slope: 0, band: 0).target(keys: 8) <= 2.0794415416798357)
  }

  @Test("counts tell entropy and heat capacity without β") func capacity() throws {
    // Three of four draws on one key: H = ln 4 − ¾ ln 3, and Var[ln p] = 3/16 ln² 3.
    var shares = CountReading()
    shares.add(shares: [0.75, 0.25])
    let reading = try #require(shares.reading(at: 0.5))
    #expect(close(reading.entropy, 0.5623351446188083, 1e-12))
    #expect(close(reading.scoreVariance, 4 * 0.22630293015235914, 1e-9))
    var counts = CountReading()
    counts.add(counts: [3, 1], by: .plugIn)
    #expect(counts.reading(at: 0.5) == reading)
    #expect(CountReading().reading(at: 1) == nil)
  }

  /// Rows of normal scores under a gain that the thermostat is not told: it ends within the band, wherever it starts, in
  /// as many readings as a chip allows.
  @Test(
    "every gain from a quarter to four reaches the band",
    arguments: [0.27, 0.5, 0.8, 1.0, 1.6, 3.7])
  func reaches(gain: Double) throws {
    var stream = RandomStream(StreamKey(seed: 5, purpose: .testInput), site: 0)
    let rows = (0..<20).map { _ in (0..<24).map { _ in 1.4 * stream.normal() } }
    func reading(_ factor: Double) throws -> EntropyReading {
      var all = CountReading()
      for row in rows {
        let weights = row.map { DeterministicFunctions.exp(gain * factor * $0) }
        let sum = weights.reduce(0, +)
        all.add(shares: weights.map { $0 / sum })
      }
      return try #require(all.reading(at: 0.2 * factor))
    }
    let healthy = try reading(1 / gain).entropy
    let gap = EntropyGap(constant: 3.1780538303479458 - healthy, slope: 0, band: 0.1)
    var head = HeadThermostat(
      gap, keys: 24, beta: 0.2, law: .corrected,
      converter: BetaConverter(bits: 8, range: 4))
    var readings = 0
    while !head.isSettled, readings < 8 {
      head.update(try reading(head.factor))
      readings += 1
    }
    #expect(head.isSettled)
    #expect(abs(try reading(head.factor).entropy - healthy) <= 0.1)
    // What was inside is left alone.
    if gain == 1 { #expect(head.factor == 1 && readings == 1) }
  }

  @Test("a β converter has even steps within its range") func converter() {
    let converter = BetaConverter(bits: 4, range: 3)
    #expect(converter.nearest(1.05) == 1 && converter.nearest(50) == 3)
    #expect(converter.nearest(-1) == 0.4 && converter.nearest(.nan) == 1)
  }
}

@Suite("Trim by counts")
struct TrimTests {
  /// Without noise every offset within the range ends within half a step.
  @Test("successive approximation finds an offset", arguments: 1...8) func bits(_ bits: Int) {
    let range = 3.0
    for offset in [-2.99, -1.4, -0.01, 0.3, 2.2] {
      var trim = BiasTrim(bits: bits, range: range)
      while let trial = trim.trial {
        trim.compare(firings: offset > trial ? 11 : 9, reference: 10)
      }
      #expect(abs(offset - trim.setting) <= range / Double(1 << bits))
    }
  }

  /// 4000 gains of 512 draws: the mean of ĝ is g to O(1/n), the deviation √(1/n₁ + 1/n₂)/βΔs. With n₂ = 61 the second
  /// order adds 1/(2 n₂) = 1 %, and 4000 estimates of a deviation err by 1.1 %: 5 % is three of them beyond the bias.
  @Test func gain() {
    let law = GainTrim()
    var stream = RandomStream(StreamKey(seed: 2, purpose: .testInput), site: 0)
    let share = 1 / (1 + DeterministicFunctions.exp(-2.0))
    let gains = (0..<4000).map { _ in
      let first = stream.binomial(trials: 512, probability: share)
      return law.gain(first: first, second: 512 - first)
    }
    let mean = gains.reduce(0, +) / 4000
    let deviation = (gains.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 3999).squareRoot()
    let stated = law.deviation(draws: 512, gain: 1)
    #expect(abs(mean - 1) < 4 * stated / 4000.0.squareRoot() + 0.002)
    #expect(abs(deviation / stated - 1) < 0.05)
    #expect(law.gain(first: 0, second: 100) > 0)
  }
}
