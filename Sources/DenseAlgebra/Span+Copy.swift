extension MutableSpan where Element: BitwiseCopyable {
  /// Copies all of `source` to the elements from `index` on.
  /// - Precondition: they lie in the span.
  @inlinable @inline(__always)
  public mutating func copy(_ source: Span<Element>, at index: Int = 0) {
    precondition(
      index >= 0 && source.count <= count && index <= count &- source.count,
      "\(source.count) elements to \(index) of \(count)")
    source.withUnsafeBytes { from in
      withUnsafeMutableBytes { to in
        UnsafeMutableRawBufferPointer(rebasing: to[(index &* MemoryLayout<Element>.stride)...])
          .copyMemory(from: from)
      }
    }
  }
}
