/// What a simulation of N spins at one inverse temperature measured, per spin and with errors.
///
/// e = E/N and m = Σ s/N are one value a measurement. With β = 1/(k_B T) and k_B = 1:
///
/// | quantity | formula |
/// |---|---|
/// | susceptibility χ | βN (⟨m²⟩ − ⟨\|m\|⟩²) |
/// | symmetric susceptibility | βN ⟨m²⟩, right where symmetry is not broken |
/// | specific heat c | β²N (⟨e²⟩ − ⟨e⟩²) |
/// | Binder cumulant U₄ | 1 − ⟨m⁴⟩/(3⟨m²⟩²) |
///
/// (Binder, *Z. Phys. B* 43, 119 (1981).) χ and c are per spin, and β is outside of the energy.
public struct ThermalObservables: Sendable, Equatable {
  /// ⟨E⟩/N.
  public let energy: Estimate
  /// ⟨m⟩ with its sign; zero by symmetry without a field, once chains turn over.
  public let magnetisation: Estimate
  /// ⟨|m|⟩.
  public let absMagnetisation: Estimate
  /// ⟨m²⟩.
  public let squaredMagnetisation: Estimate
  /// ⟨m⁴⟩.
  public let fourthMagnetisation: Estimate
  /// χ = βN (⟨m²⟩ − ⟨|m|⟩²).
  public let susceptibility: Estimate
  /// βN ⟨m²⟩.
  public let symmetricSusceptibility: Estimate
  /// c = β²N (⟨e²⟩ − ⟨e⟩²).
  public let specificHeat: Estimate
  /// U₄ = 1 − ⟨m⁴⟩/(3⟨m²⟩²): ⅔ in the ordered phase, 0 for a normal law; `nil` where m was always
  /// 0.
  public let binderCumulant: Estimate?
  /// Agreement of the chains in e; `nil` for one chain, or fewer than 8 values in a chain.
  public let energyAgreement: ChainComparison?
  /// Agreement of the chains in |m|; `nil` likewise.
  public let magnetisationAgreement: ChainComparison?

  /// Which of these quantities have an error that is not to be trusted: fewer than 100 independent
  /// values of the slowest, or a moment that rests on states which the run hardly saw.
  public let untrusted: Set<Moment>

  /// Quantities that are made of second and fourth moments.
  public enum Moment: String, CaseIterable, Sendable {
    /// c, from the variance of e.
    case specificHeat = "specific_heat"
    /// χ, from the variance of |m|.
    case susceptibility
    /// U₄, from ⟨m⁴⟩.
    case binder
  }

  /// Below so many independent values no error of a moment is trusted.
  public static let trustedSamples = 100.0

  /// Evaluates what chains measured after their warm-up.
  ///
  /// - Parameters:
  ///   - energies: E/N by chain and measurement; at least two values in all.
  ///   - magnetisations: m from −1 to 1, measured with the energies.
  ///   - spinCount: N.
  ///   - beta: β, finite.
  /// - Throws: `StatisticsError.tooFewValues`, `.lengthMismatch`, `.notFinite` or `.outOfRange`.
  public init(
    energies: [[Double]], magnetisations: [[Double]], spinCount: Int, beta: Double
  ) throws(StatisticsError) {
    try checkFinite(beta, "beta")
    guard spinCount >= 1 else {
      throw .outOfRange(parameter: "spinCount", value: Double(spinCount), range: "1 or more")
    }
    try checkSeries([energies, magnetisations], atLeast: 1)
    let total = energies.reduce(0) { $0 + $1.count }
    guard total >= 2 else { throw .tooFewValues(found: total, needed: 2) }
    for chain in magnetisations {
      // Rounding may carry a sum of spins a little too far; a total in place of a mean goes
      // further.
      if let value = chain.first(where: { abs($0) > 1 + 1e-9 }) {
        throw .outOfRange(
          parameter: "magnetisation per spin", value: value, range: "a number from −1 to 1")
      }
    }
    let count = Double(spinCount)
    let absolute = magnetisations.map { $0.map { abs($0) } }
    let squares = magnetisations.map { $0.map { $0 * $0 } }
    let fourths = squares.map { $0.map { $0 * $0 } }

    energy = try Estimate(meanOf: energies)
    magnetisation = try Estimate(meanOf: magnetisations)
    absMagnetisation = try Estimate(meanOf: absolute)
    squaredMagnetisation = try Estimate(meanOf: squares)
    fourthMagnetisation = try Estimate(meanOf: fourths)
    symmetricSusceptibility = try Estimate(of: [squares]) { beta * count * $0[0] }
    susceptibility = try Self.variance(of: absolute, times: beta * count)
    specificHeat = try Self.variance(of: energies, times: beta * beta * count)
    binderCumulant = try Self.binder(squares, fourths)
    let comparable =
      energies.count >= 2 && energies.allSatisfy { $0.count >= Autocorrelation.smallestCount }
    energyAgreement = comparable ? try ChainComparison(energies) : nil
    magnetisationAgreement = comparable ? try ChainComparison(absolute) : nil
    untrusted = Self.untrusted(
      energies: energies, magnetisations: magnetisations, spinCount: spinCount,
      // A quantity that never changed has no memory to tell.
      independent: [energy, absMagnetisation].filter { $0.tau != nil }.map(\.effectiveSamples).min()
    )
  }

  private static func untrusted(
    energies: [[Double]], magnetisations: [[Double]], spinCount: Int, independent: Double?
  ) -> Set<Moment> {
    guard let independent, independent >= trustedSamples else { return Set(Moment.allCases) }
    let states = RareStates(independent: independent)
    let orders = magnetisations.flatMap { $0 }
    var found: Set<Moment> = []
    if states.carriesVariance(of: energies.flatMap { $0 }) { found.insert(.specificHeat) }
    if states.carriesVariance(of: orders.map { abs($0) }) { found.insert(.susceptibility) }
    if states.carriesFourthMoment(of: orders, spinCount: spinCount) { found.insert(.binder) }
    return found
  }

  /// U₄; nil where some part of the series that errors are made from has no magnetisation at all.
  private static func binder(
    _ squares: [[Double]], _ fourths: [[Double]]
  ) throws(StatisticsError) -> Estimate? {
    do throws(StatisticsError) {
      return try Estimate(of: [squares, fourths], function: binderCumulant)
    } catch {
      guard error == .noVariation else { throw error }
      return nil
    }
  }

  /// U₄ of [⟨m²⟩, ⟨m⁴⟩].
  ///
  /// - Throws: `StatisticsError.noVariation` where ⟨m²⟩ is zero.
  public static func binderCumulant(_ means: [Double]) throws(StatisticsError) -> Double {
    guard means[0] > 0 else { throw .noVariation }
    return 1 - means[1] / (3 * means[0] * means[0])
  }

  /// factor · (⟨x²⟩ − ⟨x⟩²), from differences to the first value: exactly 0 where x never changed.
  private static func variance(
    of chains: [[Double]], times factor: Double
  ) throws(StatisticsError) -> Estimate {
    let origin = chains.first { !$0.isEmpty }?.first ?? 0
    let shifted = chains.map { $0.map { $0 - origin } }
    let squares = shifted.map { $0.map { $0 * $0 } }
    return try Estimate(of: [shifted, squares]) { factor * ($0[1] - $0[0] * $0[0]) }
  }
}
