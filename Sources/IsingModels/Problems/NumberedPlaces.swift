/// Where whole numbers stand in a list: a table for those in the order of their count, which lookups by the
/// million want, and a dictionary for far larger ones.
struct NumberedPlaces {
  /// The place of each number, −1 for none.
  private var table: [Int32] = []
  private var others: [Int: Int] = [:]

  /// - Parameter numbers: different ones, fewer than 2³¹.
  init(_ numbers: [Int]) {
    guard let least = numbers.min(), let largest = numbers.max() else { return }
    if least >= 0, largest < Self.limit(count: numbers.count) {
      table = Array(repeating: -1, count: largest + 1)
      for (place, number) in numbers.enumerated() { table[number] = Int32(place) }
    } else {
      others.reserveCapacity(numbers.count)
      for (place, number) in numbers.enumerated() { others[number] = place }
    }
  }

  /// Numbers below this one get a table.
  static func limit(count: Int) -> Int { 4 * count + 1024 }

  /// The place of a number; nil where it is not in the list.
  subscript(number: Int) -> Int? {
    guard !table.isEmpty else { return others[number] }
    guard table.indices.contains(number), table[number] >= 0 else { return nil }
    return Int(table[number])
  }
}
