internal import IsingModels

/// Couplings and fields as whole multiples of a unit, so that sums of them are exact and do not drift.
///
/// The unit is the common divisor where there is one that keeps numbers small; else a power of two that
/// is 2⁻⁵³ of the largest local field or less, which rounds couplings about as much as float64 rounds
/// their sums.
struct FixedPointModel: Sendable {
  /// J of each entry of the adjacency, in units.
  let couplings: [Int64]
  /// h in units.
  let fields: [Int64]
  /// No |local field| in units is larger.
  let reach: Int64
  /// Whether numbers are exact multiples of a common divisor.
  let isExact: Bool

  /// More different numbers than these are not searched for a common divisor.
  static let mostValues = 1 << 12
  /// Largest number in units of a common divisor.
  static let largestNumber = 0x1p20
  /// How far from a multiple of the unit a number may be, in parts of the largest number: a few
  /// roundings of float64.
  static let tolerance = 1e-14

  init(_ model: IsingModel) {
    let numbers = model.adjacency.couplings
    let largest = [numbers, model.fields].joined().reduce(0) { max($0, abs($1)) }
    // Numbers between −1 and 1, so that nothing below overflows; a power of two changes no digit.
    let exponent = largest > 0 ? Int(largest.exponent) + 1 : 0
    func scaled(_ x: Double) -> Double { Double(sign: .plus, exponent: -exponent, significand: x) }
    let couplings = numbers.map(scaled)
    let fields = model.fields.map(scaled)
    let divisor = Self.commonDivisor(couplings, fields)
    let reach = (0..<model.spinCount).map { spin in
      model.adjacency.range(of: spin).reduce(abs(fields[spin])) { $0 + abs(couplings[$1]) }
    }.max()!
    let unit = divisor ?? Double(sign: .plus, exponent: Int(reach.exponent) + 1 - 54, significand: 1)
    self.couplings = couplings.map { Int64(($0 / unit).rounded()) }
    self.fields = fields.map { Int64(($0 / unit).rounded()) }
    // Each of the numbers may have been rounded up by a half.
    let degree = (0..<model.spinCount).map(model.adjacency.degree).max()!
    self.reach = Int64(reach / unit) + Int64(degree) + 2
    isExact = divisor != nil
  }

  /// Euclid's algorithm over all numbers; nil where it finds nothing that keeps them small.
  private static func commonDivisor(_ couplings: [Double], _ fields: [Double]) -> Double? {
    var values = Set<Double>()
    var last = 0.0
    for value in [couplings, fields].joined() where value != last && value != 0 {
      last = value
      values.insert(abs(value))
      if values.count > mostValues { return nil }
    }
    guard let largest = values.max() else { return 1 }
    var divisor = largest
    for value in values.sorted(by: >) {
      var (large, small) = (max(divisor, value), min(divisor, value))
      while small > 1e-9 * largest {
        (large, small) = (small, abs(large - small * (large / small).rounded()))
      }
      divisor = large
      guard largest / divisor <= largestNumber else { return nil }
    }
    let unit = largest / (largest / divisor).rounded()
    let fits = values.allSatisfy {
      abs($0 - unit * ($0 / unit).rounded()) <= tolerance * largest
    }
    return fits ? unit : nil
  }
}
