internal import DenseAlgebra

/// Rows of a slot from some row and column on, `stride` elements apart.
struct SlotRows {
  private let memory: SlotMemory
  private let first: Int
  let stride: Int

  /// - Precondition: the first element lies in the memory.
  init(_ memory: SlotMemory, first: Int, stride: Int) {
    precondition(
      first >= 0 && first <= memory.values.count && stride >= 0,
      "element \(first) of \(memory.values.count), stride \(stride)")
    self.memory = memory
    self.first = first
    self.stride = stride
  }

  /// The same from a later row and column on.
  func from(row: Int = 0, column: Int = 0) -> SlotRows {
    SlotRows(memory, first: first + row * stride + column, stride: stride)
  }

  /// Whether both begin at the same element.
  func isSame(as other: SlotRows) -> Bool { memory === other.memory && first == other.first }

  /// Calls `body` with all that lies behind the first element.
  /// - Precondition: nothing of it is written meanwhile.
  @inline(__always)
  func read<Result>(_ body: (Span<Float>) -> Result) -> Result {
    defer { withExtendedLifetime(memory) {} }
    return body(memory.values.extracting(first...).span)
  }

  /// Calls `body` with all that lies behind the first element, to be written.
  /// - Precondition: nothing of it is read or written by others meanwhile.
  @inline(__always)
  func write<Result>(_ body: (inout MutableSpan<Float>) -> Result) -> Result {
    defer { withExtendedLifetime(memory) {} }
    let values = memory.values.extracting(first...)
    var span = values.mutableSpan
    return body(&span)
  }

  /// Calls `body` with the first `width` elements of a row, to be written.
  @inline(__always)
  func writeRow<Result>(
    _ row: Int, width: Int, _ body: (inout MutableSpan<Float>) -> Result
  ) -> Result {
    write { values in
      var row = values._mutatingExtracting((row &* stride)..<(row &* stride &+ width))
      return body(&row)
    }
  }

  /// Copies the first `width` elements of a row here, unless they are here already.
  func copyRow(_ row: Int, width: Int, of source: SlotRows) {
    guard !isSame(as: source) else { return }
    source.read { values in
      let start = row &* source.stride
      writeRow(row, width: width) { $0.copy(values.extracting(start..<(start &+ width))) }
    }
  }

  /// Row ← row of `a` + row of `b`, either of which may be this one.
  func setSum(_ a: SlotRows, _ b: SlotRows, row: Int, width: Int) {
    // One element is read before the same one is written: pointers, because spans may not overlap.
    let (x, y) = (a.elements(row, width), b.elements(row, width))
    let target = elements(row, width)
    for column in 0..<width { target[column] = x[column] + y[column] }
  }

  /// Row ← row of `a` ⊙ row of `b`, either of which may be this one.
  func setProduct(_ a: SlotRows, _ b: SlotRows, row: Int, width: Int) {
    // Pointers for the same reason.
    let (x, y) = (a.elements(row, width), b.elements(row, width))
    let target = elements(row, width)
    for column in 0..<width { target[column] = x[column] * y[column] }
  }

  /// - Precondition: the row lies in the memory.
  private func elements(_ row: Int, _ width: Int) -> UnsafeMutablePointer<Float> {
    let start = first + row * stride
    precondition(
      row >= 0 && width > 0 && start + width <= memory.values.count,
      "row \(row) of \(width) elements behind \(first) of \(memory.values.count)")
    return memory.values.extracting(start...).baseAddress!
  }
}
