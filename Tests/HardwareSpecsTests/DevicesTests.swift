import ExecutionRecords
import HardwareSpecs
import Testing

/// The section `devices` and the keys of lattice tiles and links.
@Suite struct DevicesTests {
  static func chip(_ devices: String, lattice: String = "", timing: String = "") -> [UInt8] {
    let head = SpecSample.chip.replacing(
      "  activation_bits: {value: 6, source: test}\n",
      with: "  activation_bits: {value: 6, source: test}\n\(lattice)"
    ).replacing(
      "  race_load: {value: 0.02, source: test}\n",
      with: "  race_load: {value: 0.02, source: test}\n\(timing)")
    return Array((head + devices).utf8)
  }

  @Test func withoutTheSectionDevicesAreIdeal() throws {
    let chip = try SpecLibrary.chip(yaml: Self.chip(""), file: "t.yaml")
    #expect(chip.devices == ChipDevices())
    #expect(chip.devices.areIdeal)
    #expect(chip.geometry.latticeAgents == 0 && chip.timing.creditFlits == 4)
  }

  @Test func everyKeyIsRead() throws {
    let yaml = Self.chip(
      """
      devices:
        retention: {value: 5, unit: ns, source: a}
        field_noise: {value: 0.1, source: b}
        offset_variation: {value: 0.2, source: c}
        rate_variation: {value: 0.3, source: d}
        coupling_variation: {value: 0.04, source: e}
        temperature_error: {value: 0.05, source: f}
        drift: {value: -6, unit: 1/ms, source: g}
        stuck_fraction: {value: 0.01, source: h}
        converter_noise: {value: 0.7, source: i}
        coupling_delay: {value: 8, unit: ps, source: j}
        delay_law: {value: exponential, source: k}
        field_bits: {value: 9, source: l}
        field_range: {value: 10, source: m}
        table_gain: {value: 0.5, source: n}

      """,
      lattice: "  lattice_agents: {value: 100, source: test}\n",
      timing: """
          lattice_rate: {value: 3, unit: GHz, source: test}
          credit_flits: {value: 7, source: test}

        """)
    let chip = try SpecLibrary.chip(yaml: yaml, file: "t.yaml")
    var expected = ChipDevices()
    expected.retention_s = 5e-9
    expected.fieldNoise = 0.1
    expected.offsetVariation = 0.2
    expected.rateVariation = 0.3
    expected.couplingVariation = 0.04
    expected.temperatureError = 0.05
    expected.drift_perSecond = -6000
    expected.stuckFraction = 0.01
    expected.converterNoise = 0.7
    expected.couplingDelay_s = 8e-12
    expected.delayLaw = .exponential
    expected.fieldBits = 9
    expected.fieldRange = 10
    expected.tableGain = 0.5
    // Prefixes are powers of ten, which float64 rounds.
    #expect(abs(chip.devices.retention_s / 5e-9 - 1) < 1e-15)
    expected.retention_s = chip.devices.retention_s
    #expect(abs(chip.devices.couplingDelay_s / 8e-12 - 1) < 1e-15)
    expected.couplingDelay_s = chip.devices.couplingDelay_s
    #expect(chip.devices == expected)
    #expect(!chip.devices.areIdeal)
    #expect(chip.geometry.latticeAgents == 100)
    #expect(chip.timing.latticeRate_Hz == 3e9 && chip.timing.creditFlits == 7)
    let law = chip.devices.law
    #expect(law.betaFactor(at: 1e-5) == 0.94 && law.betaFactor(at: 1) == 0.01)
    #expect(law.hasMemory && law.retention_s(atField: 1) == chip.devices.retention_s)
    #expect(law.gainedOffset(at: 1) == 0 && law.upProbability(field: 0) == nil)
    // λτ = 3 GHz · 8 ps; 1 / (1 + 2 · 3 GHz · 5 ns).
    #expect(abs(chip.latticeDelay - 0.024) < 1e-15)
    #expect(abs(chip.independentShare(rate_Hz: 3e9) - 1.0 / 31) < 1e-15)
  }

  @Test func theListingNamesSourcesAndDefaults() throws {
    let yaml = Self.chip("devices:\n  retention: {value: 5, unit: ns, source: measured}\n")
    let rows = try SpecLibrary.listing(yaml: yaml, file: "t.yaml").rows
    let retention = try #require(rows.first { $0.section == "devices" && $0.key == "retention" })
    #expect(retention.source == "measured" && retention.text == "5 ns" && retention.line == 32)
    let noise = try #require(rows.first { $0.key == "field_noise" })
    #expect(noise.source.hasPrefix("assumption: default") && noise.line == nil)
    #expect(rows.first { $0.key == "field_bits" }?.text == "ideal converter")
    let share = try #require(rows.first { $0.key == "gate_independent_share" })
    #expect(abs((share.value ?? 0) - 1.0 / 11) < 1e-15)
  }

  @Test(arguments: [
    ("retention: {value: 5, unit: J, source: a}", "retention.unit", "`J`, which is an energy (J)"),
    ("retention: {value: 5, source: a}", "retention.unit", "nothing"),
    ("retention: {value: -5, unit: s, source: a}", "retention.value", "-5"),
    ("retention: {value: 2, unit: Ps, source: a}", "retention", "2 Ps"),
    ("field_noise: {value: 101, source: a}", "field_noise", "101"),
    ("offset_variation: {value: -0.1, source: a}", "offset_variation.value", "-0.1"),
    ("rate_variation: {value: 2.5, source: a}", "rate_variation", "2.5"),
    ("coupling_variation: {value: 1.5, source: a}", "coupling_variation", "1.5"),
    ("temperature_error: {value: 0.1}", "temperature_error.source", "nothing"),
    ("drift: {value: 1, unit: s, source: a}", "drift.unit", "`s`, which is a time (s)"),
    ("drift: {value: -1, unit: MHz, source: a}", "drift", "-1 MHz"),
    ("stuck_fraction: {value: 1.1, source: a}", "stuck_fraction", "1.1"),
    ("converter_noise: {value: 1e5, source: a}", "converter_noise", "100000"),
    ("coupling_delay: {value: 2, unit: s, source: a}", "coupling_delay", "2 s"),
    ("delay_law: {value: gaussian, source: a}", "delay_law.value", "`gaussian`"),
    ("delay_law: fixed", "delay_law", "`fixed`"),
    ("field_bits: {value: 0, source: a}", "field_bits.value", "0"),
    ("field_bits: {value: 2.5, source: a}", "field_bits", "2.5"),
    ("field_range: {value: 0, source: a}", "field_range.value", "0"),
    ("table_gain: {value: 0, source: a}", "table_gain.value", "0"),
    ("table: {value: none/such.csv, source: a}", "file", "no such file"),
    ("table: {source: a}", "table.value", "nothing"),
    ("table: p-bit.csv", "table", "`p-bit.csv`"),
    ("noise: {value: 1, source: a}", "noise", "an unknown key"),
  ])
  func aBadFigureIsRefused(_ line: String, _ key: String, _ found: String) {
    let problems = SpecSample.problems(Self.chip("devices:\n  \(line)\n"))
    #expect(problems.count == 1)
    #expect(problems.first?.found == found)
    #expect(problems.first?.key == (key == "file" ? "file" : "devices.\(key)"))
    #expect(problems.first?.line == (key == "file" ? nil : 32))
  }

  @Test func aSlowLatticeClockIsRefused() {
    let problems = SpecSample.problems(
      Self.chip("", timing: "  lattice_rate: {value: 1, unit: kHz, source: test}\n"))
    #expect(problems.map(\.key) == ["timing.lattice_rate"])
    #expect(problems.first?.found == "a tick takes 2000000 cycles of the clock")
  }
}
