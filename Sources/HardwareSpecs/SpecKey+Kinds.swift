/// The kinds of keys. Where nothing else is said, a key may be left out, and its default is what `Root`
/// begins with.
extension SpecKey where Root: SpecRoot {
  typealias Place<Value> = any WritableKeyPath<Root, Value> & Sendable

  /// A number with a unit.
  /// - Parameters:
  ///   - maximum: the largest magnitude in SI units.
  ///   - divisor: SI units in one of the place's, e.g. bits of a byte.
  static func quantity(
    _ path: String, _ place: Place<Double>, unit: String, _ dimension: Dimension = .none,
    _ bounds: SpecMapping.Bounds = .nonNegative, atMost maximum: Double? = nil,
    perUnit divisor: Double = 1, isRequired: Bool = false, _ meaning: String
  ) -> SpecKey {
    let fallback = isRequired ? nil : Root()[keyPath: place]
    let name = Self.name(path)
    return SpecKey(
      path, unit: unit, meaning: meaning,
      read: { map, root in
        let value = map.quantity(
          name, dimension, bounds: bounds, atMost: maximum, default: fallback)
        if let value { root[keyPath: place] = value / divisor }
      }, content: { "\($0[keyPath: place])" })
  }

  /// A number with a unit whose absence means something of its own.
  /// - Parameters:
  ///   - absent: what that is, for the listing; `nil` for no row.
  ///   - example: a legal figure.
  static func optional(
    _ path: String, _ place: Place<Double?>, unit: String, _ dimension: Dimension = .none,
    _ bounds: SpecMapping.Bounds = .nonNegative, absent: String?, example: String,
    _ meaning: String
  ) -> SpecKey {
    let name = Self.name(path)
    return SpecKey(
      path, unit: unit, meaning: meaning, example: example,
      read: { map, root in
        root[keyPath: place] = map.quantity(name, dimension, bounds: bounds, required: false)
        map.listAbsent(name, absent)
      }, content: { "\($0[keyPath: place] as Any)" })
  }

  /// A whole number.
  static func count(
    _ path: String, _ place: Place<Int>, unit: String, _ range: ClosedRange<Int>,
    isRequired: Bool = false, _ meaning: String
  ) -> SpecKey {
    let fallback = isRequired ? nil : Root()[keyPath: place]
    let name = Self.name(path)
    return SpecKey(
      path, unit: unit, meaning: meaning,
      read: { map, root in
        if let value = map.count(name, range, default: fallback) { root[keyPath: place] = value }
      }, content: { "\($0[keyPath: place])" })
  }

  /// A whole number whose absence means something of its own.
  static func optional(
    _ path: String, _ place: Place<Int?>, unit: String, _ range: ClosedRange<Int>,
    absent: String, example: String, _ meaning: String
  ) -> SpecKey {
    let name = Self.name(path)
    return SpecKey(
      path, unit: unit, meaning: meaning, example: example,
      read: { map, root in
        root[keyPath: place] = map.count(name, range, required: false)
        map.listAbsent(name, absent)
      }, content: { "\($0[keyPath: place] as Any)" })
  }

  /// An amount of data that is kept as a whole number of bits. A description has to state it.
  static func bits(
    _ path: String, _ place: Place<Int>, unit: String, atMost maximum: Double, _ meaning: String
  ) -> SpecKey {
    let name = Self.name(path)
    return SpecKey(
      path, unit: unit, meaning: meaning,
      read: { map, root in
        let value = map.quantity(name, .information, atMost: maximum)
        if let value { root[keyPath: place] = Int(value.rounded()) }
      }, content: { "\($0[keyPath: place])" })
  }

  /// One of several words.
  static func choice<Value: RawRepresentable<String> & CaseIterable & Sendable>(
    _ path: String, _ place: Place<Value>, unit: String, _ meaning: String
  ) -> SpecKey {
    let fallback = Root()[keyPath: place]
    let name = Self.name(path)
    return SpecKey(
      path, unit: unit, meaning: meaning,
      read: { map, root in root[keyPath: place] = map.choice(name, default: fallback) },
      content: { $0[keyPath: place].rawValue })
  }

  /// True or false.
  static func flag(_ path: String, _ place: Place<Bool>, _ meaning: String) -> SpecKey {
    let fallback = Root()[keyPath: place]
    let name = Self.name(path)
    return SpecKey(
      path, unit: "true or false", meaning: meaning,
      read: { map, root in
        let value: Switch = map.choice(name, default: fallback ? .on : .off)
        root[keyPath: place] = value == .on
      }, content: { "\($0[keyPath: place])" })
  }

  /// A figure with its band and its origin, which a description has to state.
  /// - Parameter factor: the place's units in an SI unit.
  static func price(
    _ path: String, _ place: Place<Price>, unit: String, _ dimensions: [Dimension],
    _ bounds: SpecMapping.Bounds = .nonNegative, times factor: Double = 1, _ meaning: String
  ) -> SpecKey {
    let name = Self.name(path)
    return SpecKey(
      path, unit: unit, meaning: meaning,
      read: { map, root in
        guard var price = map.price(name, dimensions, bounds: bounds, required: true) else {
          return
        }
        price.band = price.band * factor
        root[keyPath: place] = price
      }, content: { "\($0[keyPath: place].band)" })
  }

  /// A figure with its band and its origin, or none.
  static func price(
    _ path: String, _ place: Place<Price?>, unit: String, _ dimensions: [Dimension],
    _ bounds: SpecMapping.Bounds = .nonNegative, example: String, _ meaning: String
  ) -> SpecKey {
    let name = Self.name(path)
    return SpecKey(
      path, unit: unit, meaning: meaning, example: example,
      read: { map, root in root[keyPath: place] = map.price(name, dimensions, bounds: bounds) },
      content: { root in root[keyPath: place].map { "\($0.band)" } ?? "none" })
  }

  private static func name(_ path: String) -> String {
    path.split(separator: ".").last.map(String.init) ?? path
  }
}

/// A YAML 1.2 boolean as one of two words, read like every other choice.
private enum Switch: String, CaseIterable {
  case on = "true"
  case off = "false"
}

extension SpecMapping {
  /// Adds a row for a key that the file leaves out, if its absence means something.
  func listAbsent(_ key: String, _ text: String?) {
    guard let text, line(of: key) == nil else { return }
    listText(key, text, source: Self.defaultSource, line: nil)
  }
}
