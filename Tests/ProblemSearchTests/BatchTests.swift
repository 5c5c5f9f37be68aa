import ProblemSearch
import Testing

@Suite struct BatchTests {
  @Test func growingLengthsDoubleEveryFourBatches() {
    let lengths = (0..<12).map { BatchLengths.growing.sweeps(of: $0) }
    #expect(lengths == [64, 64, 64, 64, 128, 128, 128, 128, 256, 256, 256, 256])
    #expect(BatchLengths.growing.sweeps(of: 1 << 30) == BatchLengths.longest)
    #expect(BatchLengths.endless.sweeps(of: 3) == .max)
    #expect(BatchLengths.constant(7).sweeps(of: 1000) == 7)
  }

  @Test func statesOfTheLowestEnergyAreCountedOnce() {
    var states = BestStates(tolerance: 0, isFlipSymmetric: false)
    states.add([1, 1, -1], energy: -1)
    states.add([1, -1, -1], energy: -1)
    states.add([1, 1, -1], energy: -1)
    #expect(states.count == 2)
    states.add([1, 1, 1], energy: 0)
    #expect(states.count == 2 && states.energy == -1)
    states.add([-1, -1, -1], energy: -2)
    #expect(states.count == 1 && states.energy == -2)
  }

  @Test(arguments: [3, 64, 65, 130])
  func mirrorImagesAreOneStateWithoutFields(_ spins: Int) {
    let state = (0..<spins).map { Int8($0 % 3 == 0 ? 1 : -1) }
    for (isSymmetric, expected) in [(true, 1), (false, 2)] {
      var states = BestStates(tolerance: 0, isFlipSymmetric: isSymmetric)
      states.add(state, energy: 0)
      states.add(state.map { -$0 }, energy: 0)
      #expect(states.count == expected)
    }
  }

  @Test func energiesThatDifferByRoundingAreOneLevel() {
    var states = BestStates(tolerance: 1e-9, isFlipSymmetric: false)
    states.add([1, 1], energy: -1)
    states.add([1, -1], energy: -1 - 1e-12)
    states.add([-1, 1], energy: -1 + 1e-12)
    states.add([-1, -1], energy: -1 + 1e-6)
    #expect(states.count == 3)
  }

  @Test func countsNoMoreStatesThanItKeeps() {
    var states = BestStates(tolerance: 0, isFlipSymmetric: false)
    for number in 0..<(BestStates.most + 5) {
      states.add((0..<20).map { number >> $0 & 1 == 1 ? 1 : -1 }, energy: 0)
    }
    #expect(states.isFull && states.count == BestStates.most)
    states.add(Array(repeating: 1, count: 20), energy: -1)
    #expect(!states.isFull && states.count == 1)
  }
}
