/// Memory of one running block: the plan's slots and a matrix of attention scores. Used by one thread
/// at a time and kept between calls, so that the loop over blocks allocates nothing.
final class Workspace: @unchecked Sendable {
  private let widths: [Int]
  private var slots: [SlotMemory] = []
  private var rowCapacity = 0
  private var scoreMemory = SlotMemory(count: 0)
  private var scoreCapacity = 0

  init(widths: [Int]) { self.widths = widths }

  /// Makes room for `rows` rows of every slot and `scores` attention scores.
  func reserve(rows: Int, scores count: Int) {
    if rows > rowCapacity {
      slots = widths.map { SlotMemory(count: rows * $0) }
      rowCapacity = rows
    }
    if count > scoreCapacity {
      scoreMemory = SlotMemory(count: count)
      scoreCapacity = count
    }
  }

  /// The rows of a value.
  func rows(_ view: ExecutionPlan.View) -> SlotRows {
    SlotRows(slots[view.slot], first: view.column, stride: view.stride)
  }

  /// Rows of attention scores.
  func scores(stride: Int) -> SlotRows { SlotRows(scoreMemory, first: 0, stride: stride) }
}
