import Foundation
import HardwareSpecs
import Testing

/// Measured devices: the CSV format, its errors, the curve through the points.
@Suite struct DeviceTableTests {
  static func table(_ text: String) throws(SpecError) -> DeviceTable {
    try DeviceTable(bytes: Array(text.utf8), file: "t.csv")
  }

  static func problems(_ text: String) -> [SpecProblem] {
    do {
      _ = try table(text)
      return []
    } catch {
      return error.problems
    }
  }

  /// SciPy 1.17's `PchipInterpolator` on the same points.
  @Test func theCurveIsSciPys() throws {
    let fields = [-4, -2.5, -1.5, -0.5, 0, 0.25, 1, 2, 2.1, 5]
    let values = [0.001, 0.02, 0.1, 0.3, 0.29, 0.55, 0.8, 0.97, 0.98, 0.999]
    let rows = zip(fields, values).map { "\($0),\($1)\n" }.joined()
    let table = try Self.table("field,probability\n" + rows)
    let expected: [(Double, Double)] = [
      (-3.7, 0.0018727741935483859), (-2, 0.04858726958525346), (-1.49, 0.10117971428571429),
      (-0.2, 0.29351999999999995), (0.1, 0.3682669026548672), (0.7, 0.7270597404658915),
      (1.99, 0.9688192850291903), (2.05, 0.9762587223641478), (3, 0.991593551931914),
      (4.9, 0.9989900888363367),
    ]
    for (field, value) in expected {
      #expect(abs(table.probability(field) - value) < 1e-15, "\(field)")
    }
    for (field, value) in zip(fields, values) { #expect(table.probability(field) == value) }
    // Constant beyond the ends.
    #expect(table.probability(-100) == 0.001 && table.probability(.infinity) == 0.999)
    #expect(table.probability(.nan).isNaN)
    #expect(table.warnings == ["P(+1) falls from 0.3 to 0.29 between the fields -0.5 and 0.0"])
  }

  @Test func risingPointsMakeARisingCurve() throws {
    var text = "field,probability\n"
    for (index, step) in [0, 1, 1, 40, 3, 0, 0, 1, 300, 2].enumerated() {
      text +=
        "\(Double(index * index) / 7),\(Double((0...index).reduce(0) { $0 + $1 * step }) / 1e5)\n"
    }
    // Only its rising part; a fall is a warning, so these must be in order.
    let sorted = text.split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    let values = sorted.compactMap { Double($0[1]) }.sorted()
    let rows = zip(sorted, values).map { "\($0[0]),\($1)\n" }.joined()
    let table = try Self.table("field,probability\n" + rows)
    var last = 0.0
    for step in 0...2000 {
      let y = table.probability(Double(step) * 81 / 7 / 2000)
      #expect(y >= last)
      last = y
    }
  }

  @Test func theExampleIsReadWhole() throws {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("docs/examples/p-bit.csv").path
    let table = try DeviceTable(path: path)
    #expect(table.warnings.isEmpty)
    #expect(table.probabilities.arguments.count == 41)
    // The law that it was made from, within five standard errors of 100 000 draws.
    for field in stride(from: -5.0, through: 5, by: 0.05) {
      let law = 0.002 + 0.996 * (1 + tanh(1.04 * (field - 0.06))) / 2
      let error = (law * (1 - law) / 1e5).squareRoot()
      // Between the points the curve errs by less than 10⁻³.
      #expect(abs(table.probability(field) - law) < 5 * error + 1e-3, "\(field)")
    }
    #expect(table.retentions?(0) == 2e-10 && table.offsets?(0) == 0)
    let offset = try #require(table.offsets?(0.001))
    #expect(abs(offset - 0.00632) < 1e-12)
    var devices = ChipDevices()
    devices.retention_s = 1
    devices.table = table
    let law = devices.law
    #expect(law.retention_s(atField: 0) == 2e-10 && law.gainedOffset(at: 1) == 0.01)
    #expect(law.upProbability(field: 0.3) == table.probability(0.3))
  }

  @Test func evenSamplesKeepTheCurve() throws {
    var text = "field,probability\n"
    for step in -32...32 {
      let field = Double(step) / 4
      text += "\(field),\(1 / (1 + exp(-2 * field)))\n"
    }
    let table = try Self.table(text)
    let even = try #require(table.evenProbabilities)
    #expect(even.samples.count < 65_537)
    for step in -9000...9000 {
      let field = Float(step) / 1000
      // The tolerance, and float32's error of the position: up to 16 384 samples, slope below ½.
      #expect(
        abs(Double(even(field)) - table.probability(Double(field))) < EvenCurve.tolerance + 1e-6)
    }
    #expect(even(.nan).isNaN && even(-.infinity) == even(-8) && even(.infinity) == even(8))
    // A jump within 10⁻⁶ of a wide field is nothing that even samples could follow.
    let steep = try Self.table("field,probability\n-1000,0\n0,0.1\n0.000001,0.9\n1000,1\n")
    #expect(steep.evenProbabilities == nil)
  }

  static let bad: [(text: String, line: Int?, key: String, found: String)] = [
    ("", nil, "file", "no block of probabilities"),
    ("# nothing\n\n", nil, "file", "no block of probabilities"),
    ("0,0.5\n1,0.6\n", 1, "header", "a row of numbers"),
    ("field,probability\n0,0.5\n", 1, "probability", "1 rows"),
    ("field,probability\n", 1, "probability", "0 rows"),
    ("field;probability\n0;1\n", 1, "header", "`field;probability`"),
    ("x,p\n0,0\n1,1\n", 1, "header", "`x,p`"),
    ("field,probability\n0,0.1\n1,0.5,3\n", 3, "probability", "3 columns"),
    ("field,probability\n0,0.1\n1\n", 3, "probability", "1 columns"),
    ("field,probability\n0,0.1\n1,1.5\n", 3, "column 2 (probability)", "1.5"),
    ("field,probability\n0,0.1\n1,-0.1\n", 3, "column 2 (probability)", "-0.1"),
    ("field,probability\n0,0.1\n1,0x1p3\n", 3, "column 2 (probability)", "`0x1p3`"),
    ("field,probability\n0,0.1\n1,\n", 3, "column 2 (probability)", "``"),
    ("field,probability\n0,0.1\n1e400,1\n", 3, "column 1 (field)", "`1e400`"),
    ("field,probability\n0,0.1\n1e7,1\n", 3, "column 1 (field)", "10000000"),
    ("field,probability\n0,0.1\n0,0.2\n", 3, "column 1 (field)", "0.0 after 0.0"),
    ("field,probability\n1,0.1\n0,0.2\n", 3, "column 1 (field)", "0.0 after 1.0"),
    ("field,probability\n0,0\n1,1\nfield,probability\n0,0\n1,1\n", 4, "probability", "a second"),
    (
      "field,probability\n0,0\n1,1\nfield,probability,probability_error\n0,0,0\n", 4,
      "probability", "a second"
    ),
    (
      "field,probability,probability_error\n0,0,0\n1,1,2\n", 3, "column 3 (probability_error)", "2"
    ),
    ("field,retention_s\n0,1\n1,1\n", nil, "file", "no block of probabilities"),
    (
      "field,probability\n0,0\n1,1\nfield,retention_s\n0,-1\n1,1\n", 5, "column 2 (retention_s)",
      "-1"
    ),
    ("field,probability\n0,0\n1,1\ntime_s,offset\n-1,0\n1,1\n", 5, "column 1 (time_s)", "-1"),
    ("field,probability\n0,0\n1,1\ntime_s,offset\n0,0\n", 4, "offset", "1 rows"),
  ]

  @Test(arguments: bad.indices) func errorsNameLineAndColumn(_ index: Int) throws {
    let bad = Self.bad[index]
    let problem = try #require(Self.problems(bad.text).first, "\(bad.text)")
    #expect(problem.file == "t.csv" && problem.line == bad.line && problem.key == bad.key)
    #expect(problem.found.hasPrefix(bad.found), "\(problem)")
  }

  @Test func sizesAreLimited() {
    let row = "field,probability\n" + (0...10_000).map { "\($0),0.5\n" }.joined()
    #expect(Self.problems(row).map(\.found) == ["more than 10000 rows"])
    #expect(Self.problems(String(repeating: "#", count: 1_000_001)).first?.key == "file")
    let garbage = "field,probability\n" + String(repeating: "1,x\n", count: 5000)
    #expect(Self.problems(garbage).count <= 21)
  }

  @Test func otherLineEndingsBlanksAndAByteOrderMark() throws {
    let plain = try Self.table("field,probability\n-1,0.2\n1,0.8\n")
    let odd = try DeviceTable(
      bytes: [0xEF, 0xBB, 0xBF]
        + Array("# x\r\n\r\nfield , probability\r\n -1,\t0.2 \r\n1,0.8".utf8), file: "t.csv")
    #expect(odd.probabilities == plain.probabilities)
    #expect(odd.warnings.count == 1 && odd.warnings[0].hasPrefix("P(+1) stays at 0.2 and 0.8"))
  }

  @Test func fallsWithinTwoErrorsAreNoWarning() throws {
    let head = "field,probability,probability_error\n-9,0.01,0.01\n0,0.5,0.01\n"
    #expect(try Self.table(head + "1,0.475,0.01\n9,0.99,0.01\n").warnings.isEmpty)
    #expect(try Self.table(head + "1,0.465,0.01\n9,0.99,0.01\n").warnings.count == 1)
  }

  /// A table beside its description: found from anywhere, part of the chip's hash.
  @Test func aTableBelongsToItsChip() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "table-\(UInt32.random(in: 0...UInt32.max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    let csv = folder.appendingPathComponent("p.csv")
    let yaml = folder.appendingPathComponent("chip.yaml")
    let text = SpecSample.chip + "devices:\n  table: {value: p.csv, source: measured}\n"
    try Data(text.utf8).write(to: yaml)
    try Data("field,probability\n-3,0\n3,1\n".utf8).write(to: csv)
    let chip = try SpecLibrary.chip(yaml.path)
    #expect(chip.devices.table?.probability(0) == 0.5 && !chip.devices.areIdeal)
    let rows = try SpecLibrary.listing(yaml.path).rows
    #expect(rows.first { $0.section == "devices" && $0.key == "table" }?.source == "measured")
    // The straight line of slope 1/6 is furthest from (1 + tanh u) / 2 where 1/cosh² u = 1/3.
    let worst = try #require(rows.first { $0.key == "table_deviation" }?.value)
    #expect(abs(worst.magnitude - (tanh(1.1462158) / 2 - 1.1462158 / 6)) < 2e-3)
    try Data("field,probability\n-3,0\n3,0.99\n".utf8).write(to: csv)
    #expect(try SpecLibrary.chip(yaml.path).hash != chip.hash)
    try Data("field,probability\n-3,0\n3,2\n".utf8).write(to: csv)
    let error = try #require(throws: SpecError.self) { try SpecLibrary.chip(yaml.path) }
    #expect(
      error.description
        == "\(csv.path):3: column 2 (probability): found 2, expected 0 to 1")
    // spec new keeps the table, wherever the new description lies.
    try Data("field,probability\n-3,0\n3,1\n".utf8).write(to: csv)
    let new = try SpecLibrary.newChip(name: "new", from: yaml.path, file: "elsewhere/new.yaml")
    #expect(
      try SpecLibrary.chip(yaml: Array(new.utf8), file: "new.yaml").devices.table?.probability(0)
        == 0.5)
  }
}
