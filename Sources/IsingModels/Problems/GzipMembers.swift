internal import CZlib

/// The content of gzip archives (RFC 1952): one member, or several behind one another.
enum GzipMembers {
  static let mark: [UInt8] = [0x1f, 0x8b]

  /// The longest content that is unpacked, in bytes: the largest file that is read.
  static let longest = 1 << 32

  /// Unpacks an archive; room grows with what comes out of it, never with what it announces.
  ///
  /// - Throws: `ProblemFileError` for damaged archives, for those that end too early, and for content
  ///   beyond `limit` bytes.
  static func expanded(
    _ bytes: [UInt8], fileName: String, limit: Int = longest
  ) throws(ProblemFileError) -> [UInt8] {
    // zlib keeps the address of its stream.
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    defer {
      stream.deinitialize(count: 1)
      stream.deallocate()
    }
    func failure(_ found: String, _ expected: String) -> ProblemFileError {
      ProblemFileError(fileName: fileName, found: found, expected: expected)
    }
    // 15 bits of window; 16 more ask for gzip's own header.
    guard
      inflateInit2_(stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { throw failure("no memory for zlib", "some kilobytes") }
    defer { inflateEnd(stream) }
    var content: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    var position = 0
    var status = Z_OK
    while true {
      let given = min(bytes.count - position, 1 << 30)
      let (used, made) = bytes.withUnsafeBufferPointer { input in
        chunk.withUnsafeMutableBufferPointer { output in
          stream.pointee.next_in = UnsafeMutablePointer(
            mutating: input.baseAddress.map { $0 + position })
          stream.pointee.avail_in = UInt32(given)
          stream.pointee.next_out = output.baseAddress
          stream.pointee.avail_out = UInt32(output.count)
          status = inflate(stream, Z_NO_FLUSH)
          return (
            given - Int(stream.pointee.avail_in), output.count - Int(stream.pointee.avail_out)
          )
        }
      }
      position += used
      content += chunk[..<made]
      guard content.count <= limit else {
        throw failure("a gzip archive of more than \(limit) bytes", "at most so many")
      }
      switch status {
      case Z_STREAM_END:
        // Some tools fill the last block with zeros.
        guard bytes[position...].contains(where: { $0 != 0 }) else { return content }
        guard inflateReset(stream) == Z_OK else { throw failure("a damaged archive", "gzip") }
      case Z_OK where used > 0 || made > 0: break
      case Z_OK, Z_BUF_ERROR:
        throw failure("a gzip archive that ends after \(bytes.count) bytes", "the whole archive")
      default:
        throw failure("a gzip archive that is damaged at byte \(position)", "a whole archive")
      }
    }
  }
}
