/// Reads a GGUF file from the front; every length is compared with what is left before room is made.
struct GGUFCursor {
  /// Arrays in arrays that are followed.
  static let maximumDepth = 4

  let file: MappedFile
  /// The next byte.
  private(set) var position = 0
  /// What is being read, for messages.
  var place = "header"

  init(_ file: MappedFile) { self.file = file }

  /// Bytes behind the position.
  var remaining: Int { file.count - position }

  func failure(
    _ problem: ModelFileError.Problem, found: String, expected: String
  ) -> ModelFileError {
    ModelFileError(
      problem, file: file.path, place: "\(place), byte \(position)", found: found,
      expected: expected)
  }

  /// The next number, little-endian.
  mutating func get<Number: FixedWidthInteger & BitwiseCopyable>(
    _ type: Number.Type = Number.self
  ) throws(ModelFileError) -> Number {
    let range = try take(MemoryLayout<Number>.size)
    return file.withBytes(range) { Number(littleEndian: $0.unsafeLoadUnaligned(as: Number.self)) }
  }

  /// The range of the next bytes, which are passed.
  private mutating func take(_ count: Int) throws(ModelFileError) -> Range<Int> {
    guard count <= remaining else {
      throw failure(
        .truncated, found: "\(remaining) bytes to the end of the file", expected: "\(count)")
    }
    position += count
    return (position - count)..<position
  }

  /// A count of things of which each takes at least `bytes`.
  mutating func count(of things: String, bytes: Int) throws(ModelFileError) -> Int {
    let announced = try get(UInt64.self)
    guard announced <= UInt64(remaining / bytes) else {
      throw failure(
        .truncated, found: "\(announced) \(things) in the last \(remaining) bytes",
        expected: "at most \(remaining / bytes)")
    }
    return Int(announced)
  }

  /// A string with its length in front.
  mutating func string() throws(ModelFileError) -> String {
    let length = try count(of: "bytes of text", bytes: 1)
    let range = try take(length)
    let text = file.withBytes(range) { bytes in
      bytes.withUnsafeBytes { String(validating: $0, as: UTF8.self) }
    }
    guard let text else {
      throw failure(.invalidText, found: "bytes that are not UTF-8", expected: "UTF-8")
    }
    return text
  }

  /// The number of a kind of value.
  mutating func kind() throws(ModelFileError) -> GGUFValue.Kind {
    let number = try get(UInt32.self)
    guard let kind = GGUFValue.Kind(rawValue: number) else {
      throw failure(.invalidNumber, found: "kind \(number)", expected: "a kind from 0 to 12")
    }
    return kind
  }

  /// A value of a kind.
  mutating func value(_ kind: GGUFValue.Kind, depth: Int = 0) throws(ModelFileError) -> GGUFValue {
    switch kind {
    case .uint8, .int8, .uint16, .int16, .uint32, .int32, .int64: .integer(try integer(kind))
    case .uint64: try large(get())
    case .float32, .float64: .number(try number(kind))
    case .bool: .bool(try bool())
    case .string: .string(try string())
    case .array: try array(depth: depth)
    }
  }

  private func large(_ bits: UInt64) -> GGUFValue {
    Int(exactly: bits).map { .integer($0) } ?? .large(bits)
  }

  private mutating func integer(_ kind: GGUFValue.Kind) throws(ModelFileError) -> Int {
    switch kind {
    case .uint8: Int(try get(UInt8.self))
    case .int8: Int(try get(Int8.self))
    case .uint16: Int(try get(UInt16.self))
    case .int16: Int(try get(Int16.self))
    case .uint32: Int(try get(UInt32.self))
    case .int32: Int(try get(Int32.self))
    default: Int(try get(Int64.self))
    }
  }

  private mutating func number(_ kind: GGUFValue.Kind) throws(ModelFileError) -> Double {
    kind == .float32
      ? Double(Float(bitPattern: try get())) : Double(bitPattern: try get())
  }

  private mutating func bool() throws(ModelFileError) -> Bool {
    let byte = try get(UInt8.self)
    guard byte < 2 else {
      throw failure(.invalidNumber, found: "truth \(byte)", expected: "0 or 1")
    }
    return byte == 1
  }

  private mutating func array(depth: Int) throws(ModelFileError) -> GGUFValue {
    guard depth < Self.maximumDepth else {
      throw failure(
        .unsupported, found: "arrays nested \(depth + 1) deep",
        expected: "at most \(Self.maximumDepth)")
    }
    let kind = try kind()
    let count = try count(of: "elements", bytes: kind.leastBytes)
    switch kind {
    case .uint8, .int8, .uint16, .int16, .uint32, .int32, .int64:
      return .integers(
        try list(count) { cursor throws(ModelFileError) in
          try cursor.integer(kind)
        })
    case .float32, .float64:
      return .numbers(
        try list(count) { cursor throws(ModelFileError) in
          try cursor.number(kind)
        })
    case .bool:
      return .bools(try list(count) { cursor throws(ModelFileError) in try cursor.bool() })
    case .string:
      return .strings(try list(count) { cursor throws(ModelFileError) in try cursor.string() })
    case .uint64:
      let values = try list(count) { cursor throws(ModelFileError) in try cursor.get(UInt64.self) }
      let integers = values.compactMap { Int(exactly: $0) }
      return integers.count == count ? .integers(integers) : .values(values.map(large))
    case .array:
      return .values(
        try list(count) { cursor throws(ModelFileError) in try cursor.array(depth: depth + 1) })
    }
  }

  private mutating func list<Element>(
    _ count: Int, _ next: (inout GGUFCursor) throws(ModelFileError) -> Element
  ) throws(ModelFileError) -> [Element] {
    var elements: [Element] = []
    elements.reserveCapacity(count)
    for _ in 0..<count { elements.append(try next(&self)) }
    return elements
  }
}
