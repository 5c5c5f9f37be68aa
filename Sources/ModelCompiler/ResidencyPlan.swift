/// Which arrays stay in their tiles, and how many tiles the others share.
package struct ResidencyPlan: Equatable, Sendable {
  /// Tiles 0 ..< pool are shared by all arrays that are not resident.
  package var pool: Int
  /// Whether each array is resident.
  package var resident: [Bool]

  /// Creates a plan.
  package init(pool: Int, resident: [Bool]) {
    self.pool = pool
    self.resident = resident
  }

  /// The plan that keeps most tiles of couplings resident, among those in which each array that is
  /// not is loaded in one round; of equal ones that with the smallest pool. If one array alone is
  /// larger than the chip, all tiles are the pool.
  ///
  /// Arrays that need more than the pool are resident; the others in model order, as long as tiles
  /// are left.
  package static func best(needs: [Int], available: Int) -> ResidencyPlan {
    let everything = ResidencyPlan(pool: 0, resident: needs.map { _ in true })
    guard needs.reduce(0, +) > available else { return everything }
    var best = ResidencyPlan(pool: available, resident: needs.map { _ in false })
    var mostTiles = 0
    for pool in Set(needs).sorted() where pool <= available {
      let large = needs.reduce(0) { $0 + ($1 > pool ? $1 : 0) }
      guard large <= available - pool else { continue }
      var left = available - pool - large
      let resident = needs.map { need in
        if need > pool { return true }
        guard need <= left else { return false }
        left -= need
        return true
      }
      let tiles = available - pool - left
      if tiles > mostTiles { (mostTiles, best) = (tiles, .init(pool: pool, resident: resident)) }
    }
    return best
  }
}
