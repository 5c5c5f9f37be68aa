import HardwareSpecs
import Testing

/// Devices that are known by what they measured.
@Suite struct MeasuredDeviceTests {
  static let text = """
    format: ising-npu-measured/1
    name: meter
    summary: a device for tests
    arithmetic: {value: fp8, source: test}
    model:
      layers: {value: 3, source: test}
      width: {value: 8, source: test}
      heads: {value: 2, source: test}
      feed_forward: {value: 16, source: test}
    measured:
      texts: {value: 50, unit: 1/s, source: test}
      accelerators: {value: 2, source: test}
      longest_text: {value: 5, source: test}
      power: {value: 100, unit: W, low: 90, high: 110, confidence: high, source: test}

    """

  @Test func whatIsStatedIsRead() throws {
    let device = try SpecLibrary.measuredDevice(yaml: Array(Self.text.utf8), file: "meter.yaml")
    #expect(device.name == "meter" && device.arithmetic == .fp8)
    #expect(device.model == ModelShape(layers: 3, width: 8, heads: 2, feedForward: 16))
    #expect(device.measured.accelerators == 2 && device.measured.longestText == 5)
    #expect(device.energyPerText_J == Band(low: 1.8, nominal: 2, high: 2.2))
  }

  /// 1712 W over 10 601.9 texts a second: 0.161 J a text of the whole system.
  @Test func cloudAI100() throws {
    let device = try SpecLibrary.measuredDevice("cloud-ai-100")
    #expect(device.model == ModelShape(layers: 24, width: 1024, heads: 16, feedForward: 4096))
    #expect(abs(device.energyPerText_J.nominal - 0.1615) < 0.0001)
    #expect(try SpecLibrary.listing("cloud-ai-100").kind == .measured)
  }

  @Test(arguments: [
    ("layers: {value: 3, source: test}", "layers: {value: 0, source: test}", "model.layers.value"),
    ("unit: W", "unit: J", "measured.power.unit"),
    ("value: fp8", "value: fp64", "arithmetic.value"),
    ("  width: {value: 8, source: test}\n", "", "model.width"),
    ("  heads:", "  headz:", "model.headz"),
  ])
  func mistakesAreNamed(_ old: String, _ new: String, _ key: String) throws {
    let text = Self.text.replacing(old, with: new)
    #expect(text != Self.text)
    let error = try #require(throws: SpecError.self) {
      try SpecLibrary.measuredDevice(yaml: Array(text.utf8), file: "meter.yaml")
    }
    #expect(error.problems.contains { $0.key == key }, "\(error.description)")
  }

  @Test func aRunTakesBothKinds() throws {
    let found = try SpecLibrary.references(["cloud-ai-100", "h100-sxm"])
    #expect(found.devices.map(\.name) == ["h100-sxm"])
    #expect(found.measured.map(\.name) == ["cloud-ai-100"])
    let error = try #require(throws: SpecError.self) { try SpecLibrary.references(["nonesuch"]) }
    #expect(error.description.contains("h100-sxm"))
  }
}
