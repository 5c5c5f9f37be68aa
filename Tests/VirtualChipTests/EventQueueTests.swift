import IsingTestSupport
import Testing
import VirtualChip

@Suite("Queue of events")
struct EventQueueTests {
  @Test("events come in the order of a sort by time and key, whatever the order of putting in")
  func sorted() {
    var numbers = SmallNumbers(seed: 4)
    func draw(_ range: Int) -> Int { Int(numbers.next().magnitude * Float(range)) }
    for size in [0, 1, 2, 5, 100, 3000] {
      // Few times, so that many are equal.
      let events = (0..<size).map { (time: Double(draw(40)) / 3, key: UInt64($0)) }
      let expected = events.sorted { ($0.time, $0.key) < ($1.time, $1.key) }.map(\.key)
      for order in [events, events.reversed()] {
        var queue = EventQueue<UInt64>()
        for event in order { queue.push(event.key, at: event.time, key: event.key) }
        #expect(queue.count == size && queue.isEmpty == (size == 0))
        var found: [UInt64] = []
        while let next = queue.nextTime {
          let event = queue.pop()
          #expect(event?.time == next)
          found.append(event?.event ?? .max)
        }
        #expect(found == expected)
        #expect(queue.pop()?.event == nil)
      }
    }
  }

  @Test("putting in and taking out in turns keeps the order")
  func mixed() {
    var numbers = SmallNumbers(seed: 9)
    var queue = EventQueue<Int>()
    var plain: [(time: Double, key: UInt64)] = []
    var now = 0.0
    for step in 0..<4000 {
      if numbers.next() > -0.2 {
        let time = now + Double((numbers.next().magnitude * 8).rounded())
        queue.push(step, at: time, key: UInt64(step))
        plain.append((time, UInt64(step)))
      } else if let event = queue.pop() {
        plain.sort { ($0.time, $0.key) < ($1.time, $1.key) }
        let first = plain.removeFirst()
        #expect(event.time == first.time && event.event == Int(first.key))
        now = event.time
      }
    }
  }

  @Test("a server takes jobs in order and idles between them")
  func server() {
    var server = FIFOServer(freeAt: 10)
    #expect(server.serve(5, at: 3) == 15)
    #expect(server.serve(2, at: 12) == 17)
    #expect(server.serve(0, at: 12) == 12)
    #expect(server.serve(1, at: 100) == 101)
  }
}
