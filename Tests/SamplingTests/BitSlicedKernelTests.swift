import IsingModels
import IsingTestSupport
import RandomStreams
import Sampling
import Testing

/// The pieces of the bit-sliced engines, lane by lane.
@Suite struct BitSlicedKernelTests {
  static func bit(_ plane: BitPlane, _ lane: Int) -> Bool {
    plane[lane / 64] >> UInt64(lane % 64) & 1 == 1
  }

  /// The comparison of planes is the comparison of integers whose bits are the planes, highest first,
  /// with the threshold of the lane's class.
  @Test(arguments: 1...15, UpdateRule.allCases)
  func comparisonIsThatOfIntegers(degree: Int, rule: UpdateRule) {
    let key = StreamKey(seed: 1, purpose: .testInput, replica: UInt32(degree))
    for unit in [0, 0.2, 0.44, 3] {
      let planes = ThresholdPlanes(degree: degree, unit: unit, rule: rule)
      var classes = WordSequence(key)
      for trial in 0..<20 {
        var generator = VectorGenerator(key, stream: UInt32(trial))
        var twin = generator
        var digits = [BitPlane](repeating: BitPlane(), count: 3)
        let chosen = (0..<512).map { _ in Int(classes.index(below: UInt32(planes.classes))) }
        for (lane, u) in chosen.enumerated() {
          for digit in 0..<3 where u >> digit & 1 == 1 {
            digits[digit][lane / 64] |= 1 << UInt64(lane % 64)
          }
        }
        let found = BitComparisonProbe.below(planes, digits: digits, &generator)
        var numbers = [UInt64](repeating: 0, count: 512)
        for _ in 0..<64 {
          let plane = twin.next()
          for lane in 0..<512 {
            numbers[lane] = numbers[lane] << 1 | (Self.bit(plane, lane) ? 1 : 0)
          }
        }
        #expect(
          (0..<512).allSatisfy {
            Self.bit(found, $0) == (numbers[$0] < planes.thresholds[chosen[$0]])
          })
      }
    }
  }

  /// Planes are drawn as long as lanes are undecided: thresholds that agree with the numbers in 40
  /// bits are told apart.
  @Test func probabilitiesAreThoseOfTheRule() {
    for rule in UpdateRule.allCases {
      let planes = ThresholdPlanes(degree: 6, unit: 0.3, rule: rule)
      for u in 0..<3 {
        let probability = rule.flipProbability(cost: 2 * 0.3 * Double(6 - 2 * u))
        #expect(abs(Double(planes.thresholds[u]) * 0x1p-64 - probability) < 1e-15)
      }
    }
  }

  /// Every field of the lane's number, up and down.
  @Test func permutationsMoveLanes() {
    var generator = VectorGenerator(StreamKey(seed: 2, purpose: .testInput), stream: 0)
    let plane = generator.next()
    for position in 0...8 {
      for bits in 0...(9 - position) {
        for up in [true, false] {
          let moved = LanePermutation(position: position, bits: bits, up: up)(plane)
          let size = 1 << bits
          let agree = (0..<512).allSatisfy { lane in
            let coordinate = lane >> position & (size - 1)
            let next = (coordinate + (up ? 1 : size - 1)) % size
            return Self.bit(moved, lane)
              == Self.bit(plane, lane + (next - coordinate) << position)
          }
          #expect(agree, "position \(position), \(bits) bits, up \(up)")
        }
      }
    }
  }

  /// Each site has a lane of a plane of its own.
  @Test(arguments: [
    [2], [7], [1000], [2, 2], [3, 5], [64, 64], [37, 41], [4, 6, 9], [5, 4, 3, 8],
  ])
  func domainsHoldAllSites(sides: [Int]) {
    let domains = LaneDomains(sides: sides)
    var seen = Set<Int>()
    var sites = 0
    domains.forEachSite { site, plane, lane in
      #expect(site == sites)
      sites += 1
      #expect(plane < domains.planeCount && Self.bit(domains.lanes, lane))
      seen.insert(plane * 512 + lane)
    }
    #expect(sites == sides.reduce(1, *))
    #expect(seen.count == sites)
  }

  /// 10⁸ spins: 1.3 bits a spin at most.
  @Test(arguments: [[10_000, 10_000], [9_973, 10_007], [464, 464, 464], [100, 100, 100, 100]])
  func planesAreFull(sides: [Int]) {
    let domains = LaneDomains(sides: sides)
    #expect(Double(512 * domains.planeCount) < 1.3 * Double(sides.reduce(1, *)))
  }

  /// Strips may be updated in any order and at once: sites of different strips that are neighbours are
  /// never asked in the same phase.
  @Test(arguments: [
    [64, 64], [512, 512], [333, 500], [1001, 999], [60, 60, 60], [45, 90, 80], [17, 20, 22, 24],
  ])
  func stripsAreIndependent(sides: [Int]) {
    let domains = LaneDomains(sides: sides)
    let strips = LatticeStrips(domains)
    let slabs = domains.axes[0].length
    #expect(strips.count > 1 || sides == [64, 64])
    #expect(strips.ranges.flatMap { Array($0) } + Array(strips.rest) == Array(0..<slabs))
    func strip(_ slab: Int) -> Int? { strips.ranges.firstIndex { $0.contains(slab) } }
    let places = domains.axes.map { $0.places.map { Int($0.place) } }
    // Only the first axis leads to other strips; the parity of the other places is the same.
    for coordinate in 0..<sides[0] {
      let (slab, next) = (places[0][coordinate], places[0][(coordinate + 1) % sides[0]])
      guard let first = strip(slab), let second = strip(next), first != second else { continue }
      #expect((slab + next) % 2 == 1, "slabs \(slab) and \(next)")
    }
  }
}
