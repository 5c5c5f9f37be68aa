/// Events in the order of their times; of equal times the smaller key first.
///
/// A heap of four children a node: half as deep as a binary one, and a node's children share a cache
/// line. Times are cycles or seconds; whole cycles are exact up to 2⁵³. Two events of one time must
/// have different keys, for then their order does not depend on when they were put in.
package struct EventQueue<Event> {
  private struct Entry {
    var time: Double
    var key: UInt64
    var event: Event

    @inline(__always)
    func isBefore(_ other: Entry) -> Bool {
      time < other.time || (time == other.time && key < other.key)
    }
  }

  private var heap: [Entry] = []

  /// An empty queue.
  package init() {}

  /// Events that wait.
  package var count: Int { heap.count }
  /// Whether no event waits.
  package var isEmpty: Bool { heap.isEmpty }
  /// The time of the next event.
  package var nextTime: Double? { heap.first?.time }

  /// Puts an event in.
  /// - Parameters:
  ///   - event: what will happen.
  ///   - time: when.
  ///   - key: its place among the events of that time, e.g. (tile, agent).
  package mutating func push(_ event: Event, at time: Double, key: UInt64) {
    let entry = Entry(time: time, key: key, event: event)
    heap.append(entry)
    var place = heap.count &- 1
    var entries = heap.mutableSpan
    while place > 0 {
      let parent = (place &- 1) >> 2
      guard entry.isBefore(entries[parent]) else { break }
      entries[place] = entries[parent]
      place = parent
    }
    entries[place] = entry
  }

  /// Takes the next event out.
  package mutating func pop() -> (event: Event, time: Double)? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    guard !heap.isEmpty else { return (first.event, first.time) }
    var place = 0
    var entries = heap.mutableSpan
    while true {
      let start = (place &<< 2) &+ 1
      guard start < entries.count else { break }
      var least = start
      for child in (start &+ 1)..<max(start &+ 1, min(start &+ 4, entries.count))
      where entries[child].isBefore(entries[least]) {
        least = child
      }
      guard entries[least].isBefore(last) else { break }
      entries[place] = entries[least]
      place = least
    }
    entries[place] = last
    return (first.event, first.time)
  }
}
