/// Calls `body` with `count` elements that hold `value`, at a whole cache line; they are gone afterwards.
@inlinable @inline(__always)
public func withScratch<Element: BitwiseCopyable, Result>(
  _ count: Int, repeating value: Element, _ body: (inout MutableSpan<Element>) -> Result
) -> Result {
  withUnsafeTemporaryAllocation(
    byteCount: max(1, count) * MemoryLayout<Element>.stride, alignment: 64
  ) { bytes in
    let elements = UnsafeMutableBufferPointer(
      rebasing: bytes.bindMemory(to: Element.self)[..<count])
    elements.initialize(repeating: value)
    var span = elements.mutableSpan
    return body(&span)
  }
}
