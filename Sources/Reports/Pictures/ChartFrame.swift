extension Chart {
  /// The place of one chart in a drawing, with its two scales.
  struct Frame {
    let x: ChartScale
    let y: ChartScale
    let left: Double
    let right: Double
    let top: Double
    let bottom: Double

    /// A point of the chart in the drawing.
    func place(_ px: Double, _ py: Double) -> SIMD2<Double> {
      // Points near the ends must not touch the frame.
      let inset = 10.0
      return SIMD2(
        left + inset + x.position(px) * (right - left - 2 * inset),
        bottom - y.position(py) * (bottom - top))
    }

    /// Frame, grid, marks and labels.
    func drawAxes(into drawing: inout Drawing, chart: Chart) {
      let grid = Drawing.Stroke(colour: .faint, width: 0.7)
      for tick in y.ticks {
        let at = place(x.low, tick).y
        drawing.add(.line([SIMD2(left, at), SIMD2(right, at)], grid))
        drawing.addText(y.label(tick), at: SIMD2(left - 6, at + 4), size: 11, anchor: .end)
      }
      for tick in x.ticks {
        let at = place(tick, y.low).x
        drawing.add(.line([SIMD2(at, top), SIMD2(at, bottom)], grid))
        drawing.addText(x.label(tick), at: SIMD2(at, bottom + 16), size: 11, anchor: .middle)
      }
      for mark in chart.marks where mark.x >= x.low && mark.x <= x.high {
        let at = place(mark.x, y.low).x
        drawing.add(
          .line(
            [SIMD2(at, top), SIMD2(at, bottom)],
            .init(colour: .ink, width: 0.9, isDashed: true)))
        drawing.addText(mark.label, at: SIMD2(at + 4, bottom - 6), size: 11)
      }
      drawBorder(into: &drawing)
      drawing.addText(
        chart.title, at: SIMD2((left + right) / 2, top - 8), size: 13, anchor: .middle)
      drawing.addText(
        chart.xLabel, at: SIMD2((left + right) / 2, bottom + 34), size: 12, anchor: .middle)
      drawing.addText(
        chart.yLabel, at: SIMD2(left - 50, (top + bottom) / 2), size: 12, anchor: .middle,
        isUpright: true)
    }

    /// The frame itself.
    func drawBorder(into drawing: inout Drawing) {
      drawing.add(
        .line(
          [
            SIMD2(left, top), SIMD2(left, bottom), SIMD2(right, bottom), SIMD2(right, top),
            SIMD2(left, top),
          ], .init(colour: .ink, width: 0.9)))
    }

    /// A line through the finite points.
    func drawLine(_ series: Series, stroke: Drawing.Stroke, into drawing: inout Drawing) {
      let points = zip(series.x, series.y).filter { $0.isFinite && $1.isFinite }
      guard points.count > 1 else { return }
      drawing.add(.line(points.map { place($0, $1) }, stroke))
    }

    /// Points, their error bars, and the line that joins them.
    func drawPoints(_ series: Series, colour: Colour, into drawing: inout Drawing) {
      if series.isJoined {
        drawLine(series, stroke: .init(colour: colour, width: 0.8), into: &drawing)
      }
      for k in series.x.indices where series.x[k].isFinite && series.y[k].isFinite {
        if series.errors.indices.contains(k), series.errors[k].isFinite {
          let low = place(series.x[k], series.y[k] - series.errors[k])
          let high = place(series.x[k], series.y[k] + series.errors[k])
          let stroke = Drawing.Stroke(colour: colour, width: 1.2)
          drawing.add(.line([low, high], stroke))
          for end in [low, high] {
            drawing.add(.line([end - SIMD2(3, 0), end + SIMD2(3, 0)], stroke))
          }
        }
        drawing.add(
          .circle(place(series.x[k], series.y[k]), radius: 2.6, fill: colour, stroke: nil))
      }
    }

    /// Labels of several series, in the corner that hides the fewest points.
    func drawLegend(of chart: Chart, into drawing: inout Drawing) {
      var entries: [(label: String, colour: Colour, isCurve: Bool)] = []
      if chart.series.count > 1 || !chart.curves.isEmpty {
        for (k, one) in chart.series.enumerated() {
          entries.append((one.label, .series(k), false))
        }
      }
      if let curve = chart.curves.first { entries.append((curve.label, .ink, true)) }
      guard !entries.isEmpty else { return }
      let longest = entries.map(\.label.count).max() ?? 0
      let size = SIMD2(Double(longest) * 6.4 + 34, Double(entries.count) * 15 + 6)
      let corner = freestCorner(for: size, of: chart)
      drawing.add(
        .polygon(
          [corner, corner + SIMD2(size.x, 0), corner + size, corner + SIMD2(0, size.y)],
          fill: .paper, stroke: .init(colour: .faint, width: 0.7)))
      for (k, entry) in entries.enumerated() {
        let base = corner + SIMD2(8, Double(k) * 15 + 14)
        if entry.isCurve {
          drawing.add(
            .line(
              [base + SIMD2(-2, -4), base + SIMD2(16, -4)],
              .init(colour: entry.colour, width: 1.2, isDashed: true)))
        } else {
          drawing.add(
            .circle(base + SIMD2(7, -4), radius: 2.6, fill: entry.colour, stroke: nil))
        }
        drawing.addText(entry.label, at: base + SIMD2(22, 0), size: 11)
      }
    }

    private func freestCorner(for size: SIMD2<Double>, of chart: Chart) -> SIMD2<Double> {
      let margin = 8.0
      let corners = [
        SIMD2(right - margin - size.x, top + margin), SIMD2(left + margin, top + margin),
        SIMD2(right - margin - size.x, bottom - margin - size.y),
        SIMD2(left + margin, bottom - margin - size.y),
      ]
      let points = (chart.series + chart.curves).flatMap { one in
        zip(one.x, one.y).filter { $0.isFinite && $1.isFinite }.map { place($0, $1) }
      }
      func hidden(_ corner: SIMD2<Double>) -> Int {
        points.filter { point in
          point.x > corner.x - 6 && point.x < corner.x + size.x + 6 && point.y > corner.y - 6
            && point.y < corner.y + size.y + 6
        }.count
      }
      return corners.min { hidden($0) < hidden($1) } ?? corners[0]
    }
  }
}
