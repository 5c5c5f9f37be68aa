import ByteFormats

/// Reads the CSV text of a measured device.
///
/// Blocks, each of a header and rows of numbers: `field,probability[,probability_error]` (required),
/// `field,retention_s`, `time_s,offset`. Blank lines and those that begin with `#` are skipped.
struct DeviceTableReader {
  /// Most rows of a block.
  static let maximumRows = 10_000
  /// Least distance of two arguments: slopes stay far from the end of float64.
  static let leastStep = 1e-9

  /// A quantity that is measured against another.
  private enum Block: String, CaseIterable {
    case probability = "field,probability"
    case probabilityWithError = "field,probability,probability_error"
    case retention = "field,retention_s"
    case offset = "time_s,offset"

    var columns: [String] { rawValue.split(separator: ",").map(String.init) }
    /// Blocks that a file may hold only one of.
    var quantity: String { columns[1] }
    /// Limits of each column.
    var ranges: [ClosedRange<Double>] {
      switch self {
      case .probability: [-1e6...1e6, 0...1]
      case .probabilityWithError: [-1e6...1e6, 0...1, 0...1]
      case .retention: [-1e6...1e6, 0...1e9]
      case .offset: [0...1e9, -1e4...1e4]
      }
    }
  }

  private let file: String
  private var problems: [SpecProblem] = []
  private var block: Block?
  private var lines: [String: Int] = [:]
  private var rows: [String: [[Double]]] = [:]

  /// Reads a text.
  ///
  /// - Throws: `SpecError` with every problem, at most 20.
  static func read(bytes: [UInt8], file: String) throws(SpecError) -> DeviceTable {
    var reader = DeviceTableReader(file: file)
    return try reader.read(bytes)
  }

  private init(file: String) { self.file = file }

  private mutating func read(_ bytes: [UInt8]) throws(SpecError) -> DeviceTable {
    for (line, cells) in try DeviceText(bytes, file: file).lines
    where problems.count < DeviceText.maximumProblems {
      if cells[0].first?.isLetter == true {
        readHeader(cells, line: line)
      } else {
        readRow(cells, line: line)
      }
    }
    // Rows that were refused are no missing rows.
    let rowsAreSound = problems.isEmpty
    for (quantity, line) in lines where rowsAreSound && rows[quantity, default: []].count < 2 {
      report(line, quantity, "\(rows[quantity, default: []].count) rows", "at least 2")
    }
    if lines["probability"] == nil, rowsAreSound {
      report(nil, "file", "no block of probabilities", "a line `\(Block.probability.rawValue)`")
    }
    guard problems.isEmpty, let probabilities = curve("probability") else {
      throw SpecError(problems: problems.sorted { ($0.line ?? 0) < ($1.line ?? 0) })
    }
    return DeviceTable(
      probabilities: probabilities, retentions: curve("retention_s"), offsets: curve("offset"),
      warnings: warnings, file: file, hash: SHA256.hexDigest(of: bytes))
  }

  private mutating func readHeader(_ cells: [String], line: Int) {
    block = Block(rawValue: cells.joined(separator: ","))
    guard let block else {
      return report(
        line, "header", "`\(DeviceText.shown(cells.joined(separator: ",")))`",
        "one of \(Block.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", "))")
    }
    if let first = lines[block.quantity] {
      report(line, block.quantity, "a second block", "one block, which is in line \(first)")
      self.block = nil
    } else {
      lines[block.quantity] = line
    }
  }

  private mutating func readRow(_ cells: [String], line: Int) {
    guard let block else {
      // A wrong header was reported; its rows mean nothing.
      if problems.isEmpty {
        report(line, "header", "a row of numbers", "a line `\(Block.probability.rawValue)` first")
      }
      return
    }
    let columns = block.columns
    guard cells.count == columns.count else {
      return report(
        line, block.quantity, "\(cells.count) columns", "\(columns.count): \(block.rawValue)")
    }
    var row: [Double] = []
    for (index, range) in block.ranges.enumerated() {
      let key = "column \(index + 1) (\(columns[index]))"
      switch DeviceText.number(cells[index], in: range) {
      case .success(let value): row.append(value)
      case .failure(let problem): return report(line, key, problem.found, problem.expected)
      }
    }
    if let last = rows[block.quantity]?.last, row[0] < last[0] + Self.leastStep {
      return report(
        line, "column 1 (\(columns[0]))", "\(row[0]) after \(last[0])",
        "more than in the row above, by at least \(Self.leastStep)")
    }
    rows[block.quantity, default: []].append(row)
    if rows[block.quantity, default: []].count == Self.maximumRows + 1 {
      report(
        line, block.quantity, "more than \(Self.maximumRows) rows", "at most \(Self.maximumRows)")
      self.block = nil
    }
  }

  private func curve(_ quantity: String) -> MonotoneCurve? {
    rows[quantity].map { rows in
      MonotoneCurve(arguments: rows.map { $0[0] }, values: rows.map { $0[1] })
    }
  }

  /// Falls of the probability beyond twice the errors of both rows; ends far from 0 and 1.
  private var warnings: [String] {
    let points = rows["probability"] ?? []
    var warnings: [String] = []
    let falls = zip(points, points.dropFirst()).filter { left, right in
      let (a, b) = (left.count > 2 ? left[2] : 0, right.count > 2 ? right[2] : 0)
      let fall = left[1] - right[1]
      return fall > 0 && fall * fall > 4 * (a * a + b * b)
    }
    if let first = falls.first {
      let errors = first.0.count > 2 ? ", by more than twice the errors" : ""
      warnings.append(
        "P(+1) falls from \(first.0[1]) to \(first.1[1]) between the fields \(first.0[0]) and "
          + "\(first.1[0])\(errors)"
          + (falls.count > 1 ? ", and at \(falls.count - 1) more places" : ""))
    }
    if let first = points.first, let last = points.last, first[1] > 0.05 || last[1] < 0.95 {
      warnings.append(
        "P(+1) stays at \(first[1]) and \(last[1]) beyond the ends of the table: a strong field "
          + "does not decide")
    }
    return warnings
  }

  private mutating func report(_ line: Int?, _ key: String, _ found: String, _ expected: String) {
    problems.append(
      SpecProblem(file: file, line: line, key: key, found: found, expected: expected))
  }
}
