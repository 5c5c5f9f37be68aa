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
  private let bytes: [UInt8]
  private let fileName: String
  private var position: Int

  init(_ bytes: [UInt8], position: Int, fileName: String) {
    self.bytes = bytes
    self.position = position
    self.fileName = fileName
  }

  func failure(_ found: String, _ expected: String) -> ProblemFileError {
    ProblemFileError(
      fileName: fileName, place: "byte \(position)", found: found, expected: expected)
  }

  /// So many bytes have to be left; `whole` and `bias` rely on it.
  func require(_ count: Int) throws(ProblemFileError) {
    guard bytes.count - position >= count else {
      throw failure(
        "\(bytes.count - position) bytes", "\(count) of numbers, as the header says")
    }
  }

  /// Nothing may follow.
  func end() throws(ProblemFileError) {
    guard position == bytes.count else {
      throw failure("\(bytes.count - position) bytes", "the end of the file")
    }
  }

  private mutating func bits(_ size: Int) -> UInt64 {
    var bits: UInt64 = 0
    for k in 0..<size { bits |= UInt64(bytes[position + k]) << UInt64(8 * k) }
    position += size
    return bits
  }

  /// A whole number; one that Int cannot hold becomes the largest, which nothing accepts.
  mutating func whole(_ type: BinaryType) -> Int {
    let bits = bits(type.size)
    guard type.isSigned else { return Int(clamping: bits) }
    let shift = UInt64(64 - 8 * type.size)
    return Int(Int64(bitPattern: bits << shift) >> Int64(shift))
  }

  /// A finite number.
  mutating func bias(_ type: BinaryType) throws(ProblemFileError) -> Double {
    let bits = bits(type.size)
    let value =
      type == .float32
      ? Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits))) : Double(bitPattern: bits)
    guard value.isFinite else {
      position -= type.size
      throw failure("\(value)", "a finite number")
    }
    return value
  }

  /// `VARS`, a length, and labels in JSON.
  mutating func labelSection() throws(ProblemFileError) -> [VariableLabel] {
    guard bytes.count - position >= 8 else {
      throw failure("\(bytes.count - position) bytes", "the labels behind 'VARS'")
    }
    guard bytes[position..<position + 4].elementsEqual("VARS".utf8) else {
      throw failure(ProblemFileError.quoted(bytes[position..<position + 4]), "'VARS'")
    }
    position += 4
    let length = Int(bits(4))
    guard length <= bytes.count - position else {
      throw failure("\(bytes.count - position) bytes", "\(length) of labels")
    }
    var scanner = JSONScanner(
      bytes, range: position..<position + length, fileName: fileName)
    scanner.key = "labels"
    let labels = try scanner.labels()
    guard scanner.peek() == nil else { throw scanner.failure(expected: "nothing more") }
    position += length
    return labels
  }
}
