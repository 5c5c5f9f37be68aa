/// The kinds of keys. Where nothing else is said, a key may be left out, and its default is what `Root`
/// begins with.
extension SpecKey where Root: SpecRoot {
  typealias Place<Value> = any WritableKeyPath<Root, Value> & Sendable

  /// A key whose value `take` reads by name; nil leaves the place as it is.
  private static func key<Value>(
    _ path: String, _ place: Place<Value>, _ unit: String, _ meaning: String,
    example: String = "", content: @escaping @Sendable (Value) -> String = { "\($0)" },
    take: @escaping @Sendable (SpecMapping, String) -> Value?
  ) -> SpecKey {
    let name = path.split(separator: ".").last.map(String.init) ?? path
    return SpecKey(
      path, unit: unit, meaning: meaning, example: example,
      read: { map, root in if let value = take(map, name) { root[keyPath: place] = value } },
      content: { content($0[keyPath: place]) })
  }

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
    return key(path, place, unit, meaning) { map, name in
      map.quantity(name, dimension, bounds: bounds, atMost: maximum, default: fallback).map {
        $0 / divisor
      }
    }
  }

  /// A number with a unit whose absence means something of its own.
  /// - Parameters:
  ///   - absent: what that is, for the listing; `nil` for no row.
  ///   - example: a legal figure.
  static func optional(
    _ path: String, _ place: Place<Double?>, unit: String, _ dimension: Dimension = .none,
    _ bounds: SpecMapping.Bounds = .nonNegative, perUnit divisor: Double = 1, absent: String?,
    example: String, _ meaning: String
  ) -> SpecKey {
    key(path, place, unit, meaning, example: example) { map, name in
      map.listAbsent(name, absent)
      return .some(
        map.quantity(name, dimension, bounds: bounds, required: false).map {
          $0 / divisor
        })
    }
  }

  /// A whole number.
  static func count(
    _ path: String, _ place: Place<Int>, unit: String, _ range: ClosedRange<Int>,
    isRequired: Bool = false, _ meaning: String
  ) -> SpecKey {
    let fallback = isRequired ? nil : Root()[keyPath: place]
    return key(path, place, unit, meaning) { $0.count($1, range, default: fallback) }
  }

  /// A whole number whose absence means something of its own.
  static func optional(
    _ path: String, _ place: Place<Int?>, unit: String, _ range: ClosedRange<Int>,
    absent: String, example: String, _ meaning: String
  ) -> SpecKey {
    key(path, place, unit, meaning, example: example) { map, name in
      map.listAbsent(name, absent)
      return .some(map.count(name, range, required: false))
    }
  }

  /// An amount of data that is kept as a whole number of bits.
  static func bits(
    _ path: String, _ place: Place<Int>, unit: String, atLeast minimum: Double = 1,
    atMost maximum: Double, isRequired: Bool = true, _ meaning: String
  ) -> SpecKey {
    let fallback = isRequired ? nil : Double(Root()[keyPath: place])
    return key(path, place, unit, meaning) { map, name in
      guard
        let bits = map.quantity(
          name, .information, bounds: isRequired ? .nonNegative : .positive, atMost: maximum,
          default: fallback)
      else { return nil }
      if bits != 0, bits < minimum {
        map.document.report(
          map.line(of: name), map.name(name), found: PhysicalUnit.readable(bits, .information),
          expected: "at least \(PhysicalUnit.readable(minimum, .information))")
        return nil
      }
      return Int(bits.rounded())
    }
  }

  /// One of several words.
  static func choice<Value: RawRepresentable<String> & CaseIterable & Sendable>(
    _ path: String, _ place: Place<Value>, unit: String, _ meaning: String
  ) -> SpecKey {
    let fallback = Root()[keyPath: place]
    return key(path, place, unit, meaning, content: \.rawValue) {
      $0.choice($1, default: fallback)
    }
  }

  /// True or false.
  static func flag(_ path: String, _ place: Place<Bool>, _ meaning: String) -> SpecKey {
    let fallback: Switch = Root()[keyPath: place] ? .on : .off
    return key(path, place, "true or false", meaning) {
      $0.choice($1, default: fallback) == .on
    }
  }

  /// A figure with its band and its origin, which a description has to state.
  /// - Parameter factor: the place's units in an SI unit.
  static func price(
    _ path: String, _ place: Place<Price>, unit: String, _ dimensions: [Dimension],
    _ bounds: SpecMapping.Bounds = .nonNegative, times factor: Double = 1, _ meaning: String
  ) -> SpecKey {
    key(path, place, unit, meaning, content: { "\($0.band)" }) { map, name in
      map.price(name, dimensions, bounds: bounds, required: true).map { price in
        Price(
          price.band * factor, source: price.source, confidence: price.confidence,
          line: price.line)
      }
    }
  }

  /// A figure with its band and its origin, or none.
  static func price(
    _ path: String, _ place: Place<Price?>, unit: String, _ dimensions: [Dimension],
    _ bounds: SpecMapping.Bounds = .nonNegative, example: String, _ meaning: String
  ) -> SpecKey {
    key(
      path, place, unit, meaning, example: example, content: { "\($0.map(\.band) as Any)" }
    ) { .some($0.price($1, dimensions, bounds: bounds)) }
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
