import RandomStreams
import Testing

@Suite struct CountingIntegerTests {
  /// Fails with a trap if a number reaches the plain conversion that does not fit.
  @Test func noNumberTraps() {
    for (number, whole) in [
      (0.0, 0), (2.9, 2), (-2.9, -2), (1e14, 100_000_000_000_000), (1e300, Int.mostCounted),
      (-1e300, -Int.mostCounted), (.infinity, Int.mostCounted), (-.infinity, -Int.mostCounted),
      (.nan, 0), (-.nan, 0), (.greatestFiniteMagnitude, Int.mostCounted),
    ] {
      #expect(Int(counting: number) == whole, "\(number)")
    }
  }

  /// Sums of thousands of the largest counts are integers.
  @Test func sumsOfManyFit() {
    #expect((0..<9000).reduce(0) { sum, _ in sum + Int.mostCounted } > 0)
  }

  /// The exponential traps on nothing either; within its range it is what it was.
  @Test func theExponentialTakesAnyNumber() {
    #expect(DeterministicFunctions.exp(.nan).isNaN)
    for x in [1e300, -1e300, .infinity, -.infinity, 1e20] { _ = DeterministicFunctions.exp(x) }
    #expect(DeterministicFunctions.exp(0) == 1)
    #expect(abs(DeterministicFunctions.exp(-600) / 2.6503965530043108e-261 - 1) < 1e-14)
    #expect(abs(DeterministicFunctions.exp(690) / 4.60460640478299e299 - 1) < 1e-13)
  }
}
