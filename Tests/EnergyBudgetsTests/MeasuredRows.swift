import Foundation

/// Rows of a fixture of kernel times: a device's name, further words, whole numbers, seconds.
struct MeasuredRows {
  struct Row {
    var device: String
    var kind: String
    var sizes: [Int]
    var time_s: Double
  }

  var rows: [Row]

  /// Reads `Fixtures/NAME.csv`; `hasKind` where a word follows the device.
  init(_ name: String, hasKind: Bool = false) throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/\(name).csv")
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }.dropFirst()
    rows = lines.map { line in
      var cells = line.split(separator: ",").map(String.init)
      let device = cells.removeFirst()
      let kind = hasKind ? cells.removeFirst() : ""
      let time = Double(cells.removeLast())!
      return Row(device: device, kind: kind, sizes: cells.map { Int($0)! }, time_s: time)
    }
  }

  /// |model / measured − 1| of the rows, sorted.
  func errors(_ model: (Row) throws -> Double) rethrows -> [Double] {
    try rows.map { abs(try model($0) / $0.time_s - 1) }.sorted()
  }

  func of(_ device: String) -> MeasuredRows {
    var some = self
    some.rows = rows.filter { $0.device == device }
    return some
  }
}

extension [Double] {
  /// Of sorted values.
  var median: Double { (self[(count - 1) / 2] + self[count / 2]) / 2 }
  var mean: Double { reduce(0, +) / Double(count) }
  /// Share of values below a quarter.
  var withinQuarter: Double { Double(filter { $0 < 0.25 }.count) / Double(count) }
}
