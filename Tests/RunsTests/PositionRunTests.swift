import ChipPrograms
import Foundation
import IsingTestSupport
import MoebiusGeometry
import Reports
import Runs
import Testing
import VirtualChip

/// MiniLM with its positions replaced, on the chip and densely: two implementations of one model.
@Suite("Runs with positions by flows", .enabled(if: ModelFolder.url != nil, "run make model first"))
struct PositionRunTests {
  static let texts = ["A cat sleeps on the warm windowsill.", "Where did you leave the keys?"]

  static func report(_ position: PositionFlow) throws -> RunReport {
    try ModelRun.perform(
      ModelRun.Request(
        modelFolder: ModelFolder.url?.path ?? "", texts: texts, hardware: ModelRun.defaultHardware,
        references: [], precision: Precision(weightBits: 12, activationBits: 12),
        gateThreshold: nil, position: position, settings: RunSettings(fidelity: .expectation),
        threads: 1, arguments: []))
  }

  @Test(
    "12 bits follow the reference, and a warning says that it is another model",
    arguments: [
      PositionFlow.elliptic(base: 10_000), .hyperbolic(slope: nil), .parabolic(slope: nil),
    ])
  func flows(flow: PositionFlow) throws {
    let report = try Self.report(flow)
    #expect(report.accuracy.cosineMinimum > 0.999, "\(flow): \(report.accuracy.cosineMinimum)")
    #expect(report.warnings.contains { $0.contains("\(flow)") && $0.contains("not trained") })
  }
}
