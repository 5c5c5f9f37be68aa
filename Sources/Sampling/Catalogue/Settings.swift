/// The value of a parameter.
public enum ParameterValue: Sendable, Equatable, CustomStringConvertible {
  /// A word of a list.
  case word(String)
  /// A real number.
  case number(Double)
  /// A whole number.
  case whole(Int)
  /// Several numbers.
  case numbers([Double])
  /// Present or not.
  case flag(Bool)

  /// The value as it is typed.
  public var description: String {
    switch self {
    case .word(let word): word
    case .number(let number): "\(number)"
    case .whole(let number): "\(number)"
    case .numbers(let numbers): numbers.map { "\($0)" }.joined(separator: ",")
    case .flag(let isSet): "\(isSet)"
    }
  }
}

/// Values of parameters by the parameters' names; what was not given is missing.
public struct Settings: Sendable, Equatable {
  private var values: [String: ParameterValue] = [:]

  /// No values.
  public init() {}

  /// A value by its parameter's name.
  public subscript(name: String) -> ParameterValue? {
    get { values[name] }
    set { values[name] = newValue }
  }

  /// The names of all values, in alphabetical order.
  public var names: [String] { values.keys.sorted() }

  /// A parameter's value.
  public subscript(parameter: Parameter) -> ParameterValue? { values[parameter.name] }

  /// A word; `nil` where none is given.
  func word(_ parameter: Parameter) -> String? {
    guard case .word(let word)? = self[parameter] else { return nil }
    return word
  }

  /// A number; `nil` where none is given.
  func number(_ parameter: Parameter) -> Double? {
    switch self[parameter] {
    case .number(let number): number
    case .whole(let number): Double(number)
    default: nil
    }
  }

  /// A whole number; `nil` where none is given.
  func whole(_ parameter: Parameter) -> Int? {
    switch self[parameter] {
    case .number(let number): Int(exactly: number.rounded(.towardZero))
    case .whole(let number): number
    default: nil
    }
  }

  /// Several numbers; none where none are given.
  func numbers(_ parameter: Parameter) -> [Double] {
    guard case .numbers(let numbers)? = self[parameter] else { return [] }
    return numbers
  }

  /// Whether a flag is set.
  func isSet(_ parameter: Parameter) -> Bool { self[parameter] == .flag(true) }
}
