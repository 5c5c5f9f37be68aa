import ExecutionRecords
import HardwareSpecs
import Testing

/// A chip that was altered after it was read is another chip, and says so.
@Suite struct ChipIdentityTests {
  private static func chip() throws -> ChipSpec {
    try SpecLibrary.chip(yaml: Array(SpecSample.chip.utf8), file: "t.yaml")
  }

  @Test func aChipAsItWasReadHasTheHashOfItsFile() throws {
    for name in SpecLibrary.entries.filter({ $0.kind == .chip }).map(\.name) {
      let chip = try SpecLibrary.chip(name)
      #expect(chip.identity == chip.hash && chip.hash.count == 64)
    }
  }

  @Test func changesFollowAndGoBack() throws {
    let chip = try Self.chip()
    let changes: [@Sendable (inout ChipSpec) -> Void] = [
      { $0.geometry.linearTiles += 1 }, { $0.geometry.maximumFanIn = 3 },
      { $0.timing.normMethod = .twoPasses }, { $0.timing.clock_Hz = $0.timing.clock_Hz.nextUp },
      { $0.timing.readOut = .converter(bits: 8, columnsPerConverter: 1) },
      { $0.timing.readOut = .converter(bits: 8, columnsPerConverter: 2) },
      { $0.memory.offChip_bitsPerSecond = 1e9 }, { $0.devices.fieldBits = 7 },
      { $0.devices.delayLaw = .exponential }, { $0.prices[.agentUpdate]?.band.high *= 2 },
      { $0.prices[.division] = $0.prices[.agentUpdate] }, { $0.staticPower[0].name = "clock" },
      { $0.claimedPower_W = $0.staticPower[0].power_W },
    ]
    let others = changes.map { chip.with($0).identity }
    #expect(Set(others + [chip.identity]).count == changes.count + 1)
    #expect(others.allSatisfy { $0.count == 64 })
    // Where it came from does not change.
    #expect(changes.allSatisfy { chip.with($0).hash == chip.hash })
    var altered = chip.with(changes[0])
    altered.geometry.linearTiles -= 1
    #expect(altered.identity == chip.identity)
    // Names are no content.
    #expect(chip.with { $0.name = "other" }.identity == chip.identity)
  }

  @Test func chipsThatAreMadeInCodeHaveAnIdentityToo() {
    let chip = ChipSpec().with { $0.geometry.linearTiles = 4 }
    #expect(chip.identity == ChipSpec().with { $0.geometry.linearTiles = 4 }.identity)
    #expect(chip.identity != ChipSpec().identity)
  }

  /// Each stored property of the parts is the place of one key: none is left out of identities.
  @Test func everyPropertyHasAKey() {
    func count(_ value: Any) -> Int { Mirror(reflecting: value).children.count }
    func keys(_ section: String) -> Int { ChipKey.all.count { $0.section == section } }
    // The fan-in belongs to the group `fabric`.
    #expect(count(ChipGeometry()) == keys("geometry") + 1)
    #expect(count(ChipTiming()) == keys("timing"))
    #expect(count(ChipTechnology()) == keys("technology"))
    #expect(count(ChipMemory()) == keys("memory"))
    #expect(count(ChipDevices()) == keys("devices"))
    #expect(count(ChipControl()) == keys("control"))
    #expect(keys("prices") == Action.allCases.count)
  }
}
