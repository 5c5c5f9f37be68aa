internal import IsingModels

/// Flips spins one after the other while that lowers the energy.
enum GreedyDescent {
  /// Ends at a local minimum near the given spins: no single flip lowers E by more than rounding.
  static func descend(_ model: IsingModel, from start: [Int8]) -> Read {
    var spins = start
    let rows = model.adjacency
    let size = model.fields.reduce(rows.couplings.reduce(0) { max($0, abs($1)) }) {
      max($0, abs($1))
    }
    // Sums of few roundings; a flip that is worth less is not made, so that the descent ends.
    let negligible = 1e-12 * size
    var flipped = true
    while flipped {
      flipped = false
      // Anew in every pass, so that roundings do not add up.
      var fields = (0..<model.spinCount).map { model.localField(at: $0, of: spins) }
      for spin in 0..<model.spinCount {
        let s = Double(spins[spin])
        guard s * fields[spin] < -negligible else { continue }
        spins[spin] = -spins[spin]
        flipped = true
        for k in rows.range(of: spin) {
          fields[Int(rows.neighbours[k])] -= 2 * s * rows.couplings[k]
        }
      }
    }
    return Read(spins: spins, energy: model.energy(of: spins))
  }
}
