/// Element types of the safetensors format that this program reads.
public enum ElementType: String, Sendable, CaseIterable {
  /// IEEE double precision.
  case float64 = "F64"
  /// IEEE single precision.
  case float32 = "F32"
  /// IEEE half precision.
  case float16 = "F16"
  /// The upper half of single precision.
  case bfloat16 = "BF16"
  /// Signed, 64 bits.
  case int64 = "I64"
  /// Signed, 32 bits.
  case int32 = "I32"
  /// Signed, 16 bits.
  case int16 = "I16"
  /// Signed, 8 bits.
  case int8 = "I8"
  /// Unsigned, 64 bits.
  case uint64 = "U64"
  /// Unsigned, 32 bits.
  case uint32 = "U32"
  /// Unsigned, 16 bits.
  case uint16 = "U16"
  /// Unsigned, 8 bits.
  case uint8 = "U8"
  /// One byte, 0 or 1.
  case bool = "BOOL"

  /// Bytes of one element.
  public var size: Int {
    switch self {
    case .float64, .int64, .uint64: 8
    case .float32, .int32, .uint32: 4
    case .float16, .bfloat16, .int16, .uint16: 2
    case .int8, .uint8, .bool: 1
    }
  }

  /// Whether elements are floating point, as trained parameters are.
  public var isFloatingPoint: Bool {
    switch self {
    case .float64, .float32, .float16, .bfloat16: true
    default: false
    }
  }

  /// The little-endian elements of `bytes` as float32, rounded to nearest where they do not fit.
  func floats(_ bytes: RawSpan) -> [Float] {
    switch self {
    case .float64:
      convert(bytes) { (bits: UInt64) in Float(Double(bitPattern: bits)) }
    case .float32:
      convert(bytes) { (bits: UInt32) in Float(bitPattern: bits) }
    case .float16:
      convert(bytes, ElementType.widenHalf)
    case .bfloat16:
      convert(bytes) { (bits: UInt16) in Float(bitPattern: UInt32(bits) << 16) }
    case .int64: convert(bytes) { (value: Int64) in Float(value) }
    case .int32: convert(bytes) { (value: Int32) in Float(value) }
    case .int16: convert(bytes) { (value: Int16) in Float(value) }
    case .int8: convert(bytes) { (value: Int8) in Float(value) }
    case .uint64: convert(bytes) { (value: UInt64) in Float(value) }
    case .uint32: convert(bytes) { (value: UInt32) in Float(value) }
    case .uint16: convert(bytes) { (value: UInt16) in Float(value) }
    case .uint8, .bool: convert(bytes) { (value: UInt8) in Float(value) }
    }
  }

  @inline(__always)
  private func convert<Bits: FixedWidthInteger & BitwiseCopyable>(
    _ bytes: RawSpan, _ float: (Bits) -> Float
  ) -> [Float] {
    let count = bytes.byteCount / size
    return [Float](capacity: count) { values in
      for index in 0..<count {
        let bits = bytes.unsafeLoadUnaligned(
          fromByteOffset: index &* MemoryLayout<Bits>.size, as: Bits.self)
        values.append(float(Bits(littleEndian: bits)))
      }
    }
  }

  /// IEEE 754 half to single precision in integer operations: exact, and alike on processors with and
  /// without a conversion instruction.
  private static func widenHalf(_ half: UInt16) -> Float {
    let sign = UInt32(half & 0x8000) << 16
    let magnitude = UInt32(half & 0x7fff)
    if magnitude >= 0x7c00 {  // infinite or NaN
      return Float(bitPattern: sign | 0x7f80_0000 | (magnitude & 0x03ff) << 13)
    }
    if magnitude < 0x0400 {  // zero or subnormal: units of 2⁻²⁴
      let value = Float(magnitude) * 0x1p-24
      return Float(bitPattern: sign | value.bitPattern)
    }
    return Float(bitPattern: sign | (magnitude << 13) &+ (112 << 23))
  }
}
