/// Which cells of {p,q} touch, grown cell by cell without any coordinates.
///
/// Side k of cell c is the half-edge c·p + k, and `partners` names the half-edge on the other side, or
/// −1 where nothing is known yet. Two rules give all of them, in whole numbers and so without rounding
/// at any distance: a new cell turns the same side number to the cell that it grew from, and cells that
/// have closed a ring of q around a vertex share the side where the ring's ends meet.
struct CellGrowth {
  let p: Int
  let q: Int
  /// The half-edge on the other side of each half-edge, or −1.
  private(set) var partners: [Int32]
  private(set) var cellCount = 1

  init(p: Int, q: Int) {
    self.p = p
    self.q = q
    partners = [Int32](repeating: -1, count: p)
  }

  /// Adds the cell behind a side that has nothing behind it.
  mutating func addCell(behind halfEdge: Int) {
    let new = cellCount * p + halfEdge % p
    cellCount += 1
    partners.append(contentsOf: repeatElement(-1, count: p))
    join(halfEdge, new)
  }

  /// Joins two half-edges, and then every pair whose ring this completes.
  private mutating func join(_ first: Int, _ second: Int) {
    var pending = [(first, second)]
    while let (x, y) = pending.popLast() {
      guard partners[x] < 0 else { continue }
      partners[x] = Int32(y)
      partners[y] = Int32(x)
      for counterclockwise in [true, false] {
        if let ends = openEnds(ofRingThrough: x, counterclockwise) { pending.append(ends) }
      }
    }
  }

  /// The two open half-edges at the ends of the fan of cells around one end of a joined side, where
  /// the fan has all q cells.
  private func openEnds(ofRingThrough x: Int, _ counterclockwise: Bool) -> (Int, Int)? {
    // Seen from x's cell the vertex is the side's counterclockwise end, from the other cell it is the
    // clockwise one. Walking on, the vertex stays on the same hand.
    let (one, cells) = walk(from: x, counterclockwise)
    guard let one else { return nil }
    let (other, others) = walk(from: Int(partners[x]), !counterclockwise)
    guard let other, cells + others == q else { return nil }
    return (one, other)
  }

  /// Goes around a vertex from the cell of a half-edge, away from it, until a side is open.
  ///
  /// - Returns: the open half-edge, or nil if the ring is closed, and the number of cells passed.
  private func walk(from start: Int, _ counterclockwise: Bool) -> (open: Int?, cells: Int) {
    var (halfEdge, cells) = (start, 0)
    while cells < q {
      let side = halfEdge % p
      let next =
        counterclockwise
        ? halfEdge + (side + 1 == p ? 1 - p : 1) : halfEdge + (side == 0 ? p - 1 : -1)
      cells += 1
      guard partners[next] >= 0 else { return (next, cells) }
      halfEdge = Int(partners[next])
    }
    return (nil, cells)
  }
}
