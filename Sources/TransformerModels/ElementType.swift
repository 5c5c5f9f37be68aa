/// Element types of the safetensors format.
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
  /// Eight bits: sign, 4 of exponent (bias 7), 3 of mantissa; no infinities, NaN where all others are set
  /// (Micikevicius et al. 2022).
  case float8e4m3 = "F8_E4M3"
  /// Eight bits: sign, 5 of exponent (bias 15), 2 of mantissa; the upper half of half precision.
  case float8e5m2 = "F8_E5M2"
  /// A power of two from 2⁻¹²⁷ to 2¹²⁷, a scale of others: not a weight that this program reads.
  case float8e8m0 = "F8_E8M0"
  /// As `F8_E4M3` with bias 8 and no negative zero: not read.
  case float8e4m3fnuz = "F8_E4M3FNUZ"
  /// As `F8_E5M2` with bias 16 and no negative zero: not read.
  case float8e5m2fnuz = "F8_E5M2FNUZ"
  /// Six bits: not read.
  case float6e2m3 = "F6_E2M3"
  /// Six bits: not read.
  case float6e3m2 = "F6_E3M2"
  /// Four bits: not read.
  case float4 = "F4"
  /// Two float32, real and imaginary: not read.
  case complex64 = "C64"

  /// Bits of one element.
  public var bits: Int {
    switch self {
    case .float64, .int64, .uint64, .complex64: 64
    case .float32, .int32, .uint32: 32
    case .float16, .bfloat16, .int16, .uint16: 16
    case .int8, .uint8, .bool, .float8e4m3, .float8e5m2, .float8e8m0, .float8e4m3fnuz,
      .float8e5m2fnuz:
      8
    case .float6e2m3, .float6e3m2: 6
    case .float4: 4
    }
  }

  /// Whether elements are floating point, as trained parameters are.
  public var isFloatingPoint: Bool {
    switch self {
    case .float64, .float32, .float16, .bfloat16, .float8e4m3, .float8e5m2, .float8e4m3fnuz,
      .float8e5m2fnuz, .float6e2m3, .float6e3m2, .float4:
      true
    default: false
    }
  }

  /// Whether this program reads elements of the type; of the others it knows the size alone.
  public var isReadable: Bool {
    switch self {
    case .float8e8m0, .float8e4m3fnuz, .float8e5m2fnuz, .float6e2m3, .float6e3m2, .float4,
      .complex64:
      false
    default: true
    }
  }

  /// Writes the little-endian elements of `bytes` as float32, rounded to nearest where they do not fit.
  ///
  /// - Precondition: the type is readable, and `bytes` holds as many elements as `target`.
  func decode(_ bytes: RawSpan, into target: inout MutableSpan<Float>) {
    switch self {
    case .float64:
      convert(bytes, &target) { (bits: UInt64) in Float(Double(bitPattern: bits)) }
    case .float32:
      convert(bytes, &target) { (bits: UInt32) in Float(bitPattern: bits) }
    case .float16:
      convert(bytes, &target, ElementType.widenHalf)
    case .bfloat16:
      convert(bytes, &target) { (bits: UInt16) in Float(bitPattern: UInt32(bits) << 16) }
    case .int64: convert(bytes, &target) { (value: Int64) in Float(value) }
    case .int32: convert(bytes, &target) { (value: Int32) in Float(value) }
    case .int16: convert(bytes, &target) { (value: Int16) in Float(value) }
    case .int8: convert(bytes, &target) { (value: Int8) in Float(value) }
    case .uint64: convert(bytes, &target) { (value: UInt64) in Float(value) }
    case .uint32: convert(bytes, &target) { (value: UInt32) in Float(value) }
    case .uint16: convert(bytes, &target) { (value: UInt16) in Float(value) }
    case .uint8, .bool: convert(bytes, &target) { (value: UInt8) in Float(value) }
    case .float8e4m3: convert(bytes, &target, ElementType.widenE4M3)
    case .float8e5m2:
      convert(bytes, &target) { (bits: UInt8) in ElementType.widenHalf(UInt16(bits) << 8) }
    case .float8e8m0, .float8e4m3fnuz, .float8e5m2fnuz, .float6e2m3, .float6e3m2, .float4,
      .complex64:
      preconditionFailure("\(rawValue) is not read")
    }
  }

  @inline(__always)
  private func convert<Bits: FixedWidthInteger & BitwiseCopyable>(
    _ bytes: RawSpan, _ target: inout MutableSpan<Float>, _ float: (Bits) -> Float
  ) {
    precondition(bytes.byteCount == target.count &* MemoryLayout<Bits>.size)
    for index in target.indices {
      let bits = bytes.unsafeLoadUnaligned(
        fromByteOffset: index &* MemoryLayout<Bits>.size, as: Bits.self)
      target[index] = float(Bits(littleEndian: bits))
    }
  }

  /// Eight bits with 4 of exponent to single precision: exact.
  private static func widenE4M3(_ bits: UInt8) -> Float {
    let sign = UInt32(bits & 0x80) << 24
    let magnitude = UInt32(bits & 0x7f)
    if magnitude == 0x7f { return Float(bitPattern: sign | 0x7fc0_0000) }
    if magnitude < 8 {  // zero or subnormal: units of 2⁻⁹
      return Float(bitPattern: sign | (Float(magnitude) * 0x1p-9).bitPattern)
    }
    return Float(bitPattern: sign | (magnitude << 20) &+ (120 << 23))
  }

  /// IEEE 754 half to single precision in integer operations: exact, and alike on processors with and
  /// without a conversion instruction.
  static func widenHalf(_ half: UInt16) -> Float {
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
