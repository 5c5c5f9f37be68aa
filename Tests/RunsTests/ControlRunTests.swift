import ChipPrograms
import Foundation
import HardwareSpecs
import IsingTestSupport
import Reports
import Runs
import Testing
import VirtualChip

/// MiniLM on chips with errors of gain, on texts that the thermostat was not calibrated on.
@Suite(
  "Runs with thermostat and calibration",
  .enabled(if: ModelFolder.url != nil, "run make model first"))
struct ControlRunTests {
  static let texts = [
    "The committee postponed its decision until the auditors had finished their report on the missing funds.",
    "My grandmother taught me how to knit sweaters when I was eight years old and living in the mountains.",
  ]
  static let short = ["The train leaves at nine."]

  static func report(
    _ texts: [String] = texts, dies: Int = 4, _ change: (inout ControlRequest) -> Void
  ) throws -> RunReport {
    var request = ModelRun.Request(
      modelFolder: ModelFolder.url?.path ?? "", texts: texts, hardware: ModelRun.defaultHardware,
      references: [], precision: Precision(), gateThreshold: nil,
      settings: RunSettings(fidelity: .expectation, attention: .regularRace, samples: 64),
      threads: 2, arguments: [])
    var control = ControlRequest()
    change(&control)
    request.control = control
    if dies > 1 { request.dies = DieRuns.Request(count: dies, leastCosine: 0.9) }
    return try ModelRun.perform(request)
  }

  static func mean(_ report: RunReport) throws -> Double {
    let dies = try #require(report.dies).dies
    return dies.reduce(0) { $0 + $1.cosineMean } / Double(dies.count)
  }

  /// A float64 model in numpy with the same gaps and six draws of gains on ten texts: 0.966 without, 0.993 with the
  /// thermostat at sd 0.4, 0.998 on the healthy chip. Four dies of two texts err by about 0.01.
  @Test func gainErrors() throws {
    let off = try Self.report { $0.gainError = 0.4 }
    let held = try Self.report {
      $0.gainError = 0.4
      $0.thermostat = .calibrated
    }
    let trimmed = try Self.report {
      $0.gainError = 0.4
      $0.trim = TrimSettings(mode: .once)
    }
    let (without, with, trim) = (try Self.mean(off), try Self.mean(held), try Self.mean(trimmed))
    #expect(without > 0.92 && without < 0.985)
    #expect(with > 0.98 && with > without)
    #expect(trim > 0.99)
    let control = try #require(held.control)
    #expect(control.heads.count == 72)
    #expect(control.heads.contains { $0.beta != 1 } && control.calibrationTime_s == 0)
    #expect((control.energy_J?.nominal ?? 0) > 0 && (control.area_mm2 ?? 0) > 0)
    #expect(off.control?.heads.allSatisfy { $0.beta == 1 } == true)
    #expect((trimmed.control?.calibrationTime_s ?? 0) > 0)
    let json = try held.json()
    for key in ["\"control\"", "\"calibration_time_s\"", "\"beta\"", "\"quantiles\""] {
      #expect(json.contains(key))
    }
  }

  @Test func shortTextsAreLeftAlone() throws {
    let off = try Self.report(Self.short, dies: 1) { $0.gainError = 0 }
    let held = try Self.report(Self.short, dies: 1) { $0.thermostat = .calibrated }
    #expect(off.outputs[0].embedding == held.outputs[0].embedding)
  }
}
