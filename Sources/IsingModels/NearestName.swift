/// Suggestions for names that were typed wrongly.
package enum NameSuggestion {
  /// The name that was probably meant: the nearest of the names by `distance`, if at most a third of
  /// the letters (at least two) are wrong; else the first that begins with what was typed.
  package static func nearest(to typed: String, in names: [String]) -> String? {
    let word = typed.lowercased()
    let ranked = names.map { (name: $0, distance: distance(word, $0.lowercased())) }
    guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
    if best.distance <= max(2, best.name.count / 3), best.distance < best.name.count {
      return best.name
    }
    return word.isEmpty ? nil : names.first { $0.lowercased().hasPrefix(word) }
  }

  /// The number of letters inserted, left out, replaced or swapped with their neighbour that leads
  /// from one word to the other (optimal string alignment).
  package static func distance(_ first: String, _ second: String) -> Int {
    let a = Array(first)
    let b = Array(second)
    var rows = [Array(0...b.count)]
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        let replaced = rows[i][j] + (a[i] == b[j] ? 0 : 1)
        var best = min(replaced, rows[i][j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          best = min(best, rows[i - 1][j - 1] + 1)
        }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
