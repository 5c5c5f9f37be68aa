/// The sections of a program file, one after the other. Sizes are compared with what is there before
/// anything of that size is made.
struct ByteReader {
  private let bytes: [UInt8]
  private let file: String
  private var at = ProgramFile.headBytes
  /// Where the sections end.
  private let end: Int

  /// Checks the head, the size and the sum.
  init(checking bytes: [UInt8], file: String) throws(ProgramFileError) {
    self.bytes = bytes
    self.file = file
    end = bytes.count - ProgramFile.sumBytes
    guard ProgramFile.isProgram(bytes) else {
      throw error("other first bytes", "a program, which starts with INPUPROG")
    }
    guard end >= ProgramFile.headBytes else {
      throw error("\(bytes.count) bytes", "a whole program: the end is missing")
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
    guard sum == Checksum.of(bytes[..<end]) else {
      throw error("another sum than the file states", "an undamaged file")
    }
  }

  func error(_ found: String, _ expected: String) -> ProgramFileError {
    ProgramFileError(file: file, found: found, expected: expected)
  }

  private func number<Number: FixedWidthInteger & BitwiseCopyable>(at offset: Int) -> Number {
    bytes.withUnsafeBytes {
      Number(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Number.self))
    }
  }

  /// The next section; `size` is the one that it must have.
  private mutating func section(
    _ what: String, size: Int?
  ) throws(ProgramFileError) -> ArraySlice<UInt8> {
    guard end - at >= 8 else { throw error("the end", what) }
    let stated: UInt64 = number(at: at)
    at += 8
    guard stated <= UInt64(end - at) else {
      throw error("\(what) of \(stated) bytes", "at most the \(end - at) that follow")
    }
    if let size, stated != UInt64(size) {
      throw error("\(what) of \(stated) bytes", "\(size), as the listing declares")
    }
    at += Int(stated)
    return bytes[(at - Int(stated))..<at]
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
    guard count <= 4 * bytes.count else {
      throw error("\(bytes.count) bytes in all", "\(count) codes of \(name)")
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
      (0..<count).map {
        Float(
          bitPattern: UInt32(
            littleEndian: section.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)))
      }
    }
  }

  func expectEnd() throws(ProgramFileError) {
    guard at == end else { throw error("\(end - at) bytes behind the last section", "none") }
  }
}
