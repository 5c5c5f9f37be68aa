import ByteFormats

/// Points with error bars and smooth curves in a frame with axes.
public struct Chart: Sendable {
  /// Measured values.
  public struct Series: Sendable {
    /// In the legend.
    public var label: String
    /// Abscissae.
    public var x: [Double]
    /// Ordinates, one an abscissa.
    public var y: [Double]
    /// One standard error each; empty for none.
    public var errors: [Double]
    /// Whether a thin line joins the points.
    public var isJoined: Bool
    /// Whether bars stand on zero instead of points.
    public var areBars: Bool

    /// Creates a series.
    public init(
      label: String, x: [Double], y: [Double], errors: [Double] = [], isJoined: Bool = true,
      areBars: Bool = false
    ) {
      self.label = label
      self.x = x
      self.y = y
      self.errors = errors
      self.isJoined = isJoined
      self.areBars = areBars
    }
  }

  /// Above the frame.
  public var title: String
  /// Below the frame.
  public var xLabel: String
  /// Left of the frame.
  public var yLabel: String
  /// Whether the axis below the frame goes by decades; only abscissae above zero are drawn truly then.
  public var hasDecades: Bool
  /// Points.
  public var series: [Series]
  /// Dashed lines behind the points: exact results.
  public var curves: [Series]
  /// Abscissae of dotted vertical lines with their labels: critical points.
  public var marks: [(x: Double, label: String)]

  /// Creates a chart.
  public init(
    title: String, xLabel: String, yLabel: String, series: [Series], curves: [Series] = [],
    marks: [(x: Double, label: String)] = [], hasDecades: Bool = false
  ) {
    self.hasDecades = hasDecades
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.series = series
    self.curves = curves
    self.marks = marks
  }

  /// Draws charts side by side, `columns` in a row.
  ///
  /// - Throws: `PictureError.noData` where a chart has no finite value.
  public static func drawing(
    of charts: [Chart], columns: Int = 2, title: String
  ) throws(PictureError) -> Drawing {
    let (width, height, head) = (440.0, 320.0, 34.0)
    let columns = min(columns, charts.count)
    let rows = ceilingDivide(charts.count, columns)
    var drawing = Drawing(
      width: Double(columns) * width, height: head + Double(rows) * height, title: title)
    drawing.addText(
      title, at: SIMD2(drawing.width / 2, 23), size: columns == 1 ? 13 : 15, anchor: .middle)
    for (index, chart) in charts.enumerated() {
      let origin = SIMD2(
        Double(index % columns) * width, head + Double(index / columns) * height)
      try chart.draw(into: &drawing, origin: origin, size: SIMD2(width, height))
    }
    return drawing
  }

  /// Draws those of the charts that have something to draw; `nil` where none has. A figure that does not exist is
  /// no reason to end a report.
  ///
  /// - Throws: `PictureError.library` where the drawing library refuses.
  public static func drawing(
    ofDrawable charts: [Chart], title: String
  ) throws(PictureError) -> Drawing? {
    let shown = charts.filter { $0.scales != nil }
    return shown.isEmpty ? nil : try drawing(of: shown, title: title)
  }

  /// Both axes; `nil` without a finite value on one of them, or where they have no finite length.
  private var scales: (x: ChartScale, y: ChartScale)? {
    var ordinates = curves.flatMap(\.y)
    for one in series {
      for (k, y) in one.y.enumerated() {
        let error = one.errors.indices.contains(k) && one.errors[k].isFinite ? one.errors[k] : 0
        ordinates += [y - error, y + error]
      }
    }
    // Bars stand on zero, and none is as high as the frame.
    if series.contains(where: \.areBars) {
      ordinates += [0, 1.02 * (ordinates.filter(\.isFinite).max() ?? 0)]
    }
    var abscissae = (series + curves).flatMap(\.x)
    // Bars reach to both sides of their places.
    for one in series where one.areBars {
      let centres = one.x.filter(\.isFinite).sorted()
      let gap = zip(centres, centres.dropFirst()).map { $1 - $0 }.filter { $0 > 0 }.min()
      if let gap { abscissae += [centres[0] - gap / 2, centres[centres.count - 1] + gap / 2] }
    }
    guard
      let x = hasDecades
        ? ChartScale(decadesOf: abscissae) : ChartScale(holding: abscissae, rounded: false),
      let y = ChartScale(holding: ordinates)
    else { return nil }
    return (x, y)
  }

  private func draw(
    into drawing: inout Drawing, origin: SIMD2<Double>, size: SIMD2<Double>
  ) throws(PictureError) {
    guard let (x, y) = scales else { throw .noData(title) }
    let frame = Frame(
      x: x, y: y, left: origin.x + 68, right: origin.x + size.x - 16, top: origin.y + 26,
      bottom: origin.y + size.y - 46)
    frame.drawAxes(into: &drawing, chart: self)
    for (k, curve) in curves.enumerated() {
      let colour = curves.count == series.count ? Colour.series(k) : Colour.ink
      frame.drawLine(
        curve, stroke: .init(colour: colour, width: 1.2, isDashed: true), into: &drawing)
    }
    for (k, one) in series.enumerated() {
      if one.areBars {
        frame.drawBars(one, colour: .series(k), into: &drawing)
        frame.drawBorder(into: &drawing)
      } else {
        frame.drawPoints(one, colour: .series(k), into: &drawing)
      }
    }
    frame.drawLegend(of: self, into: &drawing)
  }
}
