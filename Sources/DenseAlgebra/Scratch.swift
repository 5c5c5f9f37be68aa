/// Calls `body` with `count` elements that hold `value`; they are gone afterwards.
///
/// - Parameters:
///   - count: from 0.
///   - value: what each element holds at first.
///   - alignment: of the first one in bytes; 64, a cache line, for what the library multiplies.
///   - body: works with the elements.
/// - Returns: what `body` returns.
@inlinable @inline(__always)
public func withScratch<Element: BitwiseCopyable, Result>(
  _ count: Int, repeating value: Element, alignment: Int = MemoryLayout<Element>.alignment,
  _ body: (inout MutableSpan<Element>) -> Result
) -> Result {
  withUnsafeTemporaryAllocation(
    byteCount: max(1, count) * MemoryLayout<Element>.stride, alignment: alignment
  ) { bytes in
    let elements = UnsafeMutableBufferPointer(
      rebasing: bytes.bindMemory(to: Element.self)[..<count])
    elements.initialize(repeating: value)
    var span = elements.mutableSpan
    return body(&span)
  }
}

/// Calls `body` with `count` elements, of which each has to be written before it is read.
///
/// - Parameters:
///   - count: from 0.
///   - type: of the elements.
///   - alignment: of the first one in bytes; a cache line, for what the library multiplies.
///   - body: works with the elements.
/// - Returns: what `body` returns.
@inlinable @inline(__always)
public func withUnwrittenScratch<Element: BitwiseCopyable, Result>(
  _ count: Int, of type: Element.Type, alignment: Int = 64,
  _ body: (inout MutableSpan<Element>) -> Result
) -> Result {
  withUnsafeTemporaryAllocation(
    byteCount: max(1, count) * MemoryLayout<Element>.stride, alignment: alignment
  ) { bytes in
    var span = UnsafeMutableBufferPointer(
      rebasing: bytes.bindMemory(to: Element.self)[..<count]
    ).mutableSpan
    return body(&span)
  }
}
