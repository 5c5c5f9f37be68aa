import ByteFormats

/// The sections of a program file, one after the other. Sizes are compared with what is there before
/// anything of that size is made.
struct ProgramSections {
  private var reader: ByteReader
  private let file: String

  /// Checks the head, the size and the sum.
  init(checking bytes: [UInt8], file: String) throws(ProgramFileError) {
    self.file = file
    let end = bytes.count - ProgramFile.sumBytes
    reader = ByteReader(bytes, range: ProgramFile.headBytes..<max(end, ProgramFile.headBytes))
    guard ProgramFile.isProgram(bytes) else {
      throw error("other first bytes", "a program, which starts with INPUPROG")
    }
    guard end >= ProgramFile.headBytes else {
      throw error("\(bytes.count) bytes", "a whole program: the end is missing")
    }
    func number<Number: FixedWidthInteger & BitwiseCopyable>(at offset: Int) -> Number {
      bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: Number.self) }
    }
    let version: UInt32 = number(at: 8)
    guard ProgramFile.versions.contains(version) else {
      throw error("version \(version) of the form", "version 1 or 2")
    }
    let size: UInt64 = number(at: 12)
    guard size == UInt64(bytes.count) else {
      throw error("\(bytes.count) bytes", "\(size), the size that the file states")
    }
    let sum: UInt64 = number(at: end)
    guard sum == FNV1a.of(bytes[..<end]) else {
      throw error("another sum than the file states", "an undamaged file")
    }
  }

  func error(_ found: String, _ expected: String) -> ProgramFileError {
    ProgramFileError(file: file, found: found, expected: expected)
  }

  /// The next section; `size` is the one that it must have.
  private mutating func section(
    _ what: String, size: Int?
  ) throws(ProgramFileError) -> ArraySlice<UInt8> {
    guard let stated = try? reader.get(UInt64.self) else { throw error("the end", what) }
    guard let count = Int(exactly: stated), let content = try? reader.slice(count) else {
      throw error("\(what) of \(stated) bytes", "at most the \(reader.remaining) that follow")
    }
    if let size, count != size {
      throw error("\(what) of \(stated) bytes", "\(size), as the listing declares")
    }
    return content
  }

  mutating func text() throws(ProgramFileError) -> ListedProgram {
    guard let text = String(validating: try section("the listing", size: nil), as: UTF8.self)
    else { throw error("a listing that is no UTF-8", "text") }
    do { return try Listing.read(text, file: "listing") } catch {
      throw self.error("\(error.description)", "a listing that can be read")
    }
  }

  mutating func codes(
    _ count: Int, bits: Int, of name: String
  ) throws(ProgramFileError) -> [Int16] {
    // A code has two bits at least, and this keeps the product of count and bits in its range.
    guard count <= 4 * reader.bytes.count else {
      throw error("\(reader.bytes.count) bytes in all", "\(count) codes of \(name)")
    }
    let packed = try section(
      "codes of \(name)", size: CodePacking.byteCount(count, bits: bits))
    guard let codes = CodePacking.codes(packed, count: count, bits: bits) else {
      throw error(
        "a code of \(name) that is out of its range",
        "magnitudes up to \(CodePacking.largest(bits: bits))")
    }
    return codes
  }

  mutating func floats(_ count: Int, _ what: String) throws(ProgramFileError) -> [Float] {
    try section(what, size: 4 * count).withUnsafeBytes { section in
      (0..<count).map { section.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
    }
  }

  func expectEnd() throws(ProgramFileError) {
    guard reader.isAtEnd else {
      throw error("\(reader.remaining) bytes behind the last section", "none")
    }
  }
}
