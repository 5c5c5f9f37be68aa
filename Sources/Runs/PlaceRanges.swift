/// Places in a list in words, for sentences: neighbours as ranges.
package enum PlaceRanges {
  private static let mostShown = 6

  /// `1–14, 16, 18–20`: places from 0 on, counted from 1 as in all sentences; the first ranges where there are many.
  ///
  /// - Parameter places: ascending.
  package static func words(_ places: [Int]) -> String {
    var ranges: [ClosedRange<Int>] = []
    for place in places {
      if let last = ranges.last, last.upperBound + 1 == place {
        ranges[ranges.count - 1] = last.lowerBound...place
      } else {
        ranges.append(place...place)
      }
    }
    let shown = ranges.prefix(mostShown).map { range in
      range.count == 1
        ? "\(range.lowerBound + 1)" : "\(range.lowerBound + 1)–\(range.upperBound + 1)"
    }
    return shown.joined(separator: ", ") + (ranges.count > mostShown ? " and more" : "")
  }
}
