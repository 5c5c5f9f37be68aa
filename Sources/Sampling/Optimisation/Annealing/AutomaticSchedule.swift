import ByteFormats
public import IsingModels

extension BetaSchedule {
  /// A schedule from the couplings and fields alone, in proportion to their scales.
  ///
  /// A spin in disorder feels a field of about σ_i = √(h_i² + Σ_j J_ij²). Each of the numbers x = J_ij
  /// and h_i matters to its spin while β is between a/σ_i, where the spin is free, and b/√(|x| σ_i),
  /// where what x decides is decided. Time is divided equally among spins and among the numbers of a
  /// spin, and the share of each is spread equally over its range of β. One scale gives a straight
  /// line; a mixture of scales gives each its time, however far they are apart.
  ///
  /// Of very many spins every so many-th is looked at.
  ///
  /// Multiplying all couplings and fields by 2ᵏ divides every β by exactly 2ᵏ.
  ///
  /// - Parameters:
  ///   - model: what is minimised.
  ///   - hot: a.
  ///   - cold: b.
  public static func automatic(
    for model: IsingModel, hot: Double = 0.5, cold: Double = 4.5
  ) -> BetaSchedule {
    var shares: [Range: Double] = [:]
    let unit = Self.unit(of: model)
    let step = ceilingDivide(model.spinCount, mostSpins)
    for spin in stride(from: 0, to: model.spinCount, by: step) {
      let sigma = Self.sigma(of: spin, model, unit: unit)
      guard sigma > 0 else { continue }
      let numbers =
        model.adjacency.couplings[model.adjacency.range(of: spin)] + [model.fields[spin]]
      let count = numbers.reduce(0) { $1 == 0 ? $0 : $0 + 1 }
      for number in numbers where number != 0 {
        // What is far below its spin's scale is lost in the roundings of local fields.
        let x = max(abs(number) / unit, 0x1p-40 * sigma)
        shares[
          Range(sigma: coarse(sigma), scale: coarse((x * sigma).squareRoot())), default: 0] +=
          1 / Double(count)
      }
    }
    guard !shares.isEmpty else {
      return BetaSchedule(knots: [Knot(time: 0, beta: 0), Knot(time: 1, beta: 0)])
    }
    let parts = shares.map {
      Part(low: hot / $0.key.sigma, high: cold / $0.key.scale, weight: $0.value)
    }.sorted { ($0.low, $0.high) < ($1.low, $1.high) }
    let total = parts.reduce(0) { $0 + $1.weight }
    let ends = Set(parts.flatMap { [$0.low, $0.high] }).sorted()
    let knots = ends.map { beta in
      Knot(
        time: parts.reduce(0) { $0 + $1.weight * $1.share(below: beta) } / total,
        beta: beta / unit)
    }
    return BetaSchedule(knots: Self.thinned(knots))
  }

  /// Shares of so many spins are good to a hundredth.
  private static let mostSpins = 1 << 17

  /// The power of two below the largest number.
  private static func unit(of model: IsingModel) -> Double {
    let largest = [model.adjacency.couplings, model.fields].joined().reduce(0) {
      max($0, abs($1))
    }
    return largest > 0 ? largest.binade : 1
  }

  /// σ_i in units.
  private static func sigma(of spin: Int, _ model: IsingModel, unit: Double) -> Double {
    let field = model.fields[spin] / unit
    return model.adjacency.couplings[model.adjacency.range(of: spin)].reduce(field * field) {
      $0 + $1 / unit * ($1 / unit)
    }.squareRoot()
  }

  /// Three digits of a number after the leading one, so that there are few different ones.
  private static func coarse(_ x: Double) -> Double {
    Double(sign: .plus, exponent: Int(x.exponent), significand: (x.significand * 8).rounded() / 8)
  }

  /// Few knots: those that lie no further apart than is worth it go.
  private static func thinned(_ knots: [Knot]) -> [Knot] {
    var result = [Knot(time: 0, beta: knots[0].beta)]
    for knot in knots.dropFirst().dropLast()
    where knot.time > result[result.count - 1].time + 1e-3 {
      result.append(knot)
    }
    result.append(Knot(time: 1, beta: knots[knots.count - 1].beta))
    return result
  }

  /// What two numbers decide about a range of β.
  private struct Range: Hashable {
    var sigma: Double
    var scale: Double
  }

  /// A range of β and the time that it gets.
  private struct Part {
    var low: Double
    var high: Double
    var weight: Double

    /// The share of the range that is below β.
    func share(below beta: Double) -> Double { min(1, max(0, (beta - low) / (high - low))) }
  }
}
