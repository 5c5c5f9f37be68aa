/// A lattice that repeats one cell along its axes.
struct CellLattice {
  /// A link from each cell: from one basis site to another in the cell that stands `offset` away.
  ///
  /// A twist reflects steps: there they must be as many upwards as downwards, and all forwards along
  /// the last axis, or links across the seam would be counted twice and others not at all.
  struct Step {
    var from = 0
    var to = 0
    var offset: [Int]
  }

  let shape: [Int]
  let basis: Int
  let steps: [Step]
  let boundary: Boundary
  let cellCount: Int
  /// Cells from one to the next along each axis.
  let strides: [Int]

  init(shape: [Int], basis: Int = 1, steps: [Step], boundary: Boundary) {
    self.shape = shape
    self.basis = basis
    self.steps = steps
    self.boundary = boundary
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] * shape[axis + 1]
    }
    self.strides = strides
    cellCount = shape.reduce(1, *)
  }

  /// The links, cell after cell, each cell's in the order of the steps.
  func links() -> [Link] {
    var links: [Link] = []
    links.reserveCapacity(cellCount * steps.count)
    let shifts = steps.map { zip($0.offset, strides).reduce(0) { $0 + $1.0 * $1.1 } }
    var cell = [Int](repeating: 0, count: shape.count)
    for index in 0..<cellCount {
      for (step, shift) in zip(steps, shifts) {
        let source = index * basis + step.from
        var isInside = true
        for axis in shape.indices {
          let there = cell[axis] + step.offset[axis]
          isInside = isInside && there >= 0 && there < shape[axis]
        }
        if isInside {
          links.append(Link(source, (index + shift) * basis + step.to))
        } else if let (target, sign) = across(index, shift, zip(cell, step.offset).map(+)) {
          links.append(Link(source, target * basis + step.to, sign: sign, wraps: true))
        }
      }
      advance(&cell)
    }
    return links
  }

  /// A value for each site, from its cell and its basis site.
  func sites<Value>(_ value: (_ cell: [Int], _ basis: Int) -> Value) -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(cellCount * basis)
    var cell = [Int](repeating: 0, count: shape.count)
    for _ in 0..<cellCount {
      for site in 0..<basis { values.append(value(cell, site)) }
      advance(&cell)
    }
    return values
  }

  /// The next cell, last axis fastest.
  private func advance(_ cell: inout [Int]) {
    for axis in shape.indices.reversed() {
      cell[axis] += 1
      if cell[axis] < shape[axis] { return }
      cell[axis] = 0
    }
  }

  /// The cell that a step across an end leads to, and the sign of the way; nil if there is none.
  private func across(_ index: Int, _ shift: Int, _ there: [Int]) -> (cell: Int, sign: Int8)? {
    switch boundary {
    case .open: return nil
    case .helical: return (modulo(index + shift, cellCount), 1)
    case .periodic: return (wrapped(there), 1)
    case .antiperiodic:
      return (wrapped(there), isOdd(turns(there)) ? -1 : 1)
    case .mobius, .klein:
      let last = shape.count - 1
      var there = there
      // The way around is a glide reflection; a second time around undoes the reflection.
      if isOdd(turns(there)) { there[last - 1] = shape[last - 1] - 1 - there[last - 1] }
      there[last] = modulo(there[last], shape[last])
      if boundary == .mobius, zip(there, shape).contains(where: { $0 < 0 || $0 >= $1 }) {
        return nil
      }
      return (wrapped(there), 1)
    }
  }

  /// How often a way went around the last axis.
  private func turns(_ there: [Int]) -> Int {
    let length = shape[shape.count - 1]
    return (there[shape.count - 1] - modulo(there[shape.count - 1], length)) / length
  }

  /// The cell with each coordinate taken modulo its length.
  private func wrapped(_ there: [Int]) -> Int {
    shape.indices.reduce(0) { $0 + modulo(there[$1], shape[$1]) * strides[$1] }
  }

  private func modulo(_ a: Int, _ n: Int) -> Int { (a % n + n) % n }

  private func isOdd(_ a: Int) -> Bool { a & 1 == 1 }
}
