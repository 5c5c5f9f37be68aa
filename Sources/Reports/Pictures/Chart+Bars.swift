extension Chart.Frame {
  /// Bars from zero, as wide as the smallest distance between two of them allows.
  func drawBars(_ series: Chart.Series, colour: Colour, into drawing: inout Drawing) {
    let centres = series.x.filter(\.isFinite).sorted()
    let gaps = zip(centres, centres.dropFirst()).map { place($1, y.low).x - place($0, y.low).x }
    // A hair of a bar can still be seen.
    let half = max(0.6, min(14, 0.4 * (gaps.filter { $0 > 0 }.min() ?? 28)))
    for (centre, height) in zip(series.x, series.y) where centre.isFinite && height.isFinite {
      let top = place(centre, height)
      let base = place(centre, max(0, y.low))
      drawing.add(
        .polygon(
          [
            SIMD2(base.x - half, base.y), SIMD2(base.x - half, top.y),
            SIMD2(base.x + half, top.y), SIMD2(base.x + half, base.y),
          ], fill: colour, stroke: nil))
    }
  }
}
