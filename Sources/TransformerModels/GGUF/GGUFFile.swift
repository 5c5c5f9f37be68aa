import ByteFormats

/// A GGUF file of version 2 or 3: metadata and the places of its tensors, checked against the length of
/// the file; the tensors' bytes stay where they are (format:
/// https://github.com/ggml-org/ggml/blob/master/docs/gguf.md).
package struct GGUFFile: Sendable {
  /// Where a tensor lies.
  struct Entry: Sendable {
    let name: String
    let type: GGUFTensorType
    /// Sizes, slowest first, as in safetensors; the file has them fastest first.
    let shape: [Int]
    /// Bytes from the start of the file.
    let range: Range<Int>
  }

  static let magic = Array("GGUF".utf8)
  /// Sizes of a tensor that the format allows.
  private static let maximumDimensions = 4
  private static let maximumAlignment = 1 << 20

  let file: MappedFile
  package let metadata: GGUFMetadata
  /// In the order of the file.
  let entries: [Entry]
  private let indices: [ExactText: Int]

  /// - Throws: `ModelFileError` with the byte: the file is missing, ends early, is of another format or
  ///   version, or its tensors do not follow each other within it.
  package init(path: String) throws(ModelFileError) {
    let file = try MappedFile(path: path)
    var cursor = GGUFCursor(file)
    try Self.checkVersion(&cursor)
    // A tensor has a name, a number of sizes, a type and an offset; a key a name, a kind and a value.
    let tensorCount = try cursor.count(of: "tensors", bytes: 24)
    let keyCount = try cursor.count(of: "keys", bytes: 13)
    let metadata = try GGUFMetadata(&cursor, count: keyCount)
    let alignment = try metadata.integer(
      "general.alignment", in: 1...Self.maximumAlignment, default: 32)
    guard alignment & (alignment - 1) == 0 else {
      throw metadata.failure(.invalidNumber, "general.alignment", expected: "a power of two")
    }
    var headers: [(name: String, type: GGUFTensorType, shape: [Int], offset: UInt64, size: Int)] =
      []
    var indices: [ExactText: Int] = [:]
    for index in 0..<tensorCount {
      cursor.place = "tensor \(index)"
      let name = try cursor.string()
      cursor.place = "tensor \"\(name)\""
      let (shape, type, size) = try Self.layout(&cursor)
      headers.append((name, type, shape, try cursor.get(), size))
      guard indices.updateValue(index, forKey: ExactText(name)) == nil else {
        throw cursor.failure(
          .duplicateName, found: "the same name twice", expected: "each tensor once")
      }
    }
    let pad = { (offset: Int) in (offset + alignment - 1) & ~(alignment - 1) }
    let start = pad(cursor.position)
    // Each tensor begins behind the one before it, as the format's own reader demands.
    var end = start
    entries = try headers.map { header throws(ModelFileError) in
      cursor.place = "tensor \"\(header.name)\""
      let begin = pad(end)
      guard Int(exactly: header.offset) == begin - start else {
        throw cursor.failure(
          .offsetsOutOfRange, found: "offset \(header.offset)",
          expected: "\(begin - start), behind the tensor before it")
      }
      guard begin <= file.count, header.size <= file.count - begin else {
        throw ModelFileError(
          .truncated, file: path, place: "tensor \"\(header.name)\"",
          found: "\(max(0, file.count - begin)) bytes to the end of the file",
          expected: "\(header.size) for \(header.type.name) \(header.shape)")
      }
      end = begin + header.size
      return Entry(
        name: header.name, type: header.type, shape: header.shape, range: begin..<end)
    }
    self.file = file
    self.metadata = metadata
    self.indices = indices
  }

  /// The place of a tensor; `nil` if there is none of this name.
  func entry(_ name: String) -> Entry? { indices[ExactText(name)].map { entries[$0] } }

  /// A tensor as float32, in the order of the file.
  ///
  /// - Throws: `missingTensor`, or `unknownElementType` for a quantisation that this program does not read.
  package func tensor(named name: String) throws(ModelFileError) -> Tensor {
    guard let entry = entry(name) else {
      throw ModelFileError(
        .missingTensor, file: file.path, place: "tensor \"\(name)\"", found: "no such tensor",
        expected: "a tensor of this name")
    }
    try checkReadable(entry)
    return Tensor(name: name, shape: entry.shape, rows: GGUFRows(file: file, entry: entry))
  }

  /// Refuses quantisations that this program does not read.
  func checkReadable(_ entry: Entry) throws(ModelFileError) {
    guard GGUFTensorType.readable.contains(entry.type) else {
      throw ModelFileError(
        .unknownElementType, file: file.path, place: "tensor \"\(entry.name)\"",
        found: "the quantisation \(entry.type.name)",
        expected: "one of " + GGUFTensorType.readable.map(\.name).joined(separator: ", "))
    }
  }

  /// Whether the file begins as a GGUF file does.
  static func hasMagic(_ file: MappedFile) -> Bool {
    file.count >= magic.count && file.copy(0..<magic.count) == magic
  }

  private static func checkVersion(_ cursor: inout GGUFCursor) throws(ModelFileError) {
    let file = cursor.file
    guard hasMagic(file) else {
      let begin = file.copy(0..<min(4, file.count)).map { String($0, radix: 16) }
      throw ModelFileError(
        .unsupported, file: file.path, place: "header",
        found: begin.isEmpty ? "an empty file" : "bytes \(begin.joined(separator: " "))",
        expected: "\"GGUF\"")
    }
    _ = try cursor.get(UInt32.self)
    let version = try cursor.get(UInt32.self)
    guard version == 2 || version == 3 else {
      let swapped = version.byteSwapped == 2 || version.byteSwapped == 3
      throw ModelFileError(
        .unsupported, file: file.path, place: "version",
        found: swapped ? "the big-endian version \(version.byteSwapped)" : "\(version)",
        expected: "little-endian version 2 or 3")
    }
  }

  /// The next tensor's sizes and type, and the bytes that these take.
  private static func layout(
    _ cursor: inout GGUFCursor
  ) throws(ModelFileError) -> (shape: [Int], type: GGUFTensorType, size: Int) {
    let dimensions = try cursor.get(UInt32.self)
    guard (1...maximumDimensions).contains(Int(dimensions)) else {
      throw cursor.failure(
        .unsupported, found: "\(dimensions) sizes", expected: "1 to \(maximumDimensions)")
    }
    var shape: [Int] = []
    for _ in 0..<dimensions {
      let length = try cursor.get(UInt64.self)
      // Below 2⁴⁰ each, so that sums with an offset in the file do not overflow.
      guard length <= 1 << 40 else {
        throw cursor.failure(
          .invalidNumber, found: "the size \(length)", expected: "at most \(1 << 40)")
      }
      shape.insert(Int(length), at: 0)
    }
    let number = try cursor.get(UInt32.self)
    guard let type = GGUFTensorType(rawValue: number) else {
      throw cursor.failure(
        .unknownElementType, found: "type \(number)",
        expected: "one of " + GGUFTensorType.allCases.map(\.name).joined(separator: ", "))
    }
    let (elements, bytes) = type.block
    guard shape[shape.count - 1] % elements == 0 else {
      throw cursor.failure(
        .sizeMismatch, found: "rows of \(shape[shape.count - 1])",
        expected: "a multiple of \(type.name)'s \(elements)")
    }
    var size = bytes
    for length in shape.dropLast() + [shape[shape.count - 1] / elements] {
      let (product, overflow) = size.multipliedReportingOverflow(by: length)
      guard !overflow, product <= cursor.file.count else {
        throw cursor.failure(
          .truncated, found: "a file of \(cursor.file.count) bytes",
          expected: "room for \(type.name) \(shape)")
      }
      size = product
    }
    return (shape, type, size)
  }
}
