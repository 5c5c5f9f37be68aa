public import HardwareSpecs
import Foundation

/// Horizontal bars with the band of each as a whisker: a table of labels, bars and figures.
public struct BarChart: Sendable {
  /// One bar.
  public struct Bar: Sendable {
    /// What it shows.
    var label: String
    /// Its size; `nil` draws no bar.
    var band: Band?
    /// Its share of the whole, in words; empty for none.
    var share = ""
    /// The figure beside it, or why there is none.
    var figure: Cell
    /// Class of its colour.
    var colour: Colour

    /// Creates a bar.
    ///
    /// - Parameters:
    ///   - label: what it shows.
    ///   - band: its size; `nil` draws no bar.
    ///   - figure: the figure beside it, or why there is none.
    ///   - share: its share of the whole, in words; empty for none.
    ///   - colour: whose it is.
    public init(
      _ label: String, _ band: Band?, figure: Cell, share: String = "", colour: Colour = .chip
    ) {
      self.label = label
      self.band = band
      self.figure = figure
      self.share = share
      self.colour = colour
    }
  }

  /// Colours of the style sheet.
  public enum Colour: String, Sendable {
    /// The chip.
    case chip
    /// Its digital twin.
    case twin
    /// Its analog twin.
    case analog
    /// A reference device.
    case device
    /// Power that flows always.
    case rest
  }

  /// How lengths are measured.
  public enum Axis: Sendable {
    /// From 0, to the largest figure or somewhat more.
    case fromZero
    /// Over the decades that hold all bands.
    case decades
  }

  /// What is measured, in the caption; empty for none.
  var caption: String
  /// Unit of the axis.
  var unit: String
  /// The axis; `nil` draws no bars.
  var scale: BarScale?
  /// From top to bottom.
  var bars: [Bar]

  /// Creates a chart; without any positive figure it has no bars.
  public init(_ caption: String = "", unit: String, axis: Axis, bars: [Bar]) {
    self.caption = caption
    self.unit = unit
    self.bars = bars
    let bands = bars.compactMap(\.band)
    switch axis {
    case .fromZero: scale = .fromZero(bands)
    case .decades: scale = .decades(bands)
    }
  }

  /// The chart.
  var markup: Markup {
    var rows = bars.map(row)
    if let scale { rows.append(axis(scale)) }
    return .element(
      "div", ["class": "wide"],
      [
        .element(
          "table", ["class": "chart"],
          (caption.isEmpty ? [] : [.element("caption", [:], caption)])
            + [.element("tbody", [:], rows)])
      ])
  }

  private func row(_ bar: Bar) -> Markup {
    .element(
      "tr", [:],
      [
        .element("th", ["scope": "row"], bar.label),
        .element("td", ["class": "bar"], [drawing(bar)]),
        .element(
          "td", ["class": "figure"],
          bar.share.isEmpty
            ? [bar.figure.markup]
            : [
              .sequence([.element("b", [:], bar.share), bar.figure.markup], separator: " ")
            ]),
      ])
  }

  private func drawing(_ bar: Bar) -> Markup {
    guard let scale else { return .empty }
    var shapes = scale.ticks.map { tick in
      let x = Self.percent(scale.position(tick))
      return Markup.element("line", ["class": "grid", "x1": x, "x2": x, "y1": "-7", "y2": "33"])
    }
    if let band = bar.band {
      let low = Self.percent(scale.position(band.low))
      let high = Self.percent(scale.position(band.high))
      shapes.append(
        .element(
          "rect",
          [
            "class": bar.colour.rawValue, "x": "0", "y": "5", "height": "16",
            "width": Self.percent(scale.position(band.nominal)),
          ]))
      if !band.isExact {
        shapes.append(
          .element("line", ["class": "whisker", "x1": low, "x2": high, "y1": "13", "y2": "13"]))
      }
      for end in band.isExact ? [] : [low, high] {
        shapes.append(
          .element("line", ["class": "whisker", "x1": end, "x2": end, "y1": "8", "y2": "18"]))
      }
    }
    let label = bar.band.map { Quantity.text($0, unit) } ?? "unknown"
    return .element(
      "svg",
      ["width": "100%", "height": "26", "role": "img", "aria-label": "\(bar.label): \(label)"],
      shapes)
  }

  private func axis(_ scale: BarScale) -> Markup {
    var shapes: [Markup] = []
    for tick in scale.ticks {
      let place = scale.position(tick)
      let x = Self.percent(place)
      shapes.append(.element("line", ["class": "grid", "x1": x, "x2": x, "y1": "-7", "y2": "5"]))
      let anchor = place < 0.04 ? "start" : (place > 0.96 ? "end" : "middle")
      shapes.append(
        .element(
          "text", ["x": x, "y": "17", "text-anchor": anchor], Self.tickLabel(tick, unit)))
    }
    return .element(
      "tr", ["class": "axis"],
      [
        .element("td"),
        .element(
          "td", ["class": "bar"],
          [
            .element(
              "svg", ["width": "100%", "height": "22", "aria-hidden": "true"], shapes)
          ]), .element("td"),
      ])
  }

  /// `1 mJ` instead of `1.00 mJ`.
  private static func tickLabel(_ value: Double, _ unit: String) -> String {
    let text = Quantity.text(value, unit)
    guard let space = text.firstIndex(of: " "), text[..<space].contains(".") else { return text }
    var number = text[..<space]
    while number.hasSuffix("0") { number.removeLast() }
    if number.hasSuffix(".") { number.removeLast() }
    return String(number + text[space...])
  }

  private static func percent(_ place: Double) -> String {
    String(format: "%.2f%%", place * 100)
  }
}
