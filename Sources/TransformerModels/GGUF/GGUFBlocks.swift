/// Numbers in blocks, as ggml codes them (ggml-quants.c): each block has scales in half precision, and
/// whole numbers of few bits. All products and sums are float32, in ggml's order.
enum GGUFBlocks {
  /// Writes the elements of whole blocks.
  ///
  /// - Precondition: the type is one of `GGUFTensorType.readable`, and `bytes` are as many blocks as
  ///   `target` has elements for.
  static func decode(
    _ type: GGUFTensorType, _ bytes: RawSpan, into target: inout MutableSpan<Float>
  ) {
    switch type {
    case .F32: ElementType.float32.decode(bytes, into: &target)
    case .F16: ElementType.float16.decode(bytes, into: &target)
    case .BF16: ElementType.bfloat16.decode(bytes, into: &target)
    case .Q8_0: blocks(type, bytes, &target, eightBits)
    case .Q4_0: blocks(type, bytes, &target, fourBitsSigned)
    case .Q4_1: blocks(type, bytes, &target, fourBitsWithLeast)
    case .Q4_K: blocks(type, bytes, &target, fourBitsInEight)
    case .Q6_K: blocks(type, bytes, &target, sixBits)
    default: preconditionFailure("\(type.name) is not read")
    }
  }

  @inline(__always)
  private static func blocks(
    _ type: GGUFTensorType, _ bytes: RawSpan, _ target: inout MutableSpan<Float>,
    _ decode: (RawSpan, inout MutableSpan<Float>) -> Void
  ) {
    let (elements, size) = type.block
    let count = target.count / elements
    precondition(bytes.byteCount == count * size && target.count == count * elements)
    for block in 0..<count {
      var values = target._mutatingExtracting(
        (block &* elements)..<(block &* elements &+ elements))
      decode(bytes.extracting((block &* size)..<(block &* size &+ size)), &values)
    }
  }

  @inline(__always)
  private static func half(_ block: RawSpan, at offset: Int) -> Float {
    ElementType.widenHalf(
      UInt16(littleEndian: block.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self)))
  }

  @inline(__always)
  private static func byte(_ block: RawSpan, _ offset: Int) -> UInt8 {
    block.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt8.self)
  }

  /// `Q8_0`: y = d q.
  @inline(__always)
  private static func eightBits(_ block: RawSpan, _ y: inout MutableSpan<Float>) {
    let d = half(block, at: 0)
    for index in 0..<32 { y[index] = d * Float(Int8(bitPattern: byte(block, 2 &+ index))) }
  }

  /// `Q4_0`: y = d (q − 8); the low four bits are the first half of the block.
  @inline(__always)
  private static func fourBitsSigned(_ block: RawSpan, _ y: inout MutableSpan<Float>) {
    let d = half(block, at: 0)
    for index in 0..<16 {
      let pair = byte(block, 2 &+ index)
      y[index] = d * Float(Int8(pair & 15) &- 8)
      y[index &+ 16] = d * Float(Int8(pair &>> 4) &- 8)
    }
  }

  /// `Q4_1`: y = d q + m.
  @inline(__always)
  private static func fourBitsWithLeast(_ block: RawSpan, _ y: inout MutableSpan<Float>) {
    let d = half(block, at: 0)
    let m = half(block, at: 2)
    for index in 0..<16 {
      let pair = byte(block, 4 &+ index)
      y[index] = d * Float(pair & 15) + m
      y[index &+ 16] = d * Float(pair &>> 4) + m
    }
  }

  /// `Q4_K`: eight groups of 32 with six bits each for scale s and least value m:
  /// y = (d s) q − (d′ m).
  private static func fourBitsInEight(_ block: RawSpan, _ y: inout MutableSpan<Float>) {
    let d = half(block, at: 0)
    let dLeast = half(block, at: 2)
    for group in 0..<8 {
      let scale: UInt8
      let least: UInt8
      if group < 4 {
        scale = byte(block, 4 + group) & 63
        least = byte(block, 8 + group) & 63
      } else {
        // The last four have their low bits in a byte, their high ones above those of the first four.
        let low = byte(block, 8 + group)
        scale = low & 15 | (byte(block, group) >> 6) << 4
        least = low >> 4 | (byte(block, 4 + group) >> 6) << 4
      }
      let s = d * Float(scale)
      let m = dLeast * Float(least)
      let shift = UInt8(group & 1) * 4
      let start = 16 + group / 2 * 32
      for index in 0..<32 {
        let code = byte(block, start &+ index) &>> shift & 15
        y[group &* 32 &+ index] = s * Float(code) - m
      }
    }
  }

  /// `Q6_K`: sixteen groups of 16 with eight bits each for a scale s: y = (d s) (q − 32).
  private static func sixBits(_ block: RawSpan, _ y: inout MutableSpan<Float>) {
    let d = half(block, at: 208)
    for part in 0..<8 {
      // Parts 0 to 3 are the first half of the block: low and low, high and high four bits.
      let (first, quarter) = (part / 4, part % 4)
      let low = first * 64 + (quarter & 1) * 32
      let shift = UInt8(quarter >> 1) * 4
      let highShift = UInt8(quarter) * 2
      for index in 0..<32 {
        let bits = byte(block, low &+ index) &>> shift & 15
        let high = byte(block, 128 &+ first &* 32 &+ index) &>> highShift & 3
        let scale = Int8(bitPattern: byte(block, 192 &+ part &* 2 &+ index / 16))
        y[part &* 32 &+ index] = (d * Float(scale)) * Float(Int8(bits | high &<< 4) &- 32)
      }
    }
  }
}
