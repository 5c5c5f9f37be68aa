import ChipComponents
import Foundation
import IsingTestSupport
import HardwareSpecs
import Testing

/// `spec new` from a device: what it writes is sound, says what the base says, and leaves no key out.
@Suite struct DeviceTemplateTests {
  static let bases = SpecLibrary.entries.filter { $0.kind != .chip }

  private static func rows(_ listing: SpecListing) -> Set<String> {
    Set(
      listing.rows.map { row in
        "\(row.section) \(row.key) \(row.text) \(row.value.map { "\($0)" } ?? "") "
          + "\(row.band.map { "\($0)" } ?? "") \(row.source) \(row.evidence.rawValue)"
      })
  }

  @Test(arguments: bases.map(\.name)) func equalsItsBaseInEveryFigure(_ base: String) throws {
    let text = try SpecLibrary.newDescription(name: "mine", from: base, file: "mine.yaml")
    let (listing, new): (SpecListing, String) = try Self.read(text)
    let old = try SpecLibrary.listing(base)
    #expect(new == "mine" && listing.kind == old.kind)
    #expect(Self.rows(listing).symmetricDifference(Self.rows(old)) == [])
    for key in old.kind == .device ? DeviceKey.all.map(\.name) : MeasuredKey.all.map(\.name) {
      #expect(text.contains("# \(key): "), "\(key)")
    }
  }

  private static func read(_ text: String) throws -> (SpecListing, String) {
    let bytes = Array(text.utf8)
    if text.contains("format: ising-npu-measured/1") {
      let device = try SpecLibrary.measuredDevice(yaml: bytes, file: "mine.yaml")
      return (try SpecLibrary.listing(yaml: bytes, file: "mine.yaml"), device.name)
    }
    let device = try SpecLibrary.device(yaml: bytes, file: "mine.yaml")
    return (try SpecLibrary.listing(yaml: bytes, file: "mine.yaml"), device.name)
  }

  @Test func figuresOfOnesOwn() throws {
    let change = try #require(SpecChange("2 TB/s"))
    let text = try SpecLibrary.newDescription(
      name: "mine", from: "rtx-4090", changes: ["memory.bandwidth": change], file: "mine.yaml")
    let device = try SpecLibrary.device(yaml: Array(text.utf8), file: "mine.yaml")
    #expect(device.memory.bandwidth_BPerSecond == 2e12)
    // A law has more figures than one: what is missing is named, in a section that is there.
    let units = try #require(SpecChange("132"))
    let part = try #require(throws: SpecError.self) {
      try SpecLibrary.newDescription(
        name: "mine", from: "rtx-4090", changes: ["products.units": units], file: "mine.yaml")
    }
    #expect(part.problems.contains { $0.key == "products.ramp" && $0.found == "nothing" })
    let figure = try #require(SpecChange("9 W"))
    let error = try #require(throws: SpecError.self) {
      try SpecLibrary.newDescription(
        name: "mine", from: "rtx-4090", changes: ["energy.nosuch": figure], file: "mine.yaml")
    }
    #expect(error.problems.map(\.key) == ["energy.nosuch"])
  }

  /// Two files of one name, and the description of that name: tables tell all three apart.
  @Test func referencesOfOneNameAreToldApart() throws {
    try withTemporaryFolder { folder in
      let text = try SpecLibrary.text("h100-sxm")
      let files = try ["a.yaml", "b.yaml"].map { name in
        let file = folder.appendingPathComponent(name)
        try Data(text.utf8).write(to: file)
        return file.path
      }
      let names = try SpecLibrary.references(["h100-sxm"] + files + ["l4"]).devices.map(\.name)
      #expect(names == ["h100-sxm", "h100-sxm (a.yaml)", "h100-sxm (b.yaml)", "l4"])
      #expect(try SpecLibrary.references([files[0]]).devices.map(\.name) == ["h100-sxm"])
    }
    let error = try #require(throws: SpecError.self) { try SpecLibrary.references(["l4", "l4"]) }
    #expect(error.description == "reference: found l4 twice, expected it once")
  }

  /// What a run is compared with may be measured.
  @Test func anUnknownReferenceNamesAllKinds() throws {
    let error = try #require(throws: SpecError.self) { try SpecLibrary.references(["nosuch"]) }
    for name in ["h100-sxm", "cloud-ai-100"] { #expect(error.description.contains(name)) }
    #expect(!error.description.contains("ceas-ising-5w"))
    let chip = try #require(throws: SpecError.self) {
      try SpecLibrary.references(["ceas-ising-5w"])
    }
    #expect(chip.description.contains("cloud-ai-100"))
  }

  /// A file that was never written is not to blame.
  @Test(arguments: [
    (
      "h100-sxm", "memory.bandwidth=-1",
      "--set: memory.bandwidth.unit: found nothing, expected a unit"
    ),
    ("h100-sxm", "energy.vector_flop=1 pJ", "--set: energy.vector_flop.unit: found `pJ`"),
    ("ceas-ising-5w", "geometry.race_tiles=-1", "--set: geometry.race_tiles.value: found -1"),
  ])
  func changesAreToBlame(base: String, change: String, message: String) throws {
    let changes = try SpecChange.figures([change])
    let error = #expect(throws: SpecError.self) {
      try SpecLibrary.newDescription(name: "mine", from: base, changes: changes, file: "mine.yaml")
    }
    #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
  }
}
