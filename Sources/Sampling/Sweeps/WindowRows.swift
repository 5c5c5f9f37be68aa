internal import IsingModels

/// The couplings of a model with its spins put into the order of a sweep, for ``WindowSpins``.
struct WindowRows<Scalar: WindowScalar>: Sendable {
  /// The spin at each place of the order.
  let order: [Int32]
  /// Entries of place p: `offsets[p] ..< offsets[p + 1]`.
  let offsets: ConstantTable<Int32>
  /// Places of neighbours, ascending; then, where degrees are large and differ, places behind all spins,
  /// so that the length is a multiple of eight and loops end where processors expect it.
  let neighbours: ConstantTable<Int32>
  /// 2 J/unit of each entry, 0 behind the neighbours.
  let kicks: ConstantTable<Scalar>
  /// The kick, where all are equal.
  let commonKick: Scalar?
  /// Entries of neighbours that follow a place in its own window of sixteen: the first, and how many.
  let followers: ConstantTable<SIMD2<Int32>>
  /// h/unit by place.
  let fields: [Scalar]

  /// - Parameters:
  ///   - kicks: 2 J/unit of each entry of the adjacency.
  ///   - fields: h/unit of each spin.
  init(_ adjacency: Adjacency, order: [Int32], kicks: [Scalar], fields: [Scalar]) {
    RowChecks.check(adjacency, spinCount: order.count)
    precondition(kicks.count == adjacency.neighbours.count && fields.count == order.count)
    let degrees = order.indices.map { adjacency.degree(of: $0) }
    let isPadded = Set(degrees).count > 1 && degrees.reduce(0, +) > 8 * order.count
    let spare = Int32((order.count + 15) / 16 * 16)
    var places = [Int32](repeating: 0, count: order.count)
    for (place, spin) in order.enumerated() { places[Int(spin)] = Int32(place) }
    var offsets: [Int32] = [0]
    var neighbours: [Int32] = []
    var sorted: [Scalar] = []
    var followers: [SIMD2<Int32>] = []
    neighbours.reserveCapacity(kicks.count)
    sorted.reserveCapacity(kicks.count)
    for (place, spin) in order.enumerated() {
      let start = neighbours.count
      let end = Int32(place / 16 + 1) * 16
      var (before, following, isAscending) = (0, 0, true)
      for entry in adjacency.range(of: Int(spin)) {
        let neighbour = places[Int(adjacency.neighbours[entry])]
        if neighbour < place { before += 1 }
        if neighbour > place, neighbour < end { following += 1 }
        neighbours.append(neighbour)
        sorted.append(kicks[entry])
        if neighbours.count > start + 1, neighbour < neighbours[neighbours.count - 2] {
          isAscending = false
        }
      }
      if !isAscending {
        let row = zip(neighbours[start...], sorted[start...]).sorted { $0.0 < $1.0 }
        neighbours.replaceSubrange(start..., with: row.map(\.0))
        sorted.replaceSubrange(start..., with: row.map(\.1))
      }
      followers.append(SIMD2(Int32(start + before), Int32(following)))
      while isPadded, neighbours.count % 8 != 0 {
        neighbours.append(spare + Int32(neighbours.count % 8))
        sorted.append(0)
      }
      offsets.append(Int32(neighbours.count))
    }
    self.order = order
    self.offsets = ConstantTable(offsets)
    self.neighbours = ConstantTable(neighbours)
    self.kicks = ConstantTable(sorted)
    self.followers = ConstantTable(followers)
    self.fields = order.map { fields[Int($0)] }
    let first = kicks.first ?? 0
    commonKick = kicks.allSatisfy { $0 == first } ? first : nil
  }
}
