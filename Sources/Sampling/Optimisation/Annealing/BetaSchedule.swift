/// How β goes along an anneal: straight lines between given values.
public struct BetaSchedule: Sendable, Equatable {
  /// A place of the schedule.
  struct Knot: Sendable, Equatable {
    /// Share of the sweeps, from 0 to 1.
    var time: Double
    var beta: Double
  }

  /// At least one, in the order of time, the first at 0 and the last at 1.
  let knots: [Knot]

  /// The inverse temperature of the first sweep.
  public var first: Double { knots[0].beta }
  /// The inverse temperature of the last sweep.
  public var last: Double { knots[knots.count - 1].beta }

  init(knots: [Knot]) { self.knots = knots }

  /// β grows by equal steps.
  /// - Throws: `SamplerError.outOfRange` unless 0 ≤ first ≤ last < ∞.
  public static func linear(from first: Double, to last: Double) throws(SamplerError) -> Self {
    try check(first, last)
    return Self(knots: [Knot(time: 0, beta: first), Knot(time: 1, beta: last)])
  }

  /// β grows by equal factors.
  /// - Throws: `SamplerError.outOfRange` unless 0 < first ≤ last < ∞.
  public static func geometric(
    from first: Double, to last: Double
  ) throws(SamplerError) -> Self {
    try check(first, last)
    guard first > 0 else {
      throw .outOfRange(parameter: "first β", value: first, range: "above 0 for equal factors")
    }
    guard first < last else { return try linear(from: first, to: last) }
    let count = 65
    let betas = TemperingLadder.geometric(from: first, to: last, count: count)
    return Self(
      knots: betas.enumerated().map {
        Knot(time: Double($0) / Double(count - 1), beta: $1)
      })
  }

  /// Given values, each for an equal share of the sweeps, with straight lines between them.
  /// - Throws: `SamplerError.outOfRange` for no values, or such that are negative or not finite. They
  ///   need not ascend.
  public static func values(_ betas: [Double]) throws(SamplerError) -> Self {
    guard !betas.isEmpty else {
      throw .outOfRange(parameter: "number of β", value: 0, range: "at least 1")
    }
    for (place, beta) in betas.enumerated() where !(beta >= 0 && beta.isFinite) {
      throw .outOfRange(
        parameter: "β at place \(place)", value: beta, range: "finite, at least 0")
    }
    guard betas.count > 1 else { return try linear(from: betas[0], to: betas[0]) }
    return Self(
      knots: betas.enumerated().map {
        Knot(time: Double($0) / Double(betas.count - 1), beta: $1)
      })
  }

  private static func check(_ first: Double, _ last: Double) throws(SamplerError) {
    guard first >= 0, first.isFinite else {
      throw .outOfRange(parameter: "first β", value: first, range: "finite, at least 0")
    }
    guard last >= first, last.isFinite else {
      throw .outOfRange(parameter: "last β", value: last, range: "finite, at least \(first)")
    }
  }

  /// β at a share of the sweeps, from 0 to 1.
  public func beta(at time: Double) -> Double {
    guard let next = knots.firstIndex(where: { $0.time > time }) else { return last }
    guard next > 0 else { return first }
    let (a, b) = (knots[next - 1], knots[next])
    return a.beta + (time - a.time) / (b.time - a.time) * (b.beta - a.beta)
  }

  /// β of a sweep out of several: the first sweep has the first value, the last one the last.
  public func beta(sweep: Int, of sweeps: Int) -> Double {
    sweeps <= 1 ? last : beta(at: Double(sweep) / Double(sweeps - 1))
  }
}
