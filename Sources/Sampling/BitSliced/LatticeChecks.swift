internal import RandomStreams

/// What a lattice of bits begins with.
enum LatticeChecks {
  static func check(
    sides: [Int], coupling: Double, beta: Double, threads: Int
  ) throws(SamplerError) {
    func check(_ holds: Bool, _ parameter: String, _ value: Double, _ range: String)
      throws(SamplerError)
    {
      guard holds else { throw .outOfRange(parameter: parameter, value: value, range: range) }
    }
    try check(
      (1...4).contains(sides.count), "number of sides", Double(sides.count), "1 to 4")
    var count = 1
    for side in sides {
      try check(side >= 2 && side <= Int(Int32.max), "side", Double(side), "2 to 2³¹ − 1")
      let (product, overflow) = count.multipliedReportingOverflow(by: side)
      try check(
        !overflow && product <= 1 << 36, "number of spins", Double(count) * Double(side),
        "at most 2³⁶")
      count = product
    }
    try check(coupling.isFinite, "coupling", coupling, "a finite number")
    try check(beta.isFinite, "beta", beta, "a finite number")
    try check(threads >= 1, "threads", Double(threads), "at least 1")
  }

  /// Planes of the first spins; lanes without a spin stay clear of counts by their masks.
  static func start(_ start: InitialSpins, _ domains: LaneDomains, _ key: StreamKey) -> [BitPlane] {
    guard start == .random else {
      return Array(repeating: BitLogic.constant(true), count: domains.planeCount)
    }
    var generator = VectorGenerator(key, stream: 0)
    return (0..<domains.planeCount).map { _ in generator.next() }
  }

  /// The signs of each plane's bonds. A bond has its sign at both of its sites.
  static func signs(
    _ sides: [Int], _ domains: LaneDomains, _ isNegative: (_ site: Int, _ axis: Int) -> Bool
  ) -> [BitPlane] {
    let degree = 2 * sides.count
    var signs = [BitPlane](repeating: BitPlane(), count: domains.planeCount * degree)
    let strides = (0..<sides.count).map { sides[($0 + 1)...].reduce(1, *) }
    func set(_ plane: Int, _ lane: Int, _ axis: Int, up: Bool) {
      let bond = LatticeSweep.bondNumber(axis: axis, up: up, axisCount: sides.count - 1)
      signs[plane * degree + bond][lane / 64] |= 1 << UInt64(lane % 64)
    }
    domains.forEachSite { site, plane, lane in
      for axis in 0..<sides.count {
        if isNegative(site, axis) { set(plane, lane, axis, up: true) }
        let isFirst = site / strides[axis] % sides[axis] == 0
        let below = site - strides[axis] + (isFirst ? sides[axis] * strides[axis] : 0)
        if isNegative(below, axis) { set(plane, lane, axis, up: false) }
      }
    }
    return signs
  }
}
