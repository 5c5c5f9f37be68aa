import Reports

/// Levels of energies for histograms.
public enum AnnealLevels {
  /// At most `rows` levels: all of them where they fit, else intervals of equal width from the best
  /// value to the worst, without empty ones.
  ///
  /// - Parameters:
  ///   - levels: best first.
  ///   - rows: the most rows.
  public static func merged(_ levels: [AnnealReport.Level], rows: Int) -> [AnnealReport.Level] {
    guard levels.count > rows, let best = levels.first?.energy,
      let worst = levels.last?.highestEnergy, worst > best
    else { return levels }
    var merged: [AnnealReport.Level] = []
    var row = -1
    for level in levels {
      // Energies near the end of float64 have no finite difference.
      let place = (level.energy - best) / (worst - best) * Double(rows)
      let next = place < Double(rows - 1) ? Int(place) : rows - 1
      if next == row {
        merged[merged.count - 1].worstValue = level.worstValue
        merged[merged.count - 1].highestEnergy = level.highestEnergy
        merged[merged.count - 1].count += level.count
      } else {
        merged.append(level)
        row = next
      }
    }
    return merged
  }
}
