public import IsingModels
public import RandomStreams

/// What can be had of a large model in the time of a few passes over its couplings.
public enum QuickSearch {
  /// Spins one after the other, each along the field of those before it.
  ///
  /// A descent from them ends lower than one from random spins, and sooner: on sparse cuts of weights ±1 with six
  /// neighbours a vertex at 0.72 N in place of 0.69 N.
  ///
  /// - Parameters:
  ///   - model: what is minimised.
  ///   - key: decides where there is no field.
  /// - Complexity: one pass over spins and bonds.
  public static func assigned(_ model: IsingModel, key: StreamKey) -> [Int8] {
    var words = WordSequence(key)
    // A spin that has no place yet adds nothing to a field.
    var spins = [Int8](repeating: 0, count: model.spinCount)
    for spin in 0..<model.spinCount {
      let field = model.localField(at: spin, of: spins)
      spins[spin] = field > 0 ? 1 : field < 0 ? -1 : words.next() & 1 == 1 ? 1 : -1
    }
    return spins
  }

  /// Metropolis sweeps from given spins while it cools by the clock, then a descent: for times in which a method
  /// with a schedule of its own would hardly be set up.
  ///
  /// - Parameters:
  ///   - model: what is minimised.
  ///   - spins: where it begins, −1 or +1 a site.
  ///   - end: when sweeps end; the descent comes after it.
  ///   - key: of all draws.
  ///   - goesOn: asked after every sweep; a `false` ends them.
  /// - Returns: a local minimum; nothing says that it is lower than the beginning.
  public static func quench(
    _ model: IsingModel, from spins: [Int8], until end: ContinuousClock.Instant, key: StreamKey,
    while goesOn: () -> Bool = { true }
  ) -> Read {
    var spins = spins
    var words = WordSequence(key)
    let rows = model.adjacency
    var fields = (0..<model.spinCount).map { model.localField(at: $0, of: spins) }
    let hot = temperatureShare * typicalField(model)
    let began = ContinuousClock.now
    let length = end - began
    while goesOn() {
      let share = (ContinuousClock.now - began) / length
      guard length > .zero, share < 1 else { break }
      // Infinite where it is cold: then spins without a field alone go on moving.
      let beta = 1 / (hot * max(0, 1 - share / hotShare))
      for spin in 0..<model.spinCount {
        let s = Double(spins[spin])
        let cost = 2 * s * fields[spin]
        if cost > 0 {
          guard Double(words.next()) < 0x1p32 * exponential(-beta * cost) else { continue }
        } else if cost == 0 {
          guard words.next() & 1 == 1 else { continue }
        }
        spins[spin] = -spins[spin]
        for k in rows.range(of: spin) {
          fields[Int(rows.neighbours[k])] -= 2 * s * rows.couplings[k]
        }
      }
    }
    return GreedyDescent.descend(model, from: spins)
  }

  /// The first temperature in units of a typical field: most spins are then held, but not for long.
  private static let temperatureShare = 0.8
  /// The share of the time after which it is cold.
  private static let hotShare = 0.8

  /// The root of the mean square of fields of random spins.
  private static func typicalField(_ model: IsingModel) -> Double {
    let squares = model.bonds.reduce(0) { $0 + 2 * $1.coupling * $1.coupling }
    let all = model.fields.reduce(squares) { $0 + $1 * $1 }
    return (all / Double(model.spinCount)).squareRoot()
  }

  /// e^x for x ≤ 0, to some digits: what decides is a draw of 32 bits.
  private static func exponential(_ x: Double) -> Double {
    guard x > -32 else { return 0 }
    return DeterministicFunctions.exp(x)
  }
}
