import HardwareSpecs
import Testing

@Suite struct UnitTests {
  @Test(arguments: [
    ("fJ", 1e-15, Dimension.energy), ("pJ", 1e-12, .energy), ("aJ", 1e-18, .energy),
    ("mW", 1e-3, .power), ("kW", 1e3, .power), ("µs", 1e-6, .time), ("us", 1e-6, .time),
    ("GHz", 1e9, .frequency), ("kbit", 1e3, .information), ("MB", 8e6, .information),
    ("GB/s", 8e9, .informationRate), ("Gbit/s", 1e9, .informationRate),
    ("TFLOP/s", 1e12, .floatingRate), ("pJ/FLOP", 1e-12, .energyPerFloatingWork),
    ("pJ/bit", 1e-12, .energyPerInformation), ("pJ/B", 1.25e-13, .energyPerInformation),
    ("1", 1, .none), ("nat", 1, .nats), ("J/s", 1, .power),
  ])
  func unitsRead(_ text: String, _ scale: Double, _ dimension: Dimension) throws {
    let unit = try #require(PhysicalUnit(text))
    #expect(unit.dimension == dimension)
    #expect(abs(unit.scale / scale - 1) < 1e-14)
  }

  @Test(arguments: ["", "/", "J/", "J/s/s", "qJ", "fj", "kmm", "GG", "J/1", "fJfJ", "k1", " J"])
  func notUnits(_ text: String) {
    #expect(PhysicalUnit(text) == nil)
  }

  @Test func readableText() {
    #expect(PhysicalUnit.readable(7.09e-15, .energy) == "7.09 fJ")
    #expect(PhysicalUnit.readable(0.31, .power) == "310 mW")
    #expect(PhysicalUnit.readable(5, .power) == "5 W")
    #expect(PhysicalUnit.readable(989.4e12, .floatingRate) == "989.4 TFLOP/s")
    #expect(PhysicalUnit.readable(128, .none) == "128")
    #expect(PhysicalUnit.readable(0, .energy) == "0 J")
  }

  /// Memories are bought in bytes.
  @Test func listingsTellBytes() throws {
    let rows = try SpecLibrary.listing("h100-sxm").rows
    func text(_ key: String) -> String? {
      rows.first { $0.section == "memory" && $0.key == key }?.text
    }
    #expect(text("cache") == "400 Mbit (50 MB)")
    #expect(text("capacity") == "640 Gbit (80 GB)")
    #expect(text("bandwidth") == "26.8 Tbit/s (3.35 TB/s)")
    let chip = try SpecLibrary.listing("digital-pbit-four-dies").rows
    #expect(chip.contains { $0.key == "link_rate" && $0.text == "16 Gbit/s (2 GB/s)" })
  }
}
