import ChipComponents
import HardwareSpecs
import Testing

/// What thermostats and bias converters add to a chip.
@Suite struct ControlPartsTests {
  @Test("a chip without them has no such area") func none() throws {
    let chip = try SpecLibrary.chip(SpecLibrary.defaultChip)
    #expect(ChipPlan(chip).parts?.floor.control == nil)
  }

  /// The area of the chip grows by theirs, and that by 2^N − 1 cells and N flip-flops an agent.
  @Test func areas() throws {
    let chip = try SpecLibrary.chip("digital-pbit-22nm")
    func areas(_ bits: Int, _ thermostats: Int) throws -> (chip: Double, control: Double) {
      let floor = try #require(
        ChipPlan(
          chip.with {
            $0.control.trimBits = bits
            $0.control.thermostats = thermostats
          }
        ).parts
      ).floor
      return (floor.area.value, floor.control?.value ?? 0)
    }
    let plain = try areas(0, 0)
    for (bits, thermostats) in [(1, 0), (6, 0), (0, 4), (4, 4)] {
      let own = try areas(bits, thermostats)
      #expect(abs(own.chip - plain.chip - own.control) < 1e-9 * own.chip && own.control > 0)
    }
    let one = try areas(1, 0).control
    let two = try areas(2, 0).control
    let three = try areas(3, 0).control
    let four = try areas(4, 0).control
    // 1, 3, 7 and 15 cells, and 1 to 4 flip-flops: second differences are 2 and 4 cells.
    let cells = (three - two) - (two - one)
    #expect(cells > 0 && abs((four - three) - (three - two) - 2 * cells) < 1e-9)
    let (some, twice) = (try areas(0, 4).control, try areas(0, 8).control)
    #expect(abs(twice - 2 * some) < 1e-12)
  }

  /// Max 1960: four steps of 0.9957 and eight of 0.5860 for normal numbers.
  @Test func bestRanges() {
    #expect(abs(ChipControl.bestRange(bits: 2) - 2 * 0.9957) < 0.001)
    #expect(abs(ChipControl.bestRange(bits: 3) - 4 * 0.5860) < 0.001)
    var control = ChipControl()
    control.trimBits = 2
    #expect(control.biasRange(ChipDevices().with { $0.offsetVariation = 0.5 }) == 0.5 * 1.992)
    control.trimRange = 3
    #expect(control.biasRange(ChipDevices()) == 3)
  }
}
