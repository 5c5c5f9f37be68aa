internal import RandomStreams

/// The noise of 64 replicas in four vectors of floats. Lane i of vector j belongs to byte 4i + j.
struct FloatNoise: Sendable {
  /// Units of the local field a tick of the logarithm.
  let scales: [SIMD16<Float>]

  /// - Parameters:
  ///   - betas: at most 64 inverse temperatures, at least 0; noise of further lanes is 0.
  ///   - unit: energy of one unit of the local field.
  init(betas: ArraySlice<Double>, unit: Double) {
    var scales = [SIMD16<Float>](repeating: SIMD16(), count: 4)
    for (lane, beta) in betas.enumerated() {
      scales[lane % 4][lane / 4] = LogNoise.scale(beta: beta * unit)
    }
    self.scales = scales
  }
}
