import ChipPrograms
import Foundation
import HardwareSpecs
import IsingTestSupport
import MappingChecks
import ModelCompiler
import Runs
import Testing
import VirtualChip

@Suite("Warnings of a run on a measured device")
struct RunWarningTests {
  /// σ(2x) as measured, off by `bias`, and further blocks of a table.
  static func table(bias: Double = 0, rest: String = "") throws -> DeviceTable {
    var text = "field,probability\n"
    for index in -16...16 {
      let field = Double(index) / 4
      text += "\(field),\(min(1, max(0, 1 / (1 + exp(-2 * field)) + bias)))\n"
    }
    return try DeviceTable(bytes: Array((text + rest).utf8), file: "measured.csv")
  }

  static func warnings(
    _ fidelity: Fidelity.Word, _ change: (inout ChipDevices) throws -> Void
  ) throws -> [String] {
    var chip = try SpecLibrary.chip(SpecLibrary.defaultChip)
    chip.geometry.tileRows = 16
    chip.geometry.tileColumns = 16
    try change(&chip.devices)
    let program = try ModelCompiler.compile(
      TinyModel().graph, for: chip, precision: Precision())
    return RunWarnings.devices(chip, program: program, fidelity: fidelity)
  }

  @Test func idealDevicesWarnOfNothing() throws {
    for fidelity in Fidelity.Word.allCases { #expect(try Self.warnings(fidelity) { _ in }.isEmpty) }
  }

  @Test("devices that are not ideal matter at event alone, and the others say so")
  func imperfect() throws {
    for fidelity in Fidelity.Word.allCases {
      let found = try Self.warnings(fidelity) { $0.fieldNoise = 0.1 }
      #expect(found.count == (fidelity == .event ? 0 : 1), "\(found)")
      #expect(found.allSatisfy { $0.contains("only --fidelity event") })
    }
  }

  @Test("a table says by how much gates differ from their threshold, once a threshold")
  func bias() throws {
    for fidelity in Fidelity.Word.allCases {
      let found = try Self.warnings(fidelity) { $0.table = try Self.table(bias: 0.03) }
      #expect(found.count { $0.contains("gaussian gates follow measured.csv") } == 1, "\(found)")
      #expect(!found.contains { $0.contains("only --fidelity event") }, "\(found)")
    }
  }

  @Test("retention in a table is followed by event alone")
  func retention() throws {
    let table = try Self.table(rest: "field,retention_s\n-4,1e-9\n4,2e-9\n")
    let found = try Self.warnings(.sampled) { $0.table = table }
    #expect(found.contains { $0.contains("only --fidelity event") }, "\(found)")
    let event = try Self.warnings(.event) { $0.table = table }
    #expect(!event.contains { $0.contains("only --fidelity event") }, "\(event)")
  }

  @Test("races that the largest rate bends are warned of, by the limit of validate")
  func saturation() throws {
    func found(_ maximumRate_Hz: Double) throws -> RaceSaturation? {
      var chip = try SpecLibrary.chip(SpecLibrary.defaultChip)
      (chip.geometry.tileRows, chip.geometry.tileColumns) = (16, 16)
      chip.timing.maximumRate_Hz = maximumRate_Hz
      let program = try ModelCompiler.compile(
        TinyModel().graph, for: chip, precision: Precision())
      return try RaceSaturation(
        of: [[2, 5, 3]], on: VirtualChip(program: program, chip: chip), settings: RunSettings())
    }
    // Three keys share 0.2 GHz: an agent of 1 GHz can have it all, one of 10 MHz a twentieth.
    #expect(try found(1e9) == nil && RunWarnings.saturation(nil).isEmpty)
    let cut = try #require(try found(10e6))
    #expect(cut.saturated == cut.rows && cut.rows > 0)
    let warning = RunWarnings.saturation(cut)
    // All three are cut alike, so that shares are even whatever the scores say.
    #expect(warning.isEmpty == (cut.distance <= RaceSaturation.limit))
    #expect(warning.allSatisfy { $0.contains("races saturate") })
  }
}
