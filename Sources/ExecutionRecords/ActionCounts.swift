/// How often each action of each class was done: exact integers that add without rounding.
public struct ActionCounts: Sendable, Equatable {
  private static let columns = Action.allCases.count
  private var cells: [UInt64]

  /// No actions at all.
  public init() {
    cells = [UInt64](repeating: 0, count: Self.columns * ActionClass.allCases.count)
  }

  /// The count of one action in one class.
  public subscript(action: Action, actionClass: ActionClass) -> UInt64 {
    get { cells[actionClass.index * Self.columns + action.index] }
    set { cells[actionClass.index * Self.columns + action.index] = newValue }
  }

  /// The count of one action over all classes.
  public subscript(action: Action) -> UInt64 {
    ActionClass.allCases.reduce(0) { $0 + self[action, $1] }
  }

  /// Adds `count` actions of one class.
  public mutating func add(_ action: Action, _ actionClass: ActionClass, _ count: UInt64) {
    self[action, actionClass] += count
  }

  /// The count of all actions of one class, whatever the action.
  public func total(of actionClass: ActionClass) -> UInt64 {
    Action.allCases.reduce(0) { $0 + self[$1, actionClass] }
  }

  /// The actions that happened at least once, in declaration order.
  public var present: [Action] { Action.allCases.filter { self[$0] > 0 } }

  /// Whether nothing was counted.
  public var isEmpty: Bool { cells.allSatisfy { $0 == 0 } }

  /// Counts everything so many times.
  mutating func multiply(by times: UInt64) {
    for index in cells.indices { cells[index] *= times }
  }

  /// Adds the counts of `right` to `left`, cell by cell.
  public static func += (left: inout ActionCounts, right: ActionCounts) {
    for index in left.cells.indices { left.cells[index] += right.cells[index] }
  }

  /// The cell-wise sum.
  public static func + (left: ActionCounts, right: ActionCounts) -> ActionCounts {
    var sum = left
    sum += right
    return sum
  }

  /// What was counted since an earlier time, cell by cell.
  /// - Precondition: no cell of `earlier` is larger.
  public static func - (now: ActionCounts, earlier: ActionCounts) -> ActionCounts {
    var rest = now
    for index in rest.cells.indices { rest.cells[index] -= earlier.cells[index] }
    return rest
  }
}
