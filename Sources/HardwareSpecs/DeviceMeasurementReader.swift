import ByteFormats

/// Reads the CSV text of measured devices: headers as of `DeviceMeasurements.Quantity`, each with or without a first
/// column `device`. Blank lines and those that begin with `#` are skipped.
struct DeviceMeasurementReader {
  private let file: String
  private var problems: [SpecProblem] = []
  private var header: (quantity: DeviceMeasurements.Quantity, hasDevice: Bool, hasError: Bool)?
  private var curves: [DeviceMeasurements.Curve] = []
  private var rowCount = 0

  init(file: String) { self.file = file }

  mutating func read(_ bytes: [UInt8]) throws(SpecError) -> [DeviceMeasurements.Curve] {
    for (line, cells) in try DeviceText(bytes, file: file).lines
    where problems.count < DeviceText.maximumProblems {
      // A row ends in a number, a header in a word.
      if cells.last.flatMap({ SpecMapping.finiteNumber($0) }) == nil,
        header == nil || isHeader(cells)
      {
        readHeader(cells, line: line)
      } else {
        readRow(cells, line: line)
      }
    }
    for curve in curves where problems.isEmpty && curve.rows.count < curve.quantity.leastRows {
      report(
        curve.line, "\(curve.device), \(curve.quantity.rawValue)", "\(curve.rows.count) rows",
        "at least \(curve.quantity.leastRows)")
    }
    if curves.isEmpty, problems.isEmpty {
      report(nil, "file", "no rows", "a block such as `device,field,probability`")
    }
    guard problems.isEmpty else { throw SpecError(problems: problems) }
    return curves
  }

  private func isHeader(_ cells: [String]) -> Bool {
    cells[0].first?.isLetter == true && (cells.last?.first?.isLetter ?? false)
  }

  private mutating func readHeader(_ cells: [String], line: Int) {
    var columns = cells
    let hasDevice = columns.first == "device"
    if hasDevice { columns.removeFirst() }
    let hasError = columns.last == "probability_error" && columns.count == 3
    if hasError { columns.removeLast() }
    guard
      let quantity = DeviceMeasurements.Quantity(rawValue: columns.joined(separator: ",")),
      !hasError || quantity == .probability
    else {
      header = nil
      let known = DeviceMeasurements.Quantity.allCases.map { "`\($0.rawValue)`" }
      return report(
        line, "header", "`\(DeviceText.shown(cells.joined(separator: ",")))`",
        "one of \(known.joined(separator: ", ")), after `device,` or not")
    }
    header = (quantity, hasDevice, hasError)
    if !hasDevice { begin(file, quantity, line: line) }
  }

  private mutating func begin(
    _ device: String, _ quantity: DeviceMeasurements.Quantity, line: Int
  ) {
    if let last = curves.firstIndex(where: { $0.device == device && $0.quantity == quantity }) {
      return report(
        line, "\(device), \(quantity.rawValue)", "a second block",
        "one, which begins in line \(curves[last].line)")
    }
    curves.append(.init(device: device, quantity: quantity, rows: [], file: file, line: line))
  }

  private mutating func readRow(_ cells: [String], line: Int) {
    guard let header else {
      if problems.isEmpty {
        report(
          line, "header", "a row of numbers", "a line such as `device,field,probability` first")
      }
      return
    }
    let names =
      header.quantity.rawValue.split(separator: ",").map(String.init)
      + (header.hasError ? ["probability_error"] : [])
    let numbers = header.hasDevice ? Array(cells.dropFirst()) : cells
    guard numbers.count == names.count else {
      let expected = names.count + (header.hasDevice ? 1 : 0)
      return report(line, header.quantity.rawValue, "\(cells.count) columns", "\(expected)")
    }
    let device = header.hasDevice ? cells[0] : file
    guard !device.isEmpty else {
      return report(line, "device", "an empty name", "the device's name")
    }
    var row: [Double] = []
    for (index, cell) in numbers.enumerated() {
      let key = "column \(index + (header.hasDevice ? 2 : 1)) (\(names[index]))"
      switch DeviceText.number(cell, in: header.quantity.ranges[index]) {
      case .success(let value): row.append(value)
      case .failure(let problem): return report(line, key, problem.found, problem.expected)
      }
    }
    rowCount += 1
    guard rowCount <= 100_000 else {
      if rowCount == 100_001 { report(line, "file", "more than 100000 rows", "at most 100000") }
      return
    }
    if curves.last?.device != device || curves.last?.quantity != header.quantity {
      let isKnown = curves.contains { $0.device == device && $0.quantity == header.quantity }
      begin(device, header.quantity, line: line)
      if isKnown { return }
    }
    curves[curves.count - 1].rows.append(row)
  }

  private mutating func report(_ line: Int?, _ key: String, _ found: String, _ expected: String) {
    problems.append(
      SpecProblem(file: file, line: line, key: key, found: found, expected: expected))
  }
}
