import ByteFormats

/// NumPy's names of number types in dimod's binary form.
enum BinaryType: String {
  case float64, float32
  case int8, int16, int32, int64
  case uint8, uint16, uint32, uint64

  static let integers: [BinaryType] = [
    .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64,
  ]

  /// In bytes.
  var size: Int {
    switch self {
    case .int8, .uint8: 1
    case .int16, .uint16: 2
    case .float32, .int32, .uint32: 4
    case .float64, .int64, .uint64: 8
    }
  }

  var isSigned: Bool { rawValue.hasPrefix("int") }
}

/// Little-endian numbers one after another.
struct BinaryNumbers {
  private var reader: ByteReader
  private let fileName: String

  init(_ bytes: [UInt8], position: Int, fileName: String) {
    reader = ByteReader(bytes, range: position..<bytes.count)
    self.fileName = fileName
  }

  func failure(_ found: String, _ expected: String) -> ProblemFileError {
    failure(found, expected, at: reader.position)
  }

  private func failure(_ found: String, _ expected: String, at byte: Int) -> ProblemFileError {
    ProblemFileError(fileName: fileName, place: "byte \(byte)", found: found, expected: expected)
  }

  /// So many bytes have to be left; `whole` and `bias` rely on it.
  func require(_ count: Int) throws(ProblemFileError) {
    guard reader.remaining >= count else {
      throw failure("\(reader.remaining) bytes", "\(count) of numbers, as the header says")
    }
  }

  /// Nothing may follow.
  func end() throws(ProblemFileError) {
    guard reader.isAtEnd else { throw failure("\(reader.remaining) bytes", "the end of the file") }
  }

  /// A whole number; one that Int cannot hold becomes the largest, which nothing accepts.
  mutating func whole(_ type: BinaryType) -> Int {
    let bits = reader.unsigned(type.size)
    guard type.isSigned else { return Int(clamping: bits) }
    let shift = UInt64(64 - 8 * type.size)
    return Int(Int64(bitPattern: bits << shift) >> Int64(shift))
  }

  /// A finite number.
  mutating func bias(_ type: BinaryType) throws(ProblemFileError) -> Double {
    let bits = reader.unsigned(type.size)
    let value =
      type == .float32
      ? Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits))) : Double(bitPattern: bits)
    guard value.isFinite else {
      throw failure("\(value)", "a finite number", at: reader.position - type.size)
    }
    return value
  }

  /// `VARS`, a length, and labels in JSON.
  mutating func labelSection() throws(ProblemFileError) -> [VariableLabel] {
    guard reader.remaining >= 8 else {
      throw failure("\(reader.remaining) bytes", "the labels behind 'VARS'")
    }
    let (bytes, start) = (reader.bytes, reader.position)
    guard bytes[start..<start + 4].elementsEqual("VARS".utf8) else {
      throw failure(ProblemFileError.quoted(bytes[start..<start + 4]), "'VARS'")
    }
    _ = reader.unsigned(4)
    let length = Int(reader.unsigned(4))
    guard let text = try? reader.slice(length) else {
      throw failure("\(reader.remaining) bytes", "\(length) of labels")
    }
    var labels: [VariableLabel] = []
    try ProblemFileError.reading(bytes, text.indices, fileName) { (scanner) throws(JSONError) in
      scanner.key = "labels"
      labels = try scanner.labels()
      guard scanner.peek() == nil else { throw scanner.failure(expected: "nothing more") }
    }
    return labels
  }
}
