import ExecutionRecords
import HardwareSpecs
import Testing

/// `spec new`: what it writes is sound, says what the base says, and leaves no key out.
@Suite struct ChipTemplateTests {
  static let chips = SpecLibrary.entries.filter { $0.kind == .chip }.map(\.name)

  @Test(arguments: chips) func equalsItsBaseInEveryFigure(_ base: String) throws {
    let text = try SpecLibrary.newChip(name: "mine", from: base, file: "mine.yaml")
    var new = try SpecLibrary.chip(yaml: Array(text.utf8), file: "mine.yaml")
    let old = try SpecLibrary.chip(base)
    #expect(new.name == "mine" && new.hash != old.hash)
    new.name = old.name
    new.summary = old.summary
    new.hash = old.hash
    #expect(Self.withoutLines(new) == Self.withoutLines(old))
    let rows = try SpecLibrary.listing(yaml: Array(text.utf8), file: "mine.yaml").rows
    let baseRows = try SpecLibrary.listing(base).rows
    #expect(
      Set(rows.map { "\($0.section) \($0.key) \($0.text) \($0.source)" }).symmetricDifference(
        baseRows.map { "\($0.section) \($0.key) \($0.text) \($0.source)" }
      ).filter { !$0.hasPrefix("fabric kind") } == [])
  }

  private static func withoutLines(_ chip: ChipSpec) -> ChipSpec {
    var chip = chip
    for key in chip.prices.keys { chip.prices[key]?.line = nil }
    for index in chip.staticPower.indices { chip.staticPower[index].power_W.line = nil }
    chip.claimedPower_W?.line = nil
    return chip
  }

  /// Fails when a key is added to the reader and not to the template.
  @Test func mentionsEveryKeyTheReaderAsksFor() throws {
    let converter =
      "  read_out: {kind: converter, bits: {value: 8, source: t}, "
      + "columns_per_converter: {value: 4, source: t}}\n"
    let yaml =
      SpecSample.chip.replacing("timing:\n", with: "timing:\n" + converter)
      + "fabric: {kind: crossbar}\n"
    let fields: Set = ["value", "unit", "source", "low", "high", "confidence", "evidence"]
    let keys = try SpecLibrary.chipKeys(yaml: Array(yaml.utf8)).filter { path in
      let parts = path.split(separator: ".")
      // Fields of figures, and the names that the sample chose.
      return !fields.contains(String(parts[parts.count - 1])) && parts[0] != "static_power"
    }
    #expect(keys.count > 60)
    let text = try SpecLibrary.newChip(
      name: "mine", from: "digital-pbit-22nm", file: "mine.yaml")
    for key in keys {
      let name = key.split(separator: ".").last ?? ""
      let isThere =
        text.contains("\n\(name):") || text.contains(" \(name):") || text.contains(" \(name) (")
      #expect(isThere, "spec new does not mention \(key): see ChipKey")
    }
  }

  /// Every line that states a default or an example is legal once its `#` is taken away.
  @Test func commentedFiguresAreLegal() throws {
    let text = try SpecLibrary.newChip(name: "mine", from: "extropic-z1", file: "mine.yaml")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let isFigure = line.contains(/^ *# +[a-z_]+: \{/) || line.contains(/^# [a-z_]+:$/)
      // A table needs its file.
      guard isFigure, !line.contains("# table:") else { return String(line) }
      return String(
        line.replacing("#   ", with: "  ", maxReplacements: 1).replacing(
          "# ", with: "", maxReplacements: 1))
    }
    let chip = try SpecLibrary.chip(
      yaml: Array(lines.joined(separator: "\n").utf8), file: "mine.yaml")
    #expect(chip.prices.count == Action.allCases.count)
    #expect(chip.devices.fieldBits == 8 && chip.devices.tableGain == 0.851)
    #expect(chip.devices.converterFullScale == 128)
    #expect(chip.staticPower.map(\.name) == ["leakage"] && chip.claimedPower_W?.nominal == 5)
    // Those of keys with a default state the default.
    let base = try SpecLibrary.chip("extropic-z1")
    #expect(chip.timing == base.timing)
    var devices = chip.devices
    devices.fieldBits = nil
    devices.tableGain = nil
    devices.converterFullScale = nil
    #expect(devices == base.devices)
  }

  /// A price that is left out follows from the technology, where there is one; its figure in the template is
  /// no default, and says so. Whatever has a default has no example.
  @Test func pricesHaveExamplesAndNoDefaults() throws {
    for (base, words) in [
      ("digital-pbit-22nm", "(energy; follows from the technology)"),
      ("extropic-z1", "(energy; without it, energy that needs it is unknown)"),
    ] {
      let hasTechnology = try SpecLibrary.chip(base).technology.figures != nil
      #expect(hasTechnology == words.contains("follows"))
      let lines = try SpecLibrary.newChip(name: "mine", from: base, file: "mine.yaml")
        .split(separator: "\n")
      for action in Action.allCases {
        let own = lines.filter { $0.hasPrefix("  # \(action.rawValue): ") }
        #expect(own.first?.hasSuffix(words) == true, "\(base), \(action)")
        #expect(own.dropFirst().allSatisfy { $0.contains("source: \"an example: …\"") })
      }
      let retention = try #require(lines.first { $0.hasPrefix("  # retention: {") })
      #expect(!retention.contains("example"))
    }
  }

  @Test func figuresOfOnesOwn() throws {
    let changes = [
      "timing.clock": "2 GHz", "prices.agent_update": "1.5 fJ", "devices.delay_law": "exponential",
      "timing.norm_method": "two_passes", "geometry.lattice_agents": "64",
    ].mapValues { SpecChange($0) }
    let text = try SpecLibrary.newChip(
      name: "mine", from: "extropic-z1", changes: changes.compactMapValues { $0 },
      file: "mine.yaml")
    let chip = try SpecLibrary.chip(yaml: Array(text.utf8), file: "mine.yaml")
    #expect(chip.timing.clock_Hz == 2e9 && chip.timing.normMethod == .twoPasses)
    #expect(abs((chip.prices[.agentUpdate]?.band.high ?? 0) / 1.5e-15 - 1) < 1e-15)
    #expect(chip.devices.delayLaw == .exponential && chip.geometry.latticeAgents == 64)
  }

  @Test(arguments: [
    ("timing.clok", "2 GHz", "timing.clok"), ("timing.clock", "2 GJ", "timing.clock.unit"),
    ("timing.clock", "-2 GHz", "timing.clock.value"),
    ("devices.delay_law", "slow", "devices.delay_law.value"),
    ("devices.table", "no-such.csv", "file"),
  ])
  func badChangesNameTheirKey(_ key: String, _ value: String, _ expected: String) throws {
    let change = try #require(SpecChange(value))
    let error = try #require(throws: SpecError.self) {
      try SpecLibrary.newChip(
        name: "mine", from: "digital-pbit-22nm", changes: [key: change], file: "mine.yaml")
    }
    #expect(error.problems.map(\.key) == [expected])
  }

  @Test(arguments: ["", " ", "1 2 3", "2 parsec", "word unit", "\u{1b}[31m"])
  func noFigures(_ text: String) { #expect(SpecChange(text) == nil) }
}
