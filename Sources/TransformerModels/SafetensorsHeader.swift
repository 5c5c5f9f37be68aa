import ByteFormats

/// The header of a safetensors file, checked so that every byte of the data belongs to exactly one
/// tensor (format: https://github.com/huggingface/safetensors).
struct SafetensorsHeader: Sendable {
  /// Where a tensor lies.
  struct Entry: Sendable, Equatable {
    var name: String
    var type: ElementType
    var shape: [Int]
    /// Bytes from the start of the file.
    var range: Range<Int>
  }

  /// The longest header that the format allows, in bytes.
  static let maximumLength = 100_000_000
  private static let lengthBytes = 8

  /// In the order of the header.
  var entries: [Entry] = []
  /// The strings of `__metadata__`.
  var metadata: [String: String] = [:]

  /// Reads and checks the header of a file.
  static func parse(_ mapped: MappedFile) throws(ModelFileError) -> SafetensorsHeader {
    let (file, size) = (mapped.path, mapped.count)
    guard size >= lengthBytes else {
      throw ModelFileError(
        .truncated, file: file, found: "\(size) bytes",
        expected: "at least the \(lengthBytes) bytes of the header's length")
    }
    let announced = mapped.copy(0..<lengthBytes).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    guard announced <= UInt64(maximumLength) else {
      throw ModelFileError(
        .headerTooLong, file: file, place: "header length", found: "\(announced) bytes",
        expected: "at most \(maximumLength)")
    }
    let length = Int(announced)
    guard length <= size - lengthBytes else {
      throw ModelFileError(
        .truncated, file: file, place: "header length",
        found: "\(length) bytes in a file of \(size)",
        expected: "at most \(size - lengthBytes)")
    }
    let text = mapped.copy(lengthBytes..<(lengthBytes + length))
    guard text.first == UInt8(ascii: "{") else {
      throw ModelFileError(
        .invalidJSON, file: file, place: "header",
        found: text.first.map { "byte 0x\(String($0, radix: 16))" } ?? "an empty header",
        expected: "\"{\"")
    }
    guard case .object(let object) = try JSONFile.parse(text, file: file) else {
      throw ModelFileError(
        .invalidJSON, file: file, place: "header", found: "no object", expected: "an object")
    }
    var header = SafetensorsHeader()
    let dataStart = lengthBytes + length
    for member in object.members {
      let place = JSONFile(path: file, prefix: "", object: object)
      guard case .object(let fields) = member.value else {
        throw place.failure(.wrongType, member.key, expected: "an object")
      }
      if member.key == "__metadata__" {
        header.metadata = try strings(JSONFile(path: file, prefix: "__metadata__.", object: fields))
      } else {
        header.entries.append(
          try entry(
            member.key, fields, file: file, dataStart: dataStart,
            dataLength: size - dataStart))
      }
    }
    try header.checkCover(file: file, data: dataStart..<size)
    return header
  }

  private static func strings(_ section: JSONFile) throws(ModelFileError) -> [String: String] {
    var strings: [String: String] = [:]
    for member in section.object.members { strings[member.key] = try section.string(member.key) }
    return strings
  }

  private static func entry(
    _ name: String, _ fields: JSONObject, file: String, dataStart: Int, dataLength: Int
  ) throws(ModelFileError) -> Entry {
    func failure(
      _ problem: ModelFileError.Problem, _ found: String, _ expected: String
    ) -> ModelFileError {
      ModelFileError(
        problem, file: file, place: "tensor \"\(name)\"", found: found, expected: expected)
    }
    func numbers(_ key: String) throws(ModelFileError) -> [Int] {
      guard case .array(let values) = fields[key] else {
        throw failure(
          fields[key] == nil ? .missingKey : .wrongType,
          "\(key) \(fields[key]?.summary ?? "missing")", "an array of whole numbers")
      }
      var numbers: [Int] = []
      for value in values {
        guard case .integer(let number) = value, number >= 0 else {
          throw failure(
            .invalidNumber, "\(key) with \(value.summary)", "whole numbers from 0 to \(Int.max)")
        }
        numbers.append(number)
      }
      return numbers
    }
    guard case .string(let typeName) = fields["dtype"] else {
      throw failure(
        fields["dtype"] == nil ? .missingKey : .wrongType,
        "dtype \(fields["dtype"]?.summary ?? "missing")", "a string")
    }
    guard let type = ElementType(rawValue: typeName) else {
      throw failure(
        .unknownElementType, "dtype \"\(typeName.prefix(20))\"",
        "one of " + ElementType.allCases.map(\.rawValue).joined(separator: ", "))
    }
    let shape = try numbers("shape")
    let offsets = try numbers("data_offsets")
    guard offsets.count == 2, offsets[0] <= offsets[1] else {
      throw failure(.invalidNumber, "data_offsets \(offsets)", "a begin and an end not before it")
    }
    guard offsets[1] <= dataLength else {
      throw failure(
        .offsetsOutOfRange, "data_offsets \(offsets)", "at most the \(dataLength) bytes of data")
    }
    let size = byteSize(shape, type)
    guard size == offsets[1] - offsets[0] else {
      throw failure(
        .sizeMismatch, "\(offsets[1] - offsets[0]) bytes at data_offsets \(offsets)",
        "\(size.map(String.init) ?? "a whole number of") bytes for \(typeName) \(shape)")
    }
    return Entry(
      name: name, type: type, shape: shape,
      range: (dataStart + offsets[0])..<(dataStart + offsets[1]))
  }

  /// Bytes of a tensor; `nil` beyond 64 bits, or where the last byte is not whole.
  private static func byteSize(_ shape: [Int], _ type: ElementType) -> Int? {
    if shape.contains(0) { return 0 }
    var bits = type.bits
    for length in shape {
      let (product, overflow) = bits.multipliedReportingOverflow(by: length)
      if overflow { return nil }
      bits = product
    }
    return bits % 8 == 0 ? bits / 8 : nil
  }

  /// Checks that the tensors follow each other without overlap and hole to the end of the data.
  private func checkCover(file: String, data: Range<Int>) throws(ModelFileError) {
    let sorted = entries.sorted {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    var end = data.lowerBound
    var previous = "the header"
    for entry in sorted {
      let begin = entry.range.lowerBound
      if begin != end {
        throw ModelFileError(
          begin < end ? .overlap : .hole, file: file, place: "tensor \"\(entry.name)\"",
          found: "data from byte \(begin - data.lowerBound)",
          expected: "byte \(end - data.lowerBound), behind \(previous)")
      }
      end = entry.range.upperBound
      previous = "tensor \"\(entry.name)\""
    }
    guard end == data.upperBound else {
      throw ModelFileError(
        .trailingBytes, file: file,
        found: "\(data.upperBound - end) bytes behind \(previous)", expected: "the end of the file")
    }
  }
}
