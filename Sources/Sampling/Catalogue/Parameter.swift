import Foundation
internal import IsingModels

/// A named setting of an engine or a method, with what it may be.
public struct Parameter: Sendable {
  /// What values it takes.
  public enum Domain: Sendable, Equatable {
    /// One of some words.
    case words([String])
    /// A number in a range, which `expected` says in words.
    case number(ClosedRange<Double>, expected: String)
    /// A number in a range whose ends are both worth telling.
    case between(ClosedRange<Double>)
    /// Finite numbers above 0.
    case positiveNumbers
    /// Present or not.
    case flag
  }

  /// Its name, as it is typed.
  public let name: String
  /// What messages call it.
  public let title: String
  /// What values it takes.
  public let domain: Domain
  /// What the settings say about it, in words; `nil` where they say nothing.
  let phrase: @Sendable (Settings) -> String?

  /// A parameter.
  ///
  /// - Parameters:
  ///   - name: as it is typed.
  ///   - title: what messages call it; `nil` for its name.
  ///   - domain: what values it takes.
  ///   - phrase: what settings say about it in words.
  init(
    _ name: String, title: String? = nil, _ domain: Domain,
    phrase: @escaping @Sendable (Settings) -> String? = { _ in nil }
  ) {
    self.name = name
    self.title = title ?? name
    self.domain = domain
    self.phrase = phrase
  }

  /// Refuses values outside the domain; NaN is in none.
  func check(_ value: ParameterValue) throws(CatalogueError) {
    switch (domain, value) {
    case (.words(let known), .word(let word)):
      guard !known.contains(word) else { return }
      throw .unknownName(UnknownName(word, what: title, known: known))
    case (.number(let range, let expected), .number(let number)):
      guard !range.contains(number) else { return }
      throw .value(title, found: "\(number)", expected: expected)
    case (.number(let range, let expected), .whole(let number)):
      guard !range.contains(Double(number)) else { return }
      throw .value(title, found: "\(number)", expected: expected)
    case (.between(let range), .number(let number)):
      try check(number, in: range)
    case (.between(let range), .whole(let number)):
      try check(Double(number), in: range)
    case (.positiveNumbers, .numbers(let numbers)):
      guard let bad = numbers.first(where: { !($0 > 0 && $0.isFinite) }) else { return }
      throw .value(title, found: "\(bad)", expected: "finite numbers above 0")
    case (.flag, .flag): return
    default: throw .value(title, found: "\(value)", expected: "a value of another kind")
    }
  }

  private func check(
    _ number: Double, in range: ClosedRange<Double>
  ) throws(CatalogueError) {
    guard !range.contains(number) else { return }
    throw .value(
      title, found: String(format: "%g", number),
      expected: String(format: "%g to %g", range.lowerBound, range.upperBound))
  }
}
