internal import DenseAlgebra

/// Keys and values of one text, for each attention of a graph, in the order of its nodes.
final class KeyValueCache {
  /// Rows that are there, of all attentions alike between two runs.
  private(set) var count = 0
  private var capacity = 0
  private let widths: [Int]
  private var keys: [SlotMemory] = []
  private var values: [SlotMemory] = []

  /// - Parameter widths: of keys, and of values, of each attention.
  init(widths: [Int]) { self.widths = widths }

  /// Makes room for rows in all; what is there stays.
  func reserve(_ rows: Int) {
    guard rows > capacity else { return }
    let larger = max(rows, 2 * capacity, 32)
    func grown(_ old: [SlotMemory]) -> [SlotMemory] {
      widths.enumerated().map { index, width in
        let memory = SlotMemory(count: larger * width)
        if index < old.count {
          for place in 0..<(count * width) { memory.values[place] = old[index].values[place] }
        }
        return memory
      }
    }
    (keys, values) = (grown(keys), grown(values))
    capacity = larger
  }

  /// Writes keys and values of an attention behind those that are there.
  ///
  /// - Returns: all rows of keys and of values.
  func append(
    attention: Int, rows: Int, key: SlotRows, value: SlotRows
  ) -> (key: SlotRows, value: SlotRows) {
    let width = widths[attention]
    let all = (
      key: SlotRows(keys[attention], first: 0, stride: width),
      value: SlotRows(values[attention], first: 0, stride: width)
    )
    let (newKeys, newValues) = (all.key.from(row: count), all.value.from(row: count))
    for row in 0..<rows {
      newKeys.copyRow(row, width: width, of: key)
      newValues.copyRow(row, width: width, of: value)
    }
    return all
  }

  /// Notes that all attentions have `rows` more rows.
  func advance(_ rows: Int) { count += rows }

  /// Forgets all rows.
  func removeAll() { count = 0 }
}
