import Foundation
import Reports
import Runs

/// Result folders.
enum ResultProbe {
  /// A summary beside one with other digits.
  static func summary(_ bytes: [UInt8], folder: URL) throws {
    let sides = ["left", "right"].map { folder.appendingPathComponent($0, isDirectory: true) }
    let other = bytes.map { $0 == UInt8(ascii: "1") ? UInt8(ascii: "2") : $0 }
    for (side, content) in zip(sides, [bytes, other]) {
      try FileManager.default.createDirectory(at: side, withIntermediateDirectories: true)
      try Data(content).write(to: side.appendingPathComponent("summary.json"))
    }
    let report = try DiffRun.perform(left: sides[0].path, right: sides[1].path, showsTimes: true)
    _ = try report.json()
    precondition(!report.document().text.isEmpty)
  }

  /// A folder that an earlier run left.
  static func list(_ bytes: [UInt8], folder: URL) throws {
    let used = folder.appendingPathComponent("used", isDirectory: true)
    try FileManager.default.createDirectory(at: used, withIntermediateDirectories: true)
    try Data(bytes).write(to: used.appendingPathComponent(".ising-npu-files"))
    _ = try ResultFolder(path: used.path)
  }
}
