import Sampling
import Testing

/// Elements that are lent to kernels.
@Suite struct LentElementsTests {
  @Test func changesReachTheArray() {
    var numbers = [1, 2, 3]
    let sum = numbers.lend(count: 3) { lent in
      lent[1] += 5
      lent.from(2)[0] = 7
      return lent[0] + lent[1] + lent[2]
    }
    #expect(numbers == [1, 7, 7])
    #expect(sum == 15)
  }

  @Test func aCopyOfTheArrayStays() {
    let before = [1, 2, 3]
    var after = before
    after.lend(count: 3) { $0[0] = 9 }
    #expect(before == [1, 2, 3])
    #expect(after == [9, 2, 3])
  }

  @Test func vectorsAreSeenAsTheirLanes() {
    var planes = [SIMD8<UInt64>](repeating: .zero, count: 2)
    planes.lend(count: 2) { lent in
      let words = lent.viewed(as: UInt64.self)
      #expect(words.count == 16)
      words[11] = 5
    }
    #expect(planes[1][3] == 5)
  }

  @Test func anEmptyArrayIsLent() {
    var numbers: [Int] = []
    #expect(numbers.lend(count: 0) { $0.count } == 0)
  }

  /// A kernel that would read behind the end is never reached.
  @Test func anotherLengthStopsTheProgram() async {
    await #expect(processExitsWith: .failure) {
      var numbers = [1, 2, 3]
      numbers.lend(count: 4) { $0[0] = 1 }
    }
  }
}
