/// What all instructions share and serves one job at a time, in the order of the requests: the lanes
/// of the periphery, a memory channel, the host link.
package struct FIFOServer: Sendable {
  /// When the last job so far will end.
  package private(set) var freeAt: UInt64

  /// A server that is idle from a moment on.
  package init(freeAt: UInt64 = 0) { self.freeAt = freeAt }

  /// Takes a job of `cycles` at `now` and returns when it will end. Requests must come in the order of
  /// time; the end is then known at once.
  package mutating func serve(_ cycles: Int, at now: UInt64) -> UInt64 {
    guard cycles > 0 else { return now }
    freeAt = max(now, freeAt) + UInt64(cycles)
    return freeAt
  }
}
