/// The rows of a group's tokens at one instruction: which wait for its units, and what each still waits
/// for.
struct RowQueue {
  /// Whether all tokens must have come before anything is begun: what it prepares is made in its own group.
  let waitsForAll: Bool
  /// Whether rows enter in the order of their tokens.
  private let isOrdered: Bool
  /// First entry and last exit.
  var start: UInt64?
  var end: UInt64 = 0
  /// Tokens that came, and rows that are through where something is left to do behind the last.
  var arrived = 0
  var through = 0
  /// Rows that wait for the units, in the order of arrival.
  var waiting: [Int] = []
  private var taken = 0
  var isOccupied = false
  /// For each token: when its row is through at the earliest, lane and memory cycles still to come, packets
  /// on the mesh.
  var due: [UInt64]
  var laneCycles: [Int]
  var memoryCycles: [Int]
  var packets: [Int]

  init(tokens: Int, waitsForAll: Bool, isOrdered: Bool) {
    self.waitsForAll = waitsForAll
    self.isOrdered = isOrdered
    due = [UInt64](repeating: 0, count: tokens)
    laneCycles = [Int](repeating: 0, count: tokens)
    memoryCycles = laneCycles
    packets = laneCycles
  }

  /// The row that enters next; `nil` if none can.
  mutating func takeWaiting() -> Int? {
    guard taken < waiting.count else { return nil }
    if isOrdered {
      // The next token may still be on its way.
      guard let place = waiting[taken...].firstIndex(of: taken) else { return nil }
      waiting.swapAt(place, taken)
    }
    taken += 1
    return waiting[taken - 1]
  }
}
