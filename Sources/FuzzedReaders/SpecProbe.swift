import Foundation
import HardwareSpecs
import Reports
import Runs

/// Hardware descriptions.
enum SpecProbe {
  /// A chip, with its plan and the contradictions in it.
  static func chip(_ bytes: [UInt8]) throws {
    let chip = try SpecLibrary.chip(yaml: bytes, file: "c.yaml")
    _ = chip.independentShare(rate_Hz: 1e9)
    let listing = try SpecLibrary.listing(yaml: bytes, file: "c.yaml")
    precondition(!listing.rows.isEmpty)
  }

  /// A reference device.
  static func device(_ bytes: [UInt8]) throws {
    let device = try SpecLibrary.device(yaml: bytes, file: "d.yaml")
    precondition(!device.name.isEmpty)
  }

  /// A measured device.
  static func measured(_ bytes: [UInt8]) throws {
    let device = try SpecLibrary.measuredDevice(yaml: bytes, file: "m.yaml")
    precondition(!device.name.isEmpty)
  }

  /// A table, asked for values in and beyond its range.
  static func table(_ bytes: [UInt8]) throws {
    let table = try DeviceTable(bytes: bytes, file: "t.csv")
    for field in [-Double.infinity, -2, 0, 0.3, 1e9, .infinity] {
      precondition((0...1).contains(table.probability(field)), "no probability")
      _ = (table.retentions?(field), table.offsets?(field))
    }
  }

  /// Curves of devices, which are fitted, with the pages of the fit.
  static func curves(_ bytes: [UInt8], folder: URL) throws {
    let file = folder.appendingPathComponent("curves.csv")
    try Data(bytes).write(to: file)
    let report = try SpecFitReport.perform(files: [file.path], arguments: ["spec", "fit"])
    _ = (report.facts, try report.document())
  }

  /// Changes of a chip, which become its text.
  static func changes(_ bytes: [UInt8]) throws {
    guard let text = String(validating: bytes, as: UTF8.self) else { return }
    let changes = try SpecChange.figures(text.split(separator: "\n").map(String.init))
    let made = try SpecLibrary.newChip(
      name: "mine", from: SpecLibrary.defaultChip, changes: changes, file: "mine.yaml")
    _ = try SpecLibrary.chip(yaml: Array(made.utf8), file: "mine.yaml")
  }

  /// A published result, in a list.
  static func publishedResult(_ bytes: [UInt8]) throws {
    let result = try PublishedResult(yaml: bytes, file: "r.yaml")
    precondition(!PublishedResultList([result]).document().tables.isEmpty)
  }

  /// A sweep with its points.
  static func sweep(_ bytes: [UInt8]) throws {
    let plan = try SweepPlan(yaml: bytes, file: "s.yaml")
    precondition((1...SweepPlan.mostPoints).contains(plan.points.count))
  }
}
