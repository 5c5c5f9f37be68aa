internal import Foundation

/// S(k) = ⟨|Σ_r s_r e^{−ikr}|²⟩/N of spins on a periodic lattice with one site a cell, and the
/// two-point function that is its Fourier transform, G(r) = ⟨s_0 s_r⟩ averaged over all origins.
public struct StructureFactor: Sendable, Equatable {
  /// Cells along each axis, slowest first.
  public let shape: [Int]
  /// Number of configurations so far.
  public private(set) var count = 0
  private var sums: [Double]

  /// Starts without configurations.
  ///
  /// - Parameter shape: lengths of the axes, at least one axis, each length at least 1.
  /// - Throws: `StatisticsError.tooFewValues` or `.outOfRange`.
  public init(shape: [Int]) throws(StatisticsError) {
    sums = [Double](repeating: 0, count: try Self.siteCount(shape))
    self.shape = shape
  }

  /// Takes one configuration.
  ///
  /// - Parameter spins: −1 or +1, one a site, in row-major order.
  /// - Throws: `StatisticsError.lengthMismatch` or `.outOfRange`.
  /// - Complexity: O(N log N) for lengths with small prime factors.
  public mutating func add(_ spins: [Int8]) throws(StatisticsError) {
    guard spins.count == sums.count else {
      throw .lengthMismatch(first: sums.count, second: spins.count)
    }
    try checkSpins(spins)
    var values = [Double](repeating: 0, count: 2 * spins.count)
    for site in spins.indices { values[2 * site] = Double(spins[site]) }
    try Fourier.transform(&values, shape: shape)
    for k in sums.indices {
      sums[k] +=
        (values[2 * k] * values[2 * k] + values[2 * k + 1] * values[2 * k + 1])
        / Double(spins.count)
    }
    count += 1
  }

  /// S(k) for k_a = 2π n_a/L_a, in row-major order of n. S(0) = N⟨m²⟩.
  ///
  /// - Throws: `StatisticsError.tooFewValues` before the first configuration.
  public func factors() throws(StatisticsError) -> [Double] {
    guard count > 0 else { throw .tooFewValues(found: 0, needed: 1) }
    return sums.map { $0 / Double(count) }
  }

  /// G(r) − mean² in row-major order of r; G(0) = 1 − mean².
  ///
  /// - Parameter mean: ⟨s⟩ to subtract for the connected function: 0 where symmetry holds, ⟨|m|⟩ in
  ///   the ordered phase.
  /// - Throws: `StatisticsError.tooFewValues` before the first configuration, `.outOfRange`.
  public func correlations(subtracting mean: Double = 0) throws(StatisticsError) -> [Double] {
    try checkFinite(mean, "mean")
    let factors = try factors()
    var values = [Double](repeating: 0, count: 2 * factors.count)
    for k in factors.indices { values[2 * k] = factors[k] / Double(factors.count) }
    // S(k) = S(−k), so that the forward transform is the inverse one.
    try Fourier.transform(&values, shape: shape)
    return factors.indices.map { values[2 * $0] - mean * mean }
  }

  /// The two-point function along one axis, for r from 0 to half its length.
  ///
  /// - Throws: as `correlations(subtracting:)`, `.outOfRange` for an axis that does not exist.
  public func correlations(
    along axis: Int, subtracting mean: Double = 0
  ) throws(StatisticsError) -> [Double] {
    try Self.checkAxis(axis, shape)
    let all = try correlations(subtracting: mean)
    let stride = shape[(axis + 1)...].reduce(1, *)
    return (0...shape[axis] / 2).map { all[$0 * stride] }
  }

  /// |Σ_r s_r e^{−ikr}|²/N of one configuration, at the smallest wave number 2π/L of an axis: with
  /// m², what a time series needs for a correlation length with an error.
  ///
  /// - Throws: `StatisticsError.tooFewValues`, `.lengthMismatch` or `.outOfRange`.
  /// - Complexity: O(N).
  public static func smallestMomentum(
    of spins: [Int8], shape: [Int], along axis: Int
  ) throws(StatisticsError) -> Double {
    guard spins.count == (try siteCount(shape)) else {
      throw .lengthMismatch(first: try siteCount(shape), second: spins.count)
    }
    try checkAxis(axis, shape)
    try checkSpins(spins)
    let stride = shape[(axis + 1)...].reduce(1, *)
    var planes = [Int](repeating: 0, count: shape[axis])
    for site in spins.indices { planes[site / stride % shape[axis]] += Int(spins[site]) }
    var real = 0.0
    var imaginary = 0.0
    for (place, sum) in planes.enumerated() {
      let angle = 2 * Double.pi * Double(place) / Double(shape[axis])
      real += Double(sum) * cos(angle)
      imaginary += Double(sum) * sin(angle)
    }
    return (real * real + imaginary * imaginary) / Double(spins.count)
  }

  private static func siteCount(_ shape: [Int]) throws(StatisticsError) -> Int {
    guard !shape.isEmpty else { throw .tooFewValues(found: 0, needed: 1) }
    var count = 1
    for length in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      guard length >= 1, !overflow else {
        throw .outOfRange(parameter: "length of an axis", value: Double(length), range: "1 or more")
      }
      count = product
    }
    return count
  }

  private static func checkAxis(_ axis: Int, _ shape: [Int]) throws(StatisticsError) {
    guard shape.indices.contains(axis) else {
      throw .outOfRange(
        parameter: "axis", value: Double(axis), range: "0 to \(shape.count - 1)")
    }
  }
}
