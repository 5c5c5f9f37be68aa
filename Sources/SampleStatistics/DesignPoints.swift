internal import CGSL

/// Points that fill a box of several dimensions, each coordinate from 0 to below 1.
public enum DesignPoints {
  /// The most dimensions of Sobol's sequence.
  public static let mostSobolDimensions = 40

  /// The first points of Sobol's sequence, by the GNU Scientific Library: after 2^k − 1 of them each interval of
  /// length 2^−k of each coordinate but the first has one.
  ///
  /// - Parameters:
  ///   - count: points, 1 or more.
  ///   - dimensions: 1 to ``mostSobolDimensions``.
  /// - Throws: `StatisticsError` for numbers out of range.
  public static func sobol(count: Int, dimensions: Int) throws(StatisticsError) -> [[Double]] {
    try check(count: count, dimensions: dimensions, most: mostSobolDimensions)
    Library.prepare()
    guard let generator = ising_npu_gsl_sobol(UInt32(dimensions)) else {
      throw .library(function: "gsl_qrng_alloc", reason: "no memory")
    }
    defer { gsl_qrng_free(generator) }
    return (0..<count).map { _ in
      var point = [Double](repeating: 0, count: dimensions)
      _ = gsl_qrng_get(generator, &point)
      return point
    }
  }

  /// A Latin hypercube: of each coordinate each interval of length 1/count has one point, at a random place in it.
  ///
  /// - Parameters:
  ///   - count: points, 1 or more.
  ///   - dimensions: 1 or more.
  ///   - seed: of the Mersenne Twister.
  /// - Throws: `StatisticsError` for numbers out of range.
  public static func latinHypercube(
    count: Int, dimensions: Int, seed: UInt32
  ) throws(StatisticsError) -> [[Double]] {
    try check(count: count, dimensions: dimensions, most: 10_000)
    Library.prepare()
    guard let generator = ising_npu_gsl_mersenne_twister() else {
      throw .library(function: "gsl_rng_alloc", reason: "no memory")
    }
    defer { gsl_rng_free(generator) }
    gsl_rng_set(generator, UInt(seed))
    var points = [[Double]](repeating: [Double](repeating: 0, count: dimensions), count: count)
    for dimension in 0..<dimensions {
      var places = Array(0..<count)
      gsl_ran_shuffle(generator, &places, count, MemoryLayout<Int>.stride)
      for point in points.indices {
        points[point][dimension] =
          (Double(places[point]) + gsl_rng_uniform(generator)) / Double(count)
      }
    }
    return points
  }

  private static func check(
    count: Int, dimensions: Int, most: Int
  ) throws(StatisticsError) {
    guard count > 0 else {
      throw .outOfRange(parameter: "count", value: Double(count), range: "1 or more")
    }
    guard (1...most).contains(dimensions) else {
      throw .outOfRange(
        parameter: "dimensions", value: Double(dimensions), range: "1 to \(most)")
    }
  }
}
