import Reports
import Sampling

extension ParameterValue {
  /// As JSON.
  var json: JSONValue {
    switch self {
    case .word(let word): .string(word)
    case .number(let number): .number(number)
    case .whole(let number): .signed(number)
    case .numbers(let numbers): .array(numbers.map { .number($0) })
    case .flag(let isSet): .bool(isSet)
    }
  }
}

extension EngineChoice {
  /// Keys and values for the JSON document.
  var document: [(String, JSONValue)] {
    [("name", .string(name))]
      + reported.map { ($0.name.replacing("-", with: "_"), $0.value.json) }
  }
}
