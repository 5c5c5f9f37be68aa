import ChipComponents
internal import Yams

/// Typed figures of a mapping: each is `{value, unit, source}`, and for prices and powers also
/// `{confidence, low, high}`. Every figure that is read becomes a row of the listing.
extension SpecMapping {
  /// What a value must satisfy besides its unit.
  struct Bounds {
    var lower: Double = 0
    var upper: Double = .infinity
    var openLower = false

    static let nonNegative = Bounds()
    static let positive = Bounds(openLower: true)
    static let fraction = Bounds(upper: 1, openLower: true)
    static func within(_ range: ClosedRange<Double>) -> Bounds {
      Bounds(lower: range.lowerBound, upper: range.upperBound)
    }

    func holds(_ value: Double) -> Bool {
      (openLower ? value > lower : value >= lower) && value <= upper
    }

    var text: String {
      let floor =
        openLower ? "above \(PhysicalUnit.short(lower))" : "at least \(PhysicalUnit.short(lower))"
      return upper.isFinite ? "\(floor) and at most \(PhysicalUnit.short(upper))" : floor
    }
  }

  /// A figure with a band: a price or a power.
  ///
  /// - Parameter dimensions: what its unit may measure; the first is the one of the result.
  func price(
    _ key: String, _ dimensions: [Dimension], bounds: Bounds = .nonNegative, required: Bool = false
  ) -> Price? {
    guard let figure = figureMapping(key, required: required) else { return nil }
    defer { figure.finish() }
    let value = figure.number("value")
    let unit = figure.unit(among: dimensions)
    let source = figure.text("source")
    let low = figure.number("low")
    let high = figure.number("high")
    var confidence: Confidence?
    if let text = figure.text("confidence") {
      confidence = Confidence(rawValue: text)
      if confidence == nil {
        document.report(
          figure.line(of: "confidence"), figure.name("confidence"), found: "`\(text)`",
          expected: "one of \(Confidence.allCases.map(\.rawValue).joined(separator: ", "))")
      }
    }
    let evidence = figure.evidence
    guard let value, let unit, let source, let low, let high, let confidence else { return nil }
    var sound = true
    for (name, number) in [("low", low), ("value", value), ("high", high)]
    where !bounds.holds(number) {
      document.report(
        figure.line(of: name), figure.name(name), found: PhysicalUnit.short(number),
        expected: "a number \(bounds.text)")
      sound = false
    }
    for (name, number) in [("low", low), ("value", value), ("high", high)]
    where !isRepresentable(number * unit.scale, of: number, name, in: figure, unit) {
      sound = false
    }
    if low > value || value > high {
      document.report(
        line(of: key), name(key),
        found: "low \(PhysicalUnit.short(low)), value \(PhysicalUnit.short(value)), "
          + "high \(PhysicalUnit.short(high))", expected: "low ≤ value ≤ high")
      sound = false
    }
    guard sound else { return nil }
    let price = Price(
      Band(low: low, nominal: value, high: high) * unit.scale, source: source,
      confidence: confidence, line: line(of: key))
    list(
      key, price.nominal, unit.dimension, price: price, source: source,
      evidence: evidence ?? confidence.evidence)
    return price
  }

  /// A number with a unit and a source, in SI units.
  ///
  /// - Parameter maximum: the largest magnitude in SI units.
  func quantity(
    _ key: String, _ dimension: Dimension, bounds: Bounds = .nonNegative,
    atMost maximum: Double? = nil, required: Bool = true, default fallback: Double? = nil
  ) -> Double? {
    guard let figure = figureMapping(key, required: required && fallback == nil) else {
      if let fallback { listDefault(key, fallback, dimension) }
      return fallback
    }
    defer { figure.finish() }
    let value = figure.number("value")
    let plain = dimension == .none && !figure.keys.contains("unit")
    let unit = plain ? PhysicalUnit("1") : figure.unit(among: [dimension])
    let source = figure.text("source")
    let evidence = figure.evidence
    guard let value, let unit, let source else { return fallback }
    guard bounds.holds(value) else {
      document.report(
        figure.line(of: "value"), figure.name("value"), found: PhysicalUnit.short(value),
        expected: "a number \(bounds.text)")
      return fallback
    }
    guard isRepresentable(value * unit.scale, of: value, "value", in: figure, unit) else {
      return fallback
    }
    let value_SI = value * unit.scale
    if let maximum, value_SI.magnitude > maximum {
      document.report(
        line(of: key), name(key), found: PhysicalUnit.readable(value_SI, dimension),
        expected: "at most \(PhysicalUnit.readable(maximum, dimension))")
      return fallback
    }
    list(
      key, value_SI, dimension, price: nil, source: source,
      evidence: evidence ?? .stated(by: source))
    return value_SI
  }

  /// Magnitudes of figures in SI units: products and quotients of seven stay within float64.
  private static let magnitudes = 1e-40...1e40

  /// Whether a figure in SI units is zero where it was written as zero, or of a usable magnitude.
  private func isRepresentable(
    _ value_SI: Double, of written: Double, _ name: String, in figure: SpecMapping,
    _ unit: PhysicalUnit
  ) -> Bool {
    if written == 0 || Self.magnitudes.contains(value_SI.magnitude) { return true }
    document.report(
      figure.line(of: name), figure.name(name),
      found: PhysicalUnit.readable(value_SI, unit.dimension),
      expected: "zero or a magnitude of \(Self.magnitudes.lowerBound) to "
        + "\(Self.magnitudes.upperBound) in SI units")
    return false
  }

  /// A whole number with a source.
  func count(
    _ key: String, _ range: ClosedRange<Int> = 0...1_000_000_000, required: Bool = true,
    default fallback: Int? = nil
  ) -> Int? {
    let bounds = Bounds.within(Double(range.lowerBound)...Double(range.upperBound))
    guard
      let value = quantity(
        key, .none, bounds: bounds, required: required, default: fallback.map(Double.init))
    else { return fallback }
    guard value == value.rounded() else {
      document.report(
        line(of: key), name(key), found: PhysicalUnit.short(value), expected: "a whole number")
      return fallback
    }
    return Int(value)
  }

  /// A text with a source; `nil` if the key is absent or no such figure.
  func word(_ key: String) -> (text: String, source: String)? {
    guard let figure = figureMapping(key, required: false) else { return nil }
    defer { figure.finish() }
    let text = figure.text("value")
    let source = figure.text("source")
    _ = figure.evidence
    guard let text, let source else { return nil }
    return (text, source)
  }

  /// One of several words with a source.
  func choice<Value: RawRepresentable<String> & CaseIterable>(
    _ key: String, default fallback: Value
  ) -> Value {
    guard node(key) != nil else {
      listText(key, fallback.rawValue, source: SpecMapping.defaultSource, line: nil)
      return fallback
    }
    guard let (text, source) = word(key) else { return fallback }
    guard let value = Value(rawValue: text) else {
      document.report(
        line(of: key), name(key) + ".value", found: "`\(text)`",
        expected: "one of \(Value.allCases.map(\.rawValue).joined(separator: ", "))")
      return fallback
    }
    listText(key, text, source: source, line: line(of: key))
    return value
  }

  /// How a figure is known, if it says so.
  private var evidence: Evidence? {
    guard let text = text("evidence", required: false) else { return nil }
    let evidence = Evidence(rawValue: text)
    if evidence == nil {
      document.report(
        line(of: "evidence"), name("evidence"), found: "`\(text)`",
        expected: "one of \(Evidence.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return evidence
  }

  /// Where absent keys come from.
  static let defaultSource = "assumption: default of the format (docs/hardware.md)"

  /// Adds a row without a number.
  func listText(_ key: String, _ text: String, source: String, line: Int?) {
    document.list(
      SpecRow(
        section: path, key: key, value: nil, unit: "", text: text, source: source, line: line))
  }

  private func figureMapping(_ key: String, required: Bool) -> SpecMapping? {
    guard let node = node(key) else {
      if required { missing(key, "a figure {value, source, …}") }
      return nil
    }
    guard node.mapping != nil else {
      document.report(
        node.mark?.line, name(key), found: Self.kind(of: node),
        expected: "a figure {value, source, …}")
      return nil
    }
    return SpecMapping(node, path: name(key), in: document)
  }

  private func unit(among dimensions: [Dimension]) -> PhysicalUnit? {
    guard let text = text("unit") else { return nil }
    let expected = dimensions.map(\.description).joined(separator: " or ")
    guard let unit = PhysicalUnit(text) else {
      document.report(
        node("unit")?.mark?.line, name("unit"), found: "the unknown unit `\(text)`",
        expected: expected)
      return nil
    }
    guard dimensions.contains(unit.dimension) else {
      document.report(
        node("unit")?.mark?.line, name("unit"),
        found: "`\(text)`, which is \(unit.dimension)", expected: expected)
      return nil
    }
    return unit
  }

  private func list(
    _ key: String, _ value: Double, _ dimension: Dimension, price: Price?, source: String,
    evidence: Evidence
  ) {
    document.list(
      SpecRow(
        section: path, key: key, value: value, unit: dimension.symbol,
        text: PhysicalUnit.listed(value, dimension), band: price?.band,
        source: source, confidence: price?.confidence, line: line(of: key), evidence: evidence))
  }

  private func listDefault(_ key: String, _ value: Double, _ dimension: Dimension) {
    document.list(
      SpecRow(
        section: path, key: key, value: value, unit: dimension.symbol,
        text: PhysicalUnit.readable(value, dimension), source: SpecMapping.defaultSource))
  }
}

extension Evidence {
  /// What a source line says of itself.
  static func stated(by source: String) -> Evidence {
    source.hasPrefix("assumption") || source.hasPrefix("stated to spec new") ? .assumed : .published
  }
}
