internal import RandomStreams

/// Sweeps over parts of a lattice.
struct LatticeSweep: @unchecked Sendable {
  let rows: LatticeRows
  /// Signs of the bonds of each plane: 2D planes in the order of ``neighbourOrder``; nil if all are
  /// the same.
  let signs: UnsafePointer<BitPlane>?
  /// All set if neighbours without a sign like to differ.
  let turn: BitPlane
  /// `ThresholdPlanes.words`.
  let words: UnsafePointer<BitPlane>
  let rule: UpdateRule

  /// Bonds of a plane: along the last axis down and up, then along the first axis down and up, the
  /// second, …
  static func bondNumber(axis: Int, up: Bool, axisCount: Int) -> Int {
    (axis == axisCount ? 0 : 2 &* axis &+ 2) &+ (up ? 1 : 0)
  }

  /// Updates all spins of some slabs whose places have a parity; one after the other, so that each
  /// plane sees the present spins of its neighbours.
  /// - Returns: how many flipped.
  func run(slabs: Range<Int>, colour: Int, _ generator: inout VectorGenerator) -> UInt64 {
    switch (rows.axisCount, rule) {
    case (0, .metropolis): run(Degree2.self, MetropolisBits.self, slabs, colour, &generator)
    case (1, .metropolis): run(Degree4.self, MetropolisBits.self, slabs, colour, &generator)
    case (2, .metropolis): run(Degree6.self, MetropolisBits.self, slabs, colour, &generator)
    case (_, .metropolis): run(Degree8.self, MetropolisBits.self, slabs, colour, &generator)
    case (0, .heatBath): run(Degree2.self, HeatBathBits.self, slabs, colour, &generator)
    case (1, .heatBath): run(Degree4.self, HeatBathBits.self, slabs, colour, &generator)
    case (2, .heatBath): run(Degree6.self, HeatBathBits.self, slabs, colour, &generator)
    case (_, .heatBath): run(Degree8.self, HeatBathBits.self, slabs, colour, &generator)
    }
  }

  /// Reads the planes of a slab that spins of a colour beside it will look at, all at once: where another
  /// core has changed them, one after the other would each wait for it.
  /// - Returns: a number that depends on all of them.
  @inline(never)
  func touch(slab: Int, colour: Int) -> UInt64 {
    let slab = slab < 0 ? rows.slabs - 1 : slab == rows.slabs ? 0 : slab
    var all: UInt64 = 0
    for row in slab &* rows.rowsPerSlab..<(slab &+ 1) &* rows.rowsPerSlab {
      let planes = UnsafePointer(rows.row(row))
      var x = (rows.shape(of: row).parity ^ colour ^ 1) & 1
      while x < rows.last.length {
        all |= planes[x][0]
        x &+= 2
      }
    }
    return all
  }

  private func run<D: BitDegree, R: BitRule>(
    _ degree: D.Type, _ rule: R.Type, _ slabs: Range<Int>, _ colour: Int,
    _ generator: inout VectorGenerator
  ) -> UInt64 {
    signs == nil
      ? kernel(degree, rule, Unsigned.self, slabs, colour, &generator)
      : kernel(degree, rule, Signed.self, slabs, colour, &generator)
  }

  private protocol BondSigns { static var areSigned: Bool { get } }
  private enum Signed: BondSigns { static var areSigned: Bool { true } }
  private enum Unsigned: BondSigns { static var areSigned: Bool { false } }

  @inline(never)
  private func kernel<D: BitDegree, R: BitRule, S: BondSigns>(
    _: D.Type, _: R.Type, _: S.Type, _ slabs: Range<Int>, _ colour: Int,
    _ stored: inout VectorGenerator
  ) -> UInt64 {
    let length = rows.last.length
    let others = D.degree - 2
    return withUnsafeTemporaryAllocation(of: BitPlane.self, capacity: others * length + 2) {
      scratch in
      withUnsafeTemporaryAllocation(
        of: UnsafePointer<BitPlane>.self, capacity: others + 1
      ) { neighbours in
        let neighbours = neighbours.baseAddress!
        let scratch = scratch.baseAddress!
        var generator = stored
        var flipped = BitPlane()
        for row in slabs.lowerBound &* rows.rowsPerSlab..<slabs.upperBound &* rows.rowsPerSlab {
          let shape = rows.shape(of: row)
          let start = (shape.parity ^ colour) & 1
          for j in 0..<others {
            neighbours[j] = rows.neighbours(
              of: row, along: j / 2, up: j & 1 == 1, start: start, step: 2,
              scratch: scratch + j &* length)
          }
          let planes = rows.row(row)
          let bonds = S.areSigned ? signs.unsafelyUnwrapped + row &* length &* D.degree : words0
          var x = start
          while x < length {
            var (left, right, mask) = (BitPlane(), BitPlane(), shape.mask)
            if x == 0 { rows.left(planes, &left) } else { left = planes[x &- 1] }
            if x < length &- 2 {
              right = planes[x &+ 1]
            } else {
              rows.right(of: x, planes, &right)
              if x == length &- 1 { mask &= rows.last.long }
            }
            let spin = planes[x]
            let turned = spin ^ turn
            let signs = bonds + x &* D.degree
            let u = BondCount(degree: D.degree) { j in
              let neighbour = j == 0 ? left : j == 1 ? right : neighbours[j &- 2][x]
              return S.areSigned ? turned ^ neighbour ^ signs[j] : turned ^ neighbour
            }
            let flips = BitUpdate.flips(
              degree: D.degree, heatBath: R.isHeatBath, u, mask: mask, words, &generator)
            planes[x] = spin ^ flips
            flipped &+= flips.nonzeroBitCount
            x &+= 2
          }
        }
        stored = generator
        return flipped.wrappedSum()
      }
    }
  }

  /// Stands for signs that are not there.
  private var words0: UnsafePointer<BitPlane> { UnsafePointer(rows.planes) }
}
