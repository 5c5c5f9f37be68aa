public import IsingModels

/// Flips spins one after the other while that lowers the energy.
public enum GreedyDescent {
  /// Ends at a local minimum near the given spins: no single flip lowers E by more than rounding.
  ///
  /// - Parameters:
  ///   - model: what is minimised.
  ///   - start: one spin a site, −1 or +1.
  /// - Complexity: a few passes over spins and bonds.
  public static func descend(_ model: IsingModel, from start: [Int8]) -> Read {
    var spins = start
    let rows = model.adjacency
    let size = model.fields.reduce(rows.couplings.reduce(0) { max($0, abs($1)) }) {
      max($0, abs($1))
    }
    // Sums of few roundings; a flip that is worth less is not made, so that the descent ends.
    let negligible = 1e-12 * size
    var passes = 0
    // A few passes are enough; only sums beyond the range of float64 could go on for ever.
    while passes < 10_000 {
      // Anew until nothing flips any more, so that roundings do not add up.
      var fields = (0..<model.spinCount).map { model.localField(at: $0, of: spins) }
      var flips = 0
      var flipped = true
      while flipped, passes < 10_000 {
        passes += 1
        flipped = false
        for spin in 0..<model.spinCount {
          let s = Double(spins[spin])
          guard s * fields[spin] < -negligible else { continue }
          spins[spin] = -spins[spin]
          flipped = true
          flips += 1
          for k in rows.range(of: spin) {
            fields[Int(rows.neighbours[k])] -= 2 * s * rows.couplings[k]
          }
        }
      }
      if flips == 0 { break }
    }
    return Read(spins: spins, energy: model.energy(of: spins))
  }
}
