/// The noise of 64 replicas in four vectors: lane i of vector j belongs to byte 4i + j.
struct LaneNoise: Sendable {
  /// Units of the local field a tick of the logarithm, by vector: ln 2/(2β · unit · 2²³).
  let scales: (SIMD16<Float>, SIMD16<Float>, SIMD16<Float>, SIMD16<Float>)

  /// - Parameters:
  ///   - betas: at most 64 inverse temperatures, at least 0; noise of further lanes is 0.
  ///   - unit: energy of one unit of the local field.
  init(betas: ArraySlice<Double>, unit: Double) {
    var scales = [SIMD16<Float>](repeating: SIMD16(), count: 4)
    for (lane, beta) in betas.enumerated() {
      scales[lane % 4][lane / 4] = LogNoise.scale(beta: beta * unit)
    }
    self.scales = (scales[0], scales[1], scales[2], scales[3])
  }
}
