import ByteFormats

/// The metadata of a GGUF file, read key by key with errors that name file and key.
package struct GGUFMetadata: Sendable {
  /// Path of the file, for messages.
  package let path: String
  private let values: [ExactText: GGUFValue]

  /// The next `count` keys of a file.
  init(_ cursor: inout GGUFCursor, count: Int) throws(ModelFileError) {
    path = cursor.file.path
    var values: [ExactText: GGUFValue] = [:]
    for index in 0..<count {
      cursor.place = "key \(index)"
      let key = try cursor.string()
      cursor.place = "key \"\(key)\""
      let kind = try cursor.kind()
      let value = try cursor.value(kind)
      guard values.updateValue(value, forKey: ExactText(key)) == nil else {
        throw cursor.failure(.duplicateName, found: "the key twice", expected: "each key once")
      }
    }
    self.values = values
  }

  /// The value of a key; `nil` if there is none.
  package func value(_ key: String) -> GGUFValue? { values[ExactText(key)] }

  /// An error at a key.
  package func failure(
    _ problem: ModelFileError.Problem, _ key: String, expected: String
  ) -> ModelFileError {
    ModelFileError(
      problem, file: path, place: "key \"\(key)\"",
      found: value(key)?.summary ?? "no such key", expected: expected)
  }

  private func failure(_ key: String, expected: String) -> ModelFileError {
    failure(value(key) == nil ? .missingKey : .wrongType, key, expected: expected)
  }

  /// A whole number in `range`; `nil` if there is no such key.
  package func integer(
    _ key: String, in range: ClosedRange<Int>
  ) throws(ModelFileError) -> Int? {
    let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
    switch value(key) {
    case nil: return nil
    case .integer(let number) where range.contains(number): return number
    case .integer, .large, .number: throw failure(.invalidNumber, key, expected: expected)
    default: throw failure(.wrongType, key, expected: expected)
    }
  }

  /// A whole number in `range`, or what it is without the key.
  package func integer(
    _ key: String, in range: ClosedRange<Int>, default fallback: Int
  ) throws(ModelFileError) -> Int {
    try integer(key, in: range) ?? fallback
  }

  /// A whole number in `range` that must be there.
  package func required(
    _ key: String, in range: ClosedRange<Int>
  ) throws(ModelFileError) -> Int {
    guard let number = try integer(key, in: range) else {
      throw failure(
        key, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// A finite number; `nil` if there is no such key.
  package func number(_ key: String) throws(ModelFileError) -> Double? {
    switch value(key) {
    case nil: return nil
    case .integer(let number): return Double(number)
    case .number(let number) where number.isFinite: return number
    case .number: throw failure(.invalidNumber, key, expected: "a finite number")
    default: throw failure(key, expected: "a number")
    }
  }

  /// True or false; `nil` if there is no such key.
  package func bool(_ key: String) throws(ModelFileError) -> Bool? {
    switch value(key) {
    case nil: return nil
    case .bool(let flag): return flag
    default: throw failure(key, expected: "true or false")
    }
  }

  /// A string; `nil` if there is no such key.
  package func string(_ key: String) throws(ModelFileError) -> String? {
    switch value(key) {
    case nil: return nil
    case .string(let text): return text
    default: throw failure(key, expected: "a string")
    }
  }

  /// Strings; `nil` if there is no such key.
  package func strings(_ key: String) throws(ModelFileError) -> [String]? {
    switch value(key) {
    case nil: return nil
    case .strings(let texts): return texts
    default: throw failure(key, expected: "an array of strings")
    }
  }

  /// Whole numbers; `nil` if there is no such key.
  package func integers(_ key: String) throws(ModelFileError) -> [Int]? {
    switch value(key) {
    case nil: return nil
    case .integers(let numbers): return numbers
    default: throw failure(key, expected: "an array of whole numbers")
    }
  }

  /// Numbers; `nil` if there is no such key.
  package func numbers(_ key: String) throws(ModelFileError) -> [Double]? {
    switch value(key) {
    case nil: return nil
    case .numbers(let numbers): return numbers
    case .integers(let numbers): return numbers.map(Double.init)
    default: throw failure(key, expected: "an array of numbers")
    }
  }
}
