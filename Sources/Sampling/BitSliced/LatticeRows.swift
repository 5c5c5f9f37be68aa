/// The planes of a lattice as places in memory, while something works on them.
///
/// A row is the planes along the last axis. Rows are numbered like sites; the rows with one place along
/// the first axis are a slab.
struct LatticeRows: @unchecked Sendable {
  /// One axis, without references.
  struct Axis {
    let length: Int
    let isUneven: Bool
    let long: BitPlane
    let up: LanePermutation
    let down: LanePermutation
    /// Rows from one place to the next; 0 for the last axis.
    let stride: Int
  }

  /// All axes but the last, slowest first.
  let axes: UnsafePointer<Axis>
  let axisCount: Int
  /// The axis along rows.
  let last: Axis
  let lanes: BitPlane
  let planes: UnsafeMutablePointer<BitPlane>
  let slabs: Int
  let rowsPerSlab: Int

  /// Lends the rows of a lattice.
  static func with<Result>(
    _ domains: LaneDomains, _ planes: UnsafeMutablePointer<BitPlane>,
    _ body: (LatticeRows) -> Result
  ) -> Result {
    var stride = 0
    var views: [Axis] = []
    for axis in domains.axes.reversed() {
      views.append(
        Axis(
          length: axis.length, isUneven: axis.isUneven, long: axis.long, up: axis.up,
          down: axis.down, stride: stride))
      stride = stride == 0 ? 1 : stride * axis.length
    }
    let last = views.removeFirst()
    views.reverse()
    let slabs = views.first?.length ?? 1
    return views.withUnsafeBufferPointer {
      // A lattice of one axis has no others to point to.
      let axes =
        $0.baseAddress ?? UnsafePointer(UnsafeMutablePointer<Axis>(bitPattern: alignof)!)
      return body(
        LatticeRows(
          axes: axes, axisCount: $0.count, last: last, lanes: domains.lanes, planes: planes,
          slabs: slabs, rowsPerSlab: stride / slabs))
    }
  }

  private static var alignof: Int { MemoryLayout<Axis>.alignment }

  /// The first plane of a row.
  @inline(__always)
  func row(_ index: Int) -> UnsafeMutablePointer<BitPlane> { planes + index &* last.length }

  /// The place of a row along an axis.
  @inline(__always)
  func place(of row: Int, along axis: Int) -> Int {
    let quotient = UInt32(truncatingIfNeeded: row) / UInt32(truncatingIfNeeded: axes[axis].stride)
    return Int(quotient % UInt32(truncatingIfNeeded: axes[axis].length))
  }

  /// Parity of the sum of a row's places, and which of its lanes exist.
  @inline(__always)
  func shape(of row: Int) -> (parity: Int, mask: BitPlane) {
    var (parity, mask) = (0, lanes)
    for a in 0..<axisCount {
      let place = place(of: row, along: a)
      parity ^= place & 1
      if axes[a].isUneven && place == axes[a].length &- 1 { mask &= axes[a].long }
    }
    return (parity, mask)
  }

  /// The neighbours of a row along an axis: a row, or, across the border of domains, permuted planes in
  /// `scratch`, every `step`-th from `start`.
  @inline(__always)
  func neighbours(
    of row: Int, along axis: Int, up: Bool, start: Int, step: Int,
    scratch: UnsafeMutablePointer<BitPlane>
  ) -> UnsafePointer<BitPlane> {
    let place = place(of: row, along: axis)
    let (length, stride) = (axes[axis].length, axes[axis].stride)
    if up {
      if place < length &- (axes[axis].isUneven ? 2 : 1) {
        return UnsafePointer(self.row(row &+ stride))
      }
    } else if place > 0 {
      return UnsafePointer(self.row(row &- stride))
    }
    permute(row, place, axes[axis], up, start, step, scratch)
    return UnsafePointer(scratch)
  }

  @inline(never)
  private func permute(
    _ row: Int, _ place: Int, _ axis: Axis, _ up: Bool, _ start: Int, _ step: Int,
    _ scratch: UnsafeMutablePointer<BitPlane>
  ) {
    let first = self.row(row &- place &* axis.stride)
    let final = self.row(row &+ (axis.length &- 1 &- place) &* axis.stride)
    let short = self.row(row &+ (axis.length &- 2 &- place) &* axis.stride)
    var x = start
    while x < last.length {
      scratch[x] =
        up
        ? Self.above(axis, place, first: first[x], final: final[x])
        : Self.below(axis, final: final[x], short: short[x])
      x &+= step
    }
  }

  /// The upper neighbours of the last place, or, with uneven domains, of the last but one.
  @inline(__always)
  static func above(_ axis: Axis, _ place: Int, first: BitPlane, final: BitPlane) -> BitPlane {
    let next = axis.up(first)
    return place == axis.length &- 1 ? next : BitLogic.select(axis.long, final, next)
  }

  /// The lower neighbours of the first place: the last site of the domain before, whose plane is `short`
  /// for shorter domains.
  @inline(__always)
  static func below(_ axis: Axis, final: BitPlane, short: BitPlane) -> BitPlane {
    axis.down(BitLogic.select(axis.long, final, short))
  }

  /// The neighbour at the upper end of a row, for its last two planes.
  @inline(never)
  func right(of x: Int, _ row: UnsafeMutablePointer<BitPlane>, _ result: inout BitPlane) {
    result =
      x < last.length &- (last.isUneven ? 2 : 1)
      ? row[x &+ 1]
      : Self.above(last, x, first: row[0], final: row[last.length &- 1])
  }

  /// The neighbour at the lower end of a row.
  @inline(never)
  func left(_ row: UnsafeMutablePointer<BitPlane>, _ result: inout BitPlane) {
    result = Self.below(last, final: row[last.length &- 1], short: row[last.length &- 2])
  }
}
