import HardwareSpecs
import Testing

/// Every way in which a description can be wrong is refused with file, line and key.
@Suite struct BadSpecTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var old: String
    var new: String
    var line: Int
    var key: String
    var found: String
    var expected: String
    var testDescription: String { name }
  }

  static let agent = "{value: 7.09, unit: fJ, low: 5, high: 10, confidence: medium, source: test}"
  static let agentKey = "prices.agent_update"

  static let cases: [Case] = [
    .init(
      name: "wrong dimension", old: "7.09, unit: fJ", new: "7.09, unit: W", line: 21,
      key: "prices.agent_update.unit", found: "`W`, which is a power (W)",
      expected: "an energy (J)"),
    .init(
      name: "unknown unit", old: "7.09, unit: fJ", new: "7.09, unit: parsec", line: 21,
      key: "prices.agent_update.unit", found: "the unknown unit `parsec`",
      expected: "an energy (J)"),
    .init(
      name: "missing unit", old: "7.09, unit: fJ", new: "7.09", line: 21,
      key: "prices.agent_update.unit", found: "nothing", expected: "text"),
    .init(
      name: "missing source", old: agent,
      new: "{value: 7.09, unit: fJ, low: 5, high: 10, confidence: medium}", line: 21,
      key: "prices.agent_update.source", found: "nothing", expected: "text"),
    .init(
      name: "empty source", old: "confidence: medium, source: test",
      new: "confidence: medium, source: \"  \"", line: 21, key: "prices.agent_update.source",
      found: "`  `", expected: "text that is not empty"),
    .init(
      name: "missing band", old: "low: 5, high: 10", new: "high: 10", line: 21,
      key: "prices.agent_update.low", found: "nothing", expected: "a number"),
    .init(
      name: "unknown confidence", old: "confidence: medium", new: "confidence: certain", line: 21,
      key: "prices.agent_update.confidence", found: "`certain`",
      expected: "one of high, medium, low, derived, assumption"),
    .init(
      name: "negative price", old: "low: 5, high: 10", new: "low: -5, high: 10", line: 21,
      key: "prices.agent_update.low", found: "-5", expected: "a number at least 0"),
    .init(
      name: "low above value", old: "low: 5, high: 10", new: "low: 8, high: 10", line: 21,
      key: agentKey, found: "low 8, value 7.09, high 10", expected: "low ≤ value ≤ high"),
    .init(
      name: "value above high", old: "low: 5, high: 10", new: "low: 5, high: 6", line: 21,
      key: agentKey, found: "low 5, value 7.09, high 6", expected: "low ≤ value ≤ high"),
    .init(
      name: "not a number", old: "value: 7.09", new: "value: .nan", line: 21,
      key: "prices.agent_update.value", found: "`.nan`", expected: "a finite number"),
    .init(
      name: "infinite in SI units", old: "value: 2, unit: GHz", new: "value: 1e308, unit: PHz",
      line: 15, key: "timing.clock.value", found: "inf PHz",
      expected: "zero or a magnitude of 1e-40 to 1e+40 in SI units"),
    .init(
      name: "zero in SI units", old: "value: 7.09, unit: fJ, low: 5",
      new: "value: 7.09, unit: fJ, low: 1e-320", line: 21, key: "prices.agent_update.low",
      found: "0 J", expected: "zero or a magnitude of 1e-40 to 1e+40 in SI units"),
    .init(
      name: "clock too fast for the gates", old: "value: 2, unit: GHz", new: "value: 2, unit: PHz",
      line: 15, key: "timing.gate_rate", found: "a firing takes 2000000 cycles of the clock",
      expected: "at most 1000000"),
    .init(
      name: "slow link", old: "value: 8, unit: GB/s", new: "value: 100, unit: bit/s", line: 19,
      key: "memory.host_bandwidth", found: "a bit takes 20000000 cycles of the clock",
      expected: "at most 1000000"),
    .init(
      name: "race that hardly draws", old: "value: 0.02", new: "value: 1e-8", line: 16,
      key: "timing.race_load",
      found: "arbitration / race_load takes 10000000 cycles of the clock",
      expected: "at most 1000000"),
    .init(
      name: "infinite", old: "high: 10", new: "high: .inf", line: 21,
      key: "prices.agent_update.high", found: "`.inf`", expected: "a finite number"),
    .init(
      name: "text for a number", old: "value: 7.09", new: "value: some", line: 21,
      key: "prices.agent_update.value", found: "`some`", expected: "a finite number"),
    .init(
      name: "quoted number", old: "value: 7.09", new: "value: \"7.09\"", line: 21,
      key: "prices.agent_update.value", found: "`7.09`", expected: "a finite number"),
    .init(
      name: "list for a figure", old: agent, new: "[1, 2]", line: 21, key: agentKey,
      found: "a list", expected: "a figure {value, source, …}"),
    .init(
      name: "bare number for a figure", old: agent, new: "7.09", line: 21, key: agentKey,
      found: "`7.09`", expected: "a figure {value, source, …}"),
    .init(
      name: "unknown action", old: "agent_update:", new: "agent_updates:", line: 21,
      key: "prices.agent_updates", found: "an unknown key", expected: "one of adc_conversion"),
    .init(
      name: "unknown section", old: "static_power:", new: "statics:", line: 29, key: "statics",
      found: "an unknown key", expected: "one of claimed_power"),
    .init(
      name: "unknown field of a figure", old: "value: 7.09", new: "vlaue: 1, value: 7.09",
      line: 21, key: "prices.agent_update.vlaue", found: "an unknown key",
      expected: "one of confidence, evidence, high, low, source, unit, value"),
    .init(
      name: "negative capacity", old: "on_chip: {value: 1,", new: "on_chip: {value: -1,",
      line: 18, key: "memory.on_chip.value", found: "-1", expected: "a number at least 0"),
    .init(
      name: "more memory than integers hold", old: "on_chip: {value: 1, unit: MB",
      new: "on_chip: {value: 1e17, unit: PB", line: 18, key: "memory.on_chip", found: "8",
      expected: "at most 1 Tbit"),
    .init(
      name: "more couplings than integers hold", old: "linear_tiles: {value: 2,",
      new: "linear_tiles: {value: 1000000000,", line: 5, key: "geometry.linear_tiles",
      found: "8 Tbit of couplings", expected: "at most 1 Tbit"),
    .init(
      name: "fractional count", old: "linear_tiles: {value: 2,", new: "linear_tiles: {value: 2.5,",
      line: 5, key: "geometry.linear_tiles", found: "2.5", expected: "a whole number"),
    .init(
      name: "count too large", old: "coupling_bits: {value: 8,", new: "coupling_bits: {value: 80,",
      line: 12, key: "geometry.coupling_bits.value", found: "80",
      expected: "a number at least 1 and at most 32"),
    .init(
      name: "load above one", old: "race_load: {value: 0.02,", new: "race_load: {value: 1.5,",
      line: 16, key: "timing.race_load.value", found: "1.5",
      expected: "a number above 0 and at most 1"),
    .init(
      name: "escape sequence", old: "name: sample", new: "name: \"a\\e[31mb\"", line: 2,
      key: "name",
      found: "text with control characters", expected: "plain text"),
    .init(
      name: "missing geometry key", old: "  race_tiles: {value: 1, source: test}\n", new: "",
      line: 5, key: "geometry.race_tiles", found: "nothing", expected: "a figure"),
    .init(
      name: "wrong format", old: "ising-npu-chip/1", new: "ising-npu-chip/9", line: 1,
      key: "format", found: "`ising-npu-chip/9`", expected: "`ising-npu-chip/1`"),
    .init(
      name: "duplicate key", old: "  race_load: {value: 0.02, source: test}",
      new: "  clock: {value: 3, unit: GHz, source: test}", line: 15, key: "file",
      found: "the key `clock` twice", expected: "valid YAML"),
    .init(
      name: "broken syntax", old: "summary: a chip for tests", new: "summary: [a, chip", line: 4,
      key: "file", found: "", expected: "valid YAML"),
    .init(
      name: "alias", old: "linear_tiles: {value: 2, source: test}", new: "linear_tiles: *x",
      line: 5, key: "file", found: "the YAML anchor or alias `*x`", expected: "plain values"),
  ]

  @Test(arguments: cases) func isRefused(_ bad: Case) throws {
    let problems = SpecSample.problems(SpecSample.chip(replacing: bad.old, with: bad.new))
    let problem = try #require(
      problems.first { $0.key == bad.key && $0.line == bad.line },
      "no problem with \(bad.key) in line \(bad.line): \(problems)")
    #expect(problem.file == "t.yaml")
    #expect(problem.found.hasPrefix(bad.found))
    #expect(problem.expected.hasPrefix(bad.expected))
    #expect(
      problem.description
        == "t.yaml:\(bad.line): \(bad.key): found \(problem.found), expected \(problem.expected)")
  }

  @Test func theSampleIsSound() {
    #expect(SpecSample.problems(Array(SpecSample.chip.utf8)).isEmpty)
  }

  @Test func allProblemsAreReportedAtOnceInOrder() {
    var text = SpecSample.chip
    text = text.components(separatedBy: "7.09, unit: fJ").joined(separator: "-1, unit: W")
    text = text.components(separatedBy: "linear_tiles: {value: 2,").joined(
      separator: "linear_tiles: {value: x,")
    text += "extra: 1\n"
    let lines = SpecSample.problems(Array(text.utf8)).map(\.line)
    #expect(lines == [5, 21, 31])
  }

  @Test func aByteOrderMarkIsNoPartOfTheText() {
    #expect(SpecSample.problems([0xEF, 0xBB, 0xBF] + Array(SpecSample.chip.utf8)).isEmpty)
  }

  @Test func notUTF8() {
    #expect(SpecSample.problems([0xff, 0xfe, 0x00]).first?.found == "bytes that are not UTF-8")
  }

  @Test func emptyAndScalarDocuments() {
    #expect(SpecSample.problems([]).first?.found == "an empty document")
    #expect(SpecSample.problems(Array("5".utf8)).first?.expected == "a mapping")
  }

  @Test func oversizedFile() {
    let bytes = [UInt8](repeating: UInt8(ascii: "#"), count: 1_000_001)
    #expect(SpecSample.problems(bytes).first?.expected == "at most 1000000 bytes")
  }

  /// Ten nested levels of ten aliases, used as a key: would be 10¹⁰ nodes to hash.
  @Test func aliasBombIsRefusedQuickly() {
    var text = "a0: &a0 [x]\n"
    for level in 1..<11 {
      let references = [String](repeating: "*a\(level - 1)", count: 10).joined(separator: ",")
      text += "a\(level): &a\(level) [\(references)]\n"
    }
    text += "? *a10\n: 1\n"
    #expect(SpecSample.problems(Array(text.utf8)).first?.found.contains("anchor or alias") == true)
  }

  @Test(arguments: ["[", "{a: ", "- ", "? "]) func deepNestingIsRefused(_ opener: String) {
    let text = String(repeating: opener, count: 200_000)
    #expect(SpecSample.problems(Array(text.utf8)).isEmpty == false)
  }

  @Test func aSparseFabricNeedsItsFanIn() {
    let text = SpecSample.chip + "fabric: {kind: sparse}\n"
    let problems = SpecSample.problems(Array(text.utf8))
    #expect(problems.map(\.key) == ["fabric.maximum_fan_in"])
  }
}
