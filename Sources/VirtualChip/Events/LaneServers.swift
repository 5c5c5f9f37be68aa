/// The lanes of the periphery: those of each tile serve one job at a time, in the order of the requests. A
/// job that names no tiles takes all.
struct LaneServers: Sendable {
  /// When the last job on all tiles will end.
  private var allFreeAt: UInt64
  /// When the last job on a tile will end.
  private var freeAt: [Int: UInt64] = [:]

  /// Lanes that are idle from a moment on.
  init(freeAt: UInt64) { allFreeAt = freeAt }

  /// Takes a job of `cycles` at `now` and returns when it will end. Requests must come in the order of time;
  /// the end is then known at once.
  mutating func serve(_ cycles: Int, on tiles: [Int], at now: UInt64) -> UInt64 {
    guard cycles > 0 else { return now }
    let busy = tiles.isEmpty ? freeAt.values.max() : tiles.compactMap { freeAt[$0] }.max()
    let end = max(now, allFreeAt, busy ?? 0) + UInt64(cycles)
    if tiles.isEmpty { allFreeAt = end }
    for tile in tiles { freeAt[tile] = end }
    return end
  }
}
