/// The best spins that each of 64 replicas has had when it was looked at.
struct BestLanes: Sendable {
  /// E of them; infinite before the first look.
  private(set) var energies = [Double](repeating: .infinity, count: LaneRows.lanes)
  /// −1 in the lanes where the spin is down, else 0; one a spin.
  private var down: [SIMD16<Int32>]

  init(spinCount: Int) { down = Array(repeating: SIMD16(), count: spinCount) }

  /// The lowest of all, in the same unit; nil before the first look.
  var lowest: Double? { energies.min().flatMap { $0 < .infinity ? $0 : nil } }

  /// Takes over the lanes that improved.
  mutating func look(_ down: [SIMD16<Int32>], _ energies: [Double]) {
    var improved = SIMD64<Int8>()
    for lane in 0..<LaneRows.lanes where energies[lane] < self.energies[lane] {
      self.energies[lane] = energies[lane]
      improved[lane] = -1
    }
    guard improved != SIMD64() else { return }
    let taken = unsafeBitCast(improved, to: SIMD16<Int32>.self)
    for spin in self.down.indices {
      self.down[spin] = (self.down[spin] & ~taken) | (down[spin] & taken)
    }
  }

  /// −1 or +1, one a spin.
  func spins(of lane: Int) -> [Int8] {
    let (word, shift) = (lane / 4, Int32(8 * (lane % 4)))
    return down.map { 1 &+ 2 &* Int8(truncatingIfNeeded: $0[word] &>> shift) }
  }
}
