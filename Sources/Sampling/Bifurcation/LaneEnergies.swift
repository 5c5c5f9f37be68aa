/// Energies of 64 states at once.
enum LaneEnergies {
  /// E in the unit of the rows, up to roundings of float32, from −1 in the lanes where a spin is down.
  ///
  /// E = −½ Σ s_i (2 h_i + Σ_j J_ij s_j). Sums of 64 spins are taken in float32 and added in float64.
  static func energies(_ rows: LaneRows, down: [SIMD16<Int32>]) -> [Double] {
    var totals = [Double](repeating: 0, count: LaneRows.lanes)
    let offsets = rows.offsets.span
    let neighbours = rows.neighbours.span
    let couplings = rows.couplings.span
    let fields = rows.fields.span
    let down = down.span
    // With what `LaneRows` has checked: entries of rows and states of neighbours exist.
    precondition(down.count == fields.count && offsets.count == fields.count + 1)
    @inline(__always)
    func flips(_ spin: Int, _ part: UInt32) -> SIMD16<UInt32> {
      unsafeBitCast(down[unchecked: spin], to: SIMD16<UInt32>.self)
        &<< SIMD16(repeating: 24 &- 8 &* part)
        & SIMD16(repeating: 0x8000_0000)
    }
    for part: UInt32 in 0..<4 {
      for start in stride(from: 0, to: fields.count, by: 64) {
        var sum = SIMD16<Float>()
        for spin in start..<min(start &+ 64, fields.count) {
          var field = SIMD16<Float>(repeating: 2 * fields[unchecked: spin])
          let end = Int(offsets[unchecked: spin &+ 1])
          var k = Int(offsets[unchecked: spin])
          while k < end {
            let coupling = unsafeBitCast(
              SIMD16<Float>(repeating: couplings[unchecked: k]), to: SIMD16<UInt32>.self)
            field += unsafeBitCast(
              coupling ^ flips(Int(neighbours[unchecked: k]), part), to: SIMD16<Float>.self)
            k &+= 1
          }
          sum += unsafeBitCast(
            unsafeBitCast(field, to: SIMD16<UInt32>.self) ^ flips(spin, part),
            to: SIMD16<Float>.self)
        }
        for lane in 0..<16 { totals[4 &* lane &+ Int(part)] -= 0.5 * Double(sum[lane]) }
      }
    }
    return totals
  }
}
