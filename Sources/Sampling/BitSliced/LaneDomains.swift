/// How a periodic lattice is cut into domains, one a lane.
///
/// Axis a of length L is cut into 2^k domains of ⌈L/2^k⌉ or ⌊L/2^k⌋ ≥ 2 sites, the longer ones first.
/// The sites at the same place i of all domains make one plane. Neighbours in the domain are the same
/// lane of another plane; across its border they are the next lane along the axis. Sites of one plane
/// are never neighbours, so the whole plane may be updated at once.
package struct LaneDomains: Sendable {
  /// One axis of the lattice.
  package struct Axis: Sendable {
    /// Sites along the axis.
    package let side: Int
    /// k, the number of bits of the domain's coordinate.
    package let bits: Int
    /// The lowest of these bits in the lane's number.
    package let position: Int
    /// Planes along the axis: the length of the longer domains.
    package let length: Int
    /// Whether there are shorter domains, which have no site in the last plane.
    package let isUneven: Bool
    /// Lanes of longer domains; all lanes if there are no shorter ones.
    package let long: BitPlane
    /// Reads from the next and from the previous domain.
    package let up: LanePermutation
    package let down: LanePermutation
    /// Number of the plane along this axis, and share of the lane's number, by coordinate.
    package let places: [(place: Int32, lane: Int32)]

    init(side: Int, bits: Int, position: Int) {
      self.side = side
      self.bits = bits
      self.position = position
      let domains = 1 << bits
      let (shortest, longer) = (side / domains, side % domains)
      length = shortest + (longer > 0 ? 1 : 0)
      isUneven = longer > 0
      var long = BitLogic.constant(longer == 0)
      var places: [(place: Int32, lane: Int32)] = []
      places.reserveCapacity(side)
      for domain in 0..<domains {
        for place in 0..<shortest + (domain < longer ? 1 : 0) {
          places.append((Int32(place), Int32(domain << position)))
        }
      }
      for lane in 0..<512 where lane >> position & (domains - 1) < longer {
        long[lane / 64] |= 1 << UInt64(lane % 64)
      }
      self.long = long
      self.places = places
      up = LanePermutation(position: position, bits: bits, up: true)
      down = LanePermutation(position: position, bits: bits, up: false)
    }

    /// Whether sites whose places have the same parity are nowhere neighbours along this axis.
    package var keepsParity: Bool { !isUneven && length % 2 == 0 }
  }

  /// The axes, slowest first.
  package let axes: [Axis]
  /// Lanes that hold spins: 2^Σk of 512.
  package let lanes: BitPlane
  /// Number of planes.
  package let planeCount: Int

  /// Cuts a lattice so that a sweep costs least, by a rough model of the costs.
  /// - Precondition: one to four sides of at least 2.
  package init(sides: [Int]) {
    var best: (cost: Double, bits: [Int]) = (.infinity, [])
    func extend(_ bits: [Int]) {
      if bits.count == sides.count {
        let cost = Self.cost(sides, bits)
        if cost < best.cost { best = (cost, bits) }
        return
      }
      var next = 0
      while next + bits.reduce(0, +) <= 9, sides[bits.count] >> next >= 2 {
        extend(bits + [next])
        next += 1
      }
    }
    extend([])
    var position = best.bits.reduce(0, +)
    lanes = BitLogic.lanes(below: 1 << position)
    var axes: [Axis] = []
    for (side, bits) in zip(sides, best.bits) {
      position -= bits
      axes.append(Axis(side: side, bits: bits, position: position))
    }
    self.axes = axes
    planeCount = axes.reduce(1) { $0 * $1.length }
  }

  /// Nanoseconds of a sweep: planes, neighbours across borders, starts of rows, threads without work.
  private static func cost(_ sides: [Int], _ bits: [Int]) -> Double {
    let lengths = zip(sides, bits).map { Double(($0 + (1 << $1) - 1) >> $1) }
    var perPlane = 26 + 8 / lengths[0] + 36 / lengths[lengths.count - 1]
    for length in lengths.dropLast() { perPlane += 8 / length }
    return lengths.reduce(perPlane, *)
  }

  /// Calls a closure with (site, plane, lane) of all sites of the lattice, in their order: last axis
  /// fastest.
  @inline(__always)
  package func forEachSite(_ body: (_ site: Int, _ plane: Int, _ lane: Int) -> Void) {
    let last = axes[axes.count - 1]
    let rows = axes.dropLast().reduce(1) { $0 * $1.side }
    let places = last.places.span
    for row in 0..<rows {
      var (rest, plane, lane, stride) = (row, 0, 0, last.length)
      for axis in axes.dropLast().reversed() {
        let (place, share) = axis.places[rest % axis.side]
        rest /= axis.side
        plane += Int(place) * stride
        lane += Int(share)
        stride *= axis.length
      }
      for column in 0..<last.side {
        let (place, share) = places[column]
        body(row &* last.side &+ column, plane &+ Int(place), lane &+ Int(share))
      }
    }
  }
}
