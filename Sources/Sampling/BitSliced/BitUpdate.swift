internal import RandomStreams

/// A number of bonds that the compiler knows.
protocol BitDegree {
  static var degree: Int { get }
}

enum Degree1: BitDegree { static var degree: Int { 1 } }
enum Degree2: BitDegree { static var degree: Int { 2 } }
enum Degree3: BitDegree { static var degree: Int { 3 } }
enum Degree4: BitDegree { static var degree: Int { 4 } }
enum Degree5: BitDegree { static var degree: Int { 5 } }
enum Degree6: BitDegree { static var degree: Int { 6 } }
enum Degree7: BitDegree { static var degree: Int { 7 } }
enum Degree8: BitDegree { static var degree: Int { 8 } }

/// A rule that the compiler knows.
protocol BitRule {
  static var isHeatBath: Bool { get }
}

enum MetropolisBits: BitRule { static var isHeatBath: Bool { false } }
enum HeatBathBits: BitRule { static var isHeatBath: Bool { true } }

/// One update of 512 spins that are not coupled with one another.
enum BitUpdate {
  /// Which spins flip.
  ///
  /// Metropolis: all with u ≥ d/2, and of the others those whose number is below the threshold. Heat
  /// bath: p(−ΔE) = 1 − p(ΔE), so spins with u > d/2 are looked up at d − u and flip where the number is
  /// *not* below; where u = d/2, the first random bit decides.
  ///
  /// - Parameters:
  ///   - degree: 1 … 15, a constant after inlining.
  ///   - u: unsatisfied bonds.
  ///   - words: `ThresholdPlanes.words` of this degree.
  ///   - mask: which spins exist.
  @inline(__always)
  static func flips(
    degree: Int, heatBath: Bool, _ u: BondCount, mask: BitPlane, _ words: UnsafePointer<BitPlane>,
    _ generator: inout VectorGenerator
  ) -> BitPlane {
    let classes = (degree &+ 1) / 2
    guard heatBath else {
      let costs = u.isBelow(classes)
      var comparison = BitComparison(equal: costs & mask)
      comparison.finish(from: 0, classes: classes, words, u, &generator)
      return comparison.below | (mask & ~costs)
    }
    let gains = ~u.isBelow(degree / 2 &+ 1)
    let tie = degree & 1 == 0 ? u.isEqual(to: degree / 2) : BitPlane()
    let folded = u.folded(degree: degree, where: gains)
    var comparison = BitComparison(equal: mask & ~tie)
    let random = generator.next()
    comparison.take(random, BitComparison.threshold(0, classes: classes, words, folded))
    comparison.finish(from: 1, classes: classes, words, folded, &generator)
    return BitLogic.select(tie, random, comparison.below ^ gains) & mask
  }
}
