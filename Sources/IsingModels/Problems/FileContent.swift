import ByteFormats

/// What the first bytes of a file tell.
enum FileContent {
  /// A format that says its name.
  case certain(ProblemFormat)
  /// A file of another kind, in words.
  case foreign(String)
  /// A text whose first line has two numbers.
  case twoNumbers
  /// A text whose first line has three numbers.
  case threeNumbers
  /// A text whose first line names columns between commas.
  case table
  /// A text of numbers between commas.
  case commas
  /// Something else.
  case unknown

  init(_ bytes: [UInt8]) {
    if let foreign = Self.foreign(bytes) {
      self = .foreign(foreign)
      return
    }
    if bytes.starts(with: BinaryModelReader.magic) {
      self = .certain(.bqm)
      return
    }
    // Before the first line there may be comments of any length.
    guard !bytes.prefix(4096).contains(0) else {
      self = .foreign("binary data")
      return
    }
    self = Self.text(bytes)
  }

  /// Files that begin with a mark of their own.
  private static func foreign(_ bytes: [UInt8]) -> String? {
    if bytes.isEmpty { return "an empty file" }
    let marks: [([UInt8], String)] = [
      (GzipMembers.mark, "a gzip archive in a gzip archive"),
      (Array("BZh".utf8), "a bzip2 archive"),
      ([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], "an xz archive"),
      ([0x28, 0xb5, 0x2f, 0xfd], "a zstd archive"),
      ([0x50, 0x4b, 3, 4], "a zip archive (or a NumPy .npz)"),
      ([0x93] + Array("NUMPY".utf8), "a NumPy array"),
      ([0x89] + Array("HDF".utf8), "an HDF5 file"), (Array("%PDF".utf8), "a PDF"),
      (Array("DIMODCQM".utf8), "a constrained model of dimod"),
      (Array("DIMODDQM".utf8), "a discrete model of dimod"),
      (Array("DIMODQM".utf8), "a quadratic model of dimod with mixed variables"),
    ]
    return marks.first { bytes.starts(with: $0.0) }?.1
  }

  private static func text(_ bytes: [UInt8]) -> FileContent {
    var lines = ProblemLines(bytes, fileName: "")
    var hasLines = false
    while lines.advance() {
      guard let first = lines.first else { continue }
      hasLines = true
      if lines.number == 1, MatrixMarketBanner.begins(lines.rest(48).lowercased()) {
        return .certain(.matrixMarket)
      }
      switch first {
      case UInt8(ascii: "{"): return .certain(.json)
      case UInt8(ascii: "["): return .foreign("a list in JSON")
      case UInt8(ascii: "<"): return .foreign("an HTML or XML page")
      case UInt8(ascii: "#"):
        if lines.rest(400).contains("vartype") { return .certain(.coo) }
      case UInt8(ascii: "%"): break
      default:
        var words: [Range<Int>] = []
        var copy = lines
        while words.count < 4, let word = copy.column() { words.append(word) }
        if lines.bytes[words[0]].elementsEqual("c".utf8) { continue }
        return firstLine(lines, words)
      }
    }
    return hasLines ? .unknown : .foreign("a file of empty lines")
  }

  /// What the first line that is no comment tells.
  private static func firstLine(_ lines: ProblemLines, _ words: [Range<Int>]) -> FileContent {
    if lines.bytes[words[0]].elementsEqual("p".utf8) {
      guard words.count > 1 else { return .unknown }
      let name = lines.bytes[words[1]]
      return name.elementsEqual("qubo".utf8)
        ? .certain(.qubo) : .foreign("a DIMACS file \(ProblemFileError.quoted(name))")
    }
    if lines.rest(400).contains(",") {
      let isNamed = lines.rest(400).first?.isLetter ?? false
      return isNamed ? .table : .commas
    }
    let areNumbers = words.allSatisfy { DecimalNumber.parse(lines.bytes, $0) != nil }
    if areNumbers, words.count == 2 { return .twoNumbers }
    if areNumbers, words.count == 3 { return .threeNumbers }
    return .unknown
  }
}
