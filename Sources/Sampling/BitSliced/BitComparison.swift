package import RandomStreams

/// Compares a uniform random number of each spin with the spin's threshold, bit by bit from the highest.
///
/// After k bits a spin is undecided with probability 2⁻ᵏ. So a fixed number of planes is drawn for all,
/// and further ones, up to 64 bits, only while some spin of the 512 is undecided: the probabilities
/// are right to 2⁻⁶⁴, at the price of about 13 planes.
struct BitComparison {
  /// Planes that are drawn without a look whether they are needed: then one vector in 16 needs more.
  static let plannedPlanes = 13

  /// Set where all bits so far are those of the threshold.
  var equal: BitPlane
  /// The threshold's bit at the place that decided: set where the number is below the threshold. It has
  /// no meaning where `equal` is set.
  var below = BitPlane()

  /// Takes the next bits of the numbers and of the thresholds.
  @inline(__always)
  mutating func take(_ random: BitPlane, _ threshold: BitPlane) {
    below = BitLogic.select(equal, threshold, below)
    equal &= ~(random ^ threshold)
  }

  /// Bit k of the thresholds of spins with u unsatisfied bonds.
  @inline(__always)
  static func threshold(
    _ k: Int, classes: Int, _ words: UnsafePointer<BitPlane>, _ u: BondCount
  ) -> BitPlane {
    let row = words + k &* classes
    var plane = row[0]
    if classes > 1 { plane ^= row[1] & u.b0 }
    if classes > 2 { plane ^= row[2] & u.b1 }
    if classes > 3 { plane ^= row[3] & (u.b0 & u.b1) }
    if classes > 4 { plane ^= row[4] & u.b2 }
    if classes > 5 { plane ^= row[5] & (u.b0 & u.b2) }
    if classes > 6 { plane ^= row[6] & (u.b1 & u.b2) }
    if classes > 7 { plane ^= row[7] & (u.b0 & u.b1 & u.b2) }
    return plane
  }

  /// Draws bits from number `from` until all is decided, or 64 bits are drawn: equal numbers are not
  /// below.
  @inline(__always)
  mutating func finish(
    from: Int, classes: Int, _ words: UnsafePointer<BitPlane>, _ u: BondCount,
    _ generator: inout VectorGenerator
  ) {
    var k = from
    while k < Self.plannedPlanes {
      take(generator.next(), Self.threshold(k, classes: classes, words, u))
      k &+= 1
    }
    if BitLogic.any(equal) {
      // Through copies: the originals stay in registers.
      var (rest, source) = (self, generator)
      rest.continueToEnd(classes: classes, words, u, &source)
      (self, generator) = (rest, source)
    }
  }

  @inline(never)
  private mutating func continueToEnd(
    classes: Int, _ words: UnsafePointer<BitPlane>, _ u: BondCount,
    _ generator: inout VectorGenerator
  ) {
    var k = Self.plannedPlanes
    while k < 64 && BitLogic.any(equal) {
      take(generator.next(), Self.threshold(k, classes: classes, words, u))
      k &+= 1
    }
    below &= ~equal
  }
}

/// The comparison alone, for tests.
package enum BitComparisonProbe {
  /// For each lane whether the number made of the generator's next bits is below threshold `u` of the
  /// lane.
  package static func below(
    _ planes: ThresholdPlanes, digits: [BitPlane], _ generator: inout VectorGenerator
  ) -> BitPlane {
    var u = BondCount(degree: 1) { _ in digits[0] }
    (u.b1, u.b2) = (digits[1], digits[2])
    var comparison = BitComparison(equal: BitLogic.constant(true))
    planes.words.withUnsafeBufferPointer {
      comparison.finish(from: 0, classes: planes.classes, $0.baseAddress!, u, &generator)
    }
    return comparison.below
  }
}
