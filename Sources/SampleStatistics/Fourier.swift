internal import CGSL

/// Fourier transforms of the GNU Scientific Library.
enum Fourier {
  /// Σ_i x_i x_{i+t} for t from 0 to `largestLag`, without wrapping around.
  ///
  /// The series is padded with zeros to a power of two of at least n + `largestLag`, so that the
  /// circular correlation of the transform equals the open one.
  /// - Complexity: O(n log n), against O(n · `largestLag`) for the sums themselves.
  static func laggedProducts(
    _ values: [Double], largestLag: Int
  ) throws(StatisticsError) -> [Double] {
    var length = 1
    while length < values.count + largestLag { length *= 2 }
    var work = values + [Double](repeating: 0, count: length - values.count)
    try Library.check("gsl_fft_real_radix2_transform") {
      gsl_fft_real_radix2_transform(&work, 1, length)
    }
    // Half-complex order: real parts 0 … n/2, then imaginary parts n/2 − 1 … 1.
    work[0] *= work[0]
    if length > 1 { work[length / 2] *= work[length / 2] }
    for k in 1..<max(1, length / 2) {
      work[k] = work[k] * work[k] + work[length - k] * work[length - k]
      work[length - k] = 0
    }
    try Library.check("gsl_fft_halfcomplex_radix2_inverse") {
      gsl_fft_halfcomplex_radix2_inverse(&work, 1, length)
    }
    return Array(work[0...largestLag])
  }

  /// F(k) = Σ_r x(r) e^{−2πi Σ_a k_a r_a / L_a} along each axis of an array, in place.
  ///
  /// - Parameters:
  ///   - values: real and imaginary parts alternating, in row-major order.
  ///   - shape: lengths L_a, slowest first; any lengths, fastest with small prime factors.
  static func transform(
    _ values: inout [Double], shape: [Int]
  ) throws(StatisticsError) {
    var stride = values.count / 2
    for length in shape {
      let outer = values.count / 2 / stride
      stride /= length
      guard length > 1 else { continue }
      Library.prepare()
      guard let table = gsl_fft_complex_wavetable_alloc(length),
        let space = gsl_fft_complex_workspace_alloc(length)
      else { throw .library(function: "gsl_fft_complex_wavetable_alloc", reason: "no memory") }
      defer {
        gsl_fft_complex_wavetable_free(table)
        gsl_fft_complex_workspace_free(space)
      }
      try Library.check("gsl_fft_complex_forward") {
        values.withUnsafeMutableBufferPointer { buffer in
          guard let base = buffer.baseAddress else { return Int32(GSL_SUCCESS) }
          for block in 0..<outer {
            for inner in 0..<stride {
              let start = base + 2 * (block * length * stride + inner)
              let status = gsl_fft_complex_forward(start, stride, length, table, space)
              if status != Int32(GSL_SUCCESS) { return status }
            }
          }
          return Int32(GSL_SUCCESS)
        }
      }
    }
  }
}
