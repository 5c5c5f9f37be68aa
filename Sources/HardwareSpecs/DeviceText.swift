/// The CSV text of measured devices in lines of cells, as tables and measurements are made of.
///
/// Blank lines and those that begin with `#` are left out; blanks around cells are, too.
struct DeviceText {
  /// Problems after which reading stops: a file of another kind should not fill a screen.
  static let maximumProblems = 20

  /// Lines with their numbers, from 1.
  let lines: [(number: Int, cells: [String])]

  /// Splits a text.
  ///
  /// - Throws: `SpecError` for a file that is too large or no UTF-8.
  init(_ bytes: [UInt8], file: String) throws(SpecError) {
    func problem(_ found: String, _ expected: String) -> SpecError {
      SpecError(problems: [
        SpecProblem(file: file, line: nil, key: "file", found: found, expected: expected)
      ])
    }
    guard bytes.count <= SpecDocument.maximumBytes else {
      throw problem("\(bytes.count) bytes", "at most \(SpecDocument.maximumBytes) bytes")
    }
    let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
    guard let text = String(validating: content, as: UTF8.self) else {
      throw problem("bytes that are not UTF-8", "UTF-8 text")
    }
    // By bytes: "\r\n" is one character, which is not "\n".
    let all = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    lines = all.enumerated().compactMap { index, line in
      let cells = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map {
        Self.trimmed($0)
      }
      return cells == [""] || cells[0].hasPrefix("#") ? nil : (index + 1, cells)
    }
  }

  private static func trimmed(_ bytes: Substring.UTF8View.SubSequence) -> String {
    let blanks: [UInt8] = [0x20, 0x09, 0x0D]
    var rest = bytes
    while let first = rest.first, blanks.contains(first) { rest = rest.dropFirst() }
    while let last = rest.last, blanks.contains(last) { rest = rest.dropLast() }
    return String(decoding: rest, as: UTF8.self)
  }

  /// A cell in a message: short, without control characters.
  static func shown(_ text: String) -> String {
    String(
      text.unicodeScalars.prefix(60).map {
        $0.properties.generalCategory == .control ? "\u{FFFD}" : Character($0)
      })
  }

  /// A number of a cell within the limits of its column.
  ///
  /// - Returns: the number, or what was found and expected.
  static func number(
    _ cell: String, in range: ClosedRange<Double>
  ) -> Result<Double, CellProblem> {
    guard let value = SpecMapping.finiteNumber(cell) else {
      return .failure(CellProblem(found: "`\(shown(cell))`", expected: "a finite number"))
    }
    guard range.contains(value) else {
      return .failure(
        CellProblem(
          found: PhysicalUnit.short(value),
          expected:
            "\(PhysicalUnit.short(range.lowerBound)) to \(PhysicalUnit.short(range.upperBound))"))
    }
    return .success(value)
  }

  /// What is wrong with a cell.
  struct CellProblem: Error {
    let found: String
    let expected: String
  }
}
