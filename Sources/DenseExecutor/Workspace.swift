/// Memory of one running block: the plan's slots and a matrix of attention scores. Used by one thread
/// at a time and kept between calls, so that the loop over blocks allocates nothing.
final class Workspace: @unchecked Sendable {
  private let widths: [Int]
  private(set) var slots: [UnsafeMutablePointer<Float>] = []
  private var rowCapacity = 0
  private(set) var scores: UnsafeMutablePointer<Float>
  private var scoreCapacity = 0

  init(widths: [Int]) {
    self.widths = widths
    scores = Self.zeros(0)
  }

  deinit {
    slots.forEach { $0.deallocate() }
    scores.deallocate()
  }

  /// Makes room for `rows` rows of every slot and `scores` attention scores.
  func reserve(rows: Int, scores count: Int) {
    if rows > rowCapacity {
      slots.forEach { $0.deallocate() }
      slots = widths.map { Self.zeros(rows * $0) }
      rowCapacity = rows
    }
    if count > scoreCapacity {
      scores.deallocate()
      scores = Self.zeros(count)
      scoreCapacity = count
    }
  }

  /// Zeros, because products also read rows behind the values, which must be numbers.
  private static func zeros(_ count: Int) -> UnsafeMutablePointer<Float> {
    let bytes = UnsafeMutableRawPointer.allocate(byteCount: max(64, count * 4), alignment: 64)
    let pointer = bytes.bindMemory(to: Float.self, capacity: max(16, count))
    pointer.initialize(repeating: 0, count: max(16, count))
    return pointer
  }
}
