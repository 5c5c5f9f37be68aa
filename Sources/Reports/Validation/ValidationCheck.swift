/// One question about a mapping, its answer as a number, and the number that it must keep to.
public struct ValidationCheck: Sendable {
  /// On which side of the limit a value is sound.
  public enum Bound: String, Encodable, Sendable {
    /// The value must not exceed the limit.
    case atMost = "at_most"
    /// The value must reach the limit.
    case atLeast = "at_least"
  }

  /// Name, e.g. `race.collisions`: what is looked at, then what about it.
  public var name: String
  /// What was found; `nil` where the question does not arise.
  public var value: Double?
  /// What it is compared with; `nil` where the figure is told and not judged.
  public var limit: Double?
  /// The side of the limit that is sound.
  public var bound: Bound
  /// Unit of value and limit; empty for plain numbers.
  public var unit: String
  /// One sentence: where the value comes from, and what is short if it fails.
  public var detail: String
  /// Further figures, by key of the JSON document.
  public var figures: [(key: String, value: JSONValue)]

  /// Creates a check.
  public init(
    _ name: String, value: Double?, limit: Double? = nil, bound: Bound = .atMost,
    unit: String = "", detail: String, figures: [(key: String, value: JSONValue)] = []
  ) {
    self.name = name
    self.value = value
    self.limit = limit
    self.bound = bound
    self.unit = unit
    self.detail = detail
    self.figures = figures
  }

  /// Whether the value is on the sound side of the limit, the limit included. True without value or
  /// limit; false for a value that is not a number.
  public var passed: Bool {
    guard let value, let limit else { return true }
    return bound == .atMost ? value <= limit : value >= limit
  }

  /// The room that is left, as a share of the limit: (limit − value)/|limit| for `atMost`, (value −
  /// limit)/|limit| for `atLeast`. Positive is good. `nil` without value or limit, and for a limit of 0.
  public var margin: Double? {
    guard let value, let limit, limit != 0, value.isFinite else { return nil }
    let room = bound == .atMost ? limit - value : value - limit
    return room / abs(limit)
  }
}
