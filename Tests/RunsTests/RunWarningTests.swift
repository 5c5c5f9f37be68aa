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

  private static func machine(_ change: (inout ChipSpec) -> Void) throws -> VirtualChip {
    var chip = try SpecLibrary.chip(SpecLibrary.defaultChip)
    (chip.geometry.tileRows, chip.geometry.tileColumns) = (16, 16)
    change(&chip)
    let program = try ModelCompiler.compile(TinyModel().graph, for: chip, precision: Precision())
    return try VirtualChip(program: program, chip: chip)
  }

  /// What is found on a small model whose chip is changed.
  private static func soundness(
    _ change: (inout ChipSpec) -> Void
  ) throws -> RunSoundness? {
    try RunSoundness(of: [[2, 5, 3]], on: machine(change), settings: RunSettings())
  }

  /// Column sums of 16 rows need 5 bits. Agents follow fewer, and times do not depend on them.
  @Test("converters that clip stop laws, and nothing of a run at event") func clipping() throws {
    let machine = try Self.machine {
      $0.timing.readOut = .converter(bits: 3, columnsPerConverter: 1)
    }
    let event = RunSettings(fidelity: .event(die: 0))
    #expect(try RunSoundness(of: [[2, 5, 3]], on: machine, settings: event) == nil)
    let texts = [try machine.passage(of: [2, 5, 3], settings: event)]
    #expect(machine.throughput(of: texts, isTwin: false).texts_perSecond > 0)
    #expect(throws: MachineError.self) {
      try machine.passage(of: [2, 5, 3], settings: RunSettings(fidelity: .sampled))
    }
  }

  private static func warnings(_ found: RunSoundness?) -> [String] {
    RunWarnings.soundness(found, cosine: 0.99, floor: 0.95)
  }

  @Test("a sound run is not warned of") func sound() throws {
    let found = try #require(try Self.soundness { _ in })
    #expect(found.norms != nil && found.scores != nil)
    #expect(Self.warnings(found).isEmpty && Self.warnings(nil).isEmpty)
  }

  @Test("races that the largest rate bends are warned of, by the limit of validate")
  func saturation() throws {
    func found(_ maximumRate_Hz: Double) throws -> RunSoundness? {
      try Self.soundness { $0.timing.maximumRate_Hz = maximumRate_Hz }
    }
    // Three keys share 0.2 GHz: an agent of 1 GHz can have it all, one of 10 MHz a twentieth.
    #expect(try found(1e9)?.saturation == nil)
    let unsound = try #require(try found(10e6))
    let cut = try #require(unsound.saturation)
    #expect(cut.saturated == cut.rows && cut.rows > 0)
    // All three are cut alike, so that shares are even whatever the scores say.
    let warnings = Self.warnings(unsound)
    #expect(warnings.count == (cut.distance <= RaceSaturation.limit ? 0 : 1))
    #expect(warnings.allSatisfy { $0.hasPrefix("races saturate: \(cut.detail)") })
  }

  /// Feedback of gain 10⁻⁴ has done (1 − 10⁻⁴)^10000 = e⁻¹ of its way when it gives up.
  @Test("norms that do not settle are warned of, in the words of validate") func norms() throws {
    let found = try #require(try Self.soundness { $0.timing.normGain = 1e-4 })
    let norms = try #require(found.norms)
    #expect(norms.givesUp && norms.mostSteps == 10_000)
    let warning = try #require(Self.warnings(found).first)
    #expect(warning.hasPrefix("norms do not settle: 10000 steps"))
    #expect(warning.contains(norms.stepsDetail) && warning.contains(norms.errorDetail))
    // A tolerance of a tenth stops soon, and far from the end.
    let early = try #require(try Self.soundness { $0.timing.normTolerance = 0.1 })
    #expect(try !#require(early.norms).givesUp)
    #expect(Self.warnings(early).map { $0.prefix(20) } == ["norms stop too early"])
  }

  @Test("scores beyond their range clip, and few bits are coarse") func scores() throws {
    let clipped = try #require(
      try Self.soundness {
        $0.timing.scoreRange_nats = 0.05
        $0.timing.scoreBits = 8
      })
    let found = try #require(clipped.scores)
    #expect(found.clips && found.offShare > 0)
    #expect(
      Self.warnings(clipped).contains {
        $0.hasPrefix("scores clip: ") && $0.contains(found.detail) && $0.contains("score_range")
      })
    // A step of 16 nats: all three keys are as likely.
    let coarse = try #require(try Self.soundness { $0.timing.scoreBits = 1 })
    #expect(try #require(coarse.scores).offShare == 0)
    #expect(
      Self.warnings(coarse).contains {
        $0.hasPrefix("scores are coarse: ") && $0.contains("score_bits")
      })
  }

  @Test("outputs below the floor are warned of") func floor() {
    func heads(_ cosine: Double) -> [String] {
      RunWarnings.soundness(nil, cosine: cosine, floor: 0.95)
    }
    #expect(heads(0.95).isEmpty)
    #expect(heads(0.9499).count == 1 && heads(.nan).count == 1)
    #expect(heads(0.133).first?.contains("mean cosine 0.1330 (limit 0.95)") == true)
  }

  @Test("a twin that keeps another price than the chip is warned of") func twinPrice() throws {
    func warnings(_ prices: [String: String]) throws -> [String] {
      let text = try SpecLibrary.newChip(
        name: "priced", from: SpecLibrary.defaultChip,
        changes: prices.reduce(into: [:]) { changes, price in
          changes["prices.\(price.key)"] = SpecChange(price.value)
        }, file: "priced.yaml")
      return RunWarnings.twinPrices(
        of: try SpecLibrary.chip(yaml: Array(text.utf8), file: "priced.yaml"))
    }
    #expect(try warnings([:]).isEmpty)
    #expect(try warnings(["multiplier_bit": "1 fJ", "coupling_evaluation": "1 fJ"]).isEmpty)
    let found = try warnings(["coupling_evaluation": "1 fJ"])
    #expect(found.count == 1 && found[0].contains("1.00 fJ") && found[0].contains("multiplier_bit"))
  }
}
