import HardwareSpecs
import Testing

/// Figures that are legal one by one and cannot hold together.
@Suite struct ContradictionTests {
  private func keys(_ changes: [String: String]) throws -> [String] {
    let text = try SpecLibrary.newChip(
      name: "mine", from: "digital-pbit-22nm", changes: changes.compactMapValues { SpecChange($0) },
      file: "mine.yaml")
    return try SpecLibrary.listing(yaml: Array(text.utf8), file: "mine.yaml").contradictions
      .map(\.key)
  }

  @Test(arguments: SpecLibrary.entries.filter { $0.kind == .chip }.map(\.name))
  func shippedChipsHaveNone(_ name: String) throws {
    #expect(try SpecLibrary.listing(name).contradictions == [])
    #expect(try SpecLibrary.chip(name).contradictions == [])
  }

  @Test(arguments: [
    ("geometry.tile_pitch", "0.2 mm", "geometry.tile_pitch"),
    ("timing.clock", "2 GHz", "timing.clock"), ("timing.clock", "100 GHz", "timing.clock"),
    ("timing.clock", "1 mHz", "timing.clock"),
    ("geometry.linear_tiles", "4096", "geometry"), ("geometry.tile_pitch", "4 mm", "geometry"),
    ("timing.lattice_rate", "1e16 Hz", "timing.lattice_rate"),
    ("prices.coupling_evaluation", "0 J", "prices.coupling_evaluation"),
    ("prices.agent_update", "0.32 PJ", "prices.agent_update"),
    ("prices.coupling_evaluation", "2.4 pJ", "prices.coupling_evaluation"),
    ("prices.coupling_evaluation", "2.4 aJ", "prices.coupling_evaluation"),
  ])
  func eachIsFound(_ key: String, _ value: String, _ expected: String) throws {
    #expect(try keys([key: value]).contains(expected))
  }

  @Test func whatFitsIsNoContradiction() throws {
    #expect(try keys(["geometry.tile_pitch": "0.8 mm"]) == [])
    #expect(try keys(["timing.clock": "500 MHz"]) == [])
    #expect(try keys(["prices.coupling_evaluation": "2.4 fJ"]) == [])
  }

  private static func powers(_ value: Double) -> ChipSpec? {
    try? SpecLibrary.chip("digital-pbit-22nm").with {
      $0.staticPower = [
        StaticPower(
          name: "leakage",
          power_W: Price(Band(exactly: value), source: "test", confidence: .derived))
      ]
    }
  }

  /// Leakage of 0.45 W follows: 14.6 mW is another transistor's, 14.6 MW is a letter.
  @Test(arguments: [(0.0146, 1), (0.45, 0), (146.0, 1), (14.6e6, 3)])
  func leakageIsOfTheSameTransistor(_ value: Double, _ count: Int) throws {
    let chip = try #require(Self.powers(value))
    #expect(chip.contradictions.count == count, "\(chip.contradictions)")
  }
}
