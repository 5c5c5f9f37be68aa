/// Writes numbers and lists of numbers one after the other.
struct StateWriter {
  private(set) var bytes: [UInt8] = []

  mutating func put<Number: BitwiseCopyable>(_ value: Number) {
    withUnsafeBytes(of: value) { bytes += $0 }
  }

  mutating func put<Number: BitwiseCopyable>(_ values: [Number]) {
    put(UInt64(values.count))
    values.withUnsafeBytes { bytes += $0 }
  }
}

/// Reads what `StateWriter` wrote, in the same order.
struct StateReader {
  /// The bytes end too early, or hold what no state can.
  struct Damaged: Error {}

  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { place == bytes.count }

  mutating func get<Number: BitwiseCopyable>(
    _ type: Number.Type = Number.self
  ) throws(Damaged) -> Number {
    let size = MemoryLayout<Number>.size
    guard size <= bytes.count - place else { throw Damaged() }
    defer { place += size }
    return bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: Number.self) }
  }

  mutating func list<Number: BitwiseCopyable>(
    _ type: Number.Type = Number.self
  ) throws(Damaged) -> [Number] {
    let count: UInt64 = try get()
    let stride = MemoryLayout<Number>.stride
    guard count <= UInt64((bytes.count - place) / stride) else { throw Damaged() }
    let size = Int(count) * stride
    defer { place += size }
    return [Number](unsafeUninitializedCapacity: Int(count)) { buffer, filled in
      bytes.withUnsafeBytes {
        UnsafeMutableRawBufferPointer(buffer).copyBytes(from: $0[place..<(place + size)])
      }
      filled = Int(count)
    }
  }
}
