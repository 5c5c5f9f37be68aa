import RandomStreams
import Testing

@Suite("Whole numbers by one addition") struct WholeNumbersTests {
  /// Ties, numbers beside them, both signs, and numbers up to 2²²; against the standard library.
  static let numbers: [Float] = {
    let sizes: [Float] = [0, 0.25, 0.5, 1, 1.5, 2.5, 3.7, 1000.5, 1001.5, 65_535.5, 4_194_303.5]
    return sizes.flatMap { [$0, $0.nextUp, $0.nextDown, -$0, -$0.nextUp] }
  }()

  @Test func numbersAreRoundedToEven() {
    for x in Self.numbers {
      let expected = x.rounded(.toNearestOrEven)
      #expect(WholeNumbers.nearest(x) == expected, "\(x)")
      #expect(WholeNumbers.integer(x) == Int32(expected), "\(x)")
      #expect(
        UInt16(truncatingIfNeeded: WholeNumbers.lowBits(x))
          == UInt16(truncatingIfNeeded: Int(expected)), "\(x)")
    }
  }

  @Test func lanesHaveTheScalarBits() {
    for x in Self.numbers {
      let lanes = SIMD16(repeating: x)
      #expect(WholeNumbers.nearest(lanes)[5].bitPattern == WholeNumbers.nearest(x).bitPattern)
      #expect(WholeNumbers.integer(lanes)[9] == WholeNumbers.integer(x))
      #expect(WholeNumbers.float(WholeNumbers.integer(lanes))[3] == WholeNumbers.nearest(x))
    }
  }
}
