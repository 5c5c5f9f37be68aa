import ByteFormats

/// A JSON file whose top is an object, read key by key with errors that name file and key.
struct JSONFile: Sendable {
  /// Path, for messages.
  let path: String
  /// Path of the object inside the file, e.g. `normalizer.`; empty at the top.
  let prefix: String
  let object: JSONObject

  /// Reads the file at `path`.
  ///
  /// - Throws: what `MappedFile` and `JSONFile.parse` throw; `wrongType` if the top is no object.
  init(path: String) throws(ModelFileError) {
    let file = try MappedFile(path: path)
    let value = try JSONFile.parse(file.copy(0..<file.count), file: path)
    guard case .object(let object) = value else {
      throw ModelFileError(.wrongType, file: path, found: value.summary, expected: "an object")
    }
    self.init(path: path, prefix: "", object: object)
  }

  init(path: String, prefix: String, object: JSONObject) {
    self.path = path
    self.prefix = prefix
    self.object = object
  }

  /// The value of a key; `nil` if there is none or it is null.
  func value(_ key: String) -> JSONValue? {
    let value = object[key]
    return value == .null ? nil : value
  }

  /// An error at a key.
  func failure(
    _ problem: ModelFileError.Problem, _ key: String, expected: String
  ) -> ModelFileError {
    ModelFileError(
      problem, file: path, place: "key \"\(prefix)\(key)\"",
      found: object[key]?.summary ?? "no such key", expected: expected)
  }

  /// A whole number in `range`.
  func integer(
    _ key: String, in range: ClosedRange<Int>, default fallback: Int? = nil
  ) throws(ModelFileError) -> Int {
    let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
    switch value(key) {
    case nil:
      guard let fallback else { throw failure(.missingKey, key, expected: expected) }
      return fallback
    case .integer(let number):
      guard range.contains(number) else { throw failure(.invalidNumber, key, expected: expected) }
      return number
    case .number: throw failure(.invalidNumber, key, expected: expected)
    default: throw failure(.wrongType, key, expected: expected)
    }
  }

  /// A positive, finite number.
  func positive(_ key: String, default fallback: Double) throws(ModelFileError) -> Double {
    let number: Double
    switch value(key) {
    case nil: return fallback
    case .integer(let whole): number = Double(whole)
    case .number(let value): number = value
    default: throw failure(.wrongType, key, expected: "a positive number")
    }
    guard number > 0, number.isFinite else {
      throw failure(.invalidNumber, key, expected: "a positive number")
    }
    return number
  }

  /// A string.
  func string(_ key: String, default fallback: String? = nil) throws(ModelFileError) -> String {
    switch value(key) {
    case .string(let text): return text
    case nil:
      guard let fallback else { throw failure(.missingKey, key, expected: "a string") }
      return fallback
    default: throw failure(.wrongType, key, expected: "a string")
    }
  }

  /// True or false.
  func bool(_ key: String, default fallback: Bool) throws(ModelFileError) -> Bool {
    switch value(key) {
    case .bool(let flag): return flag
    case nil: return fallback
    default: throw failure(.wrongType, key, expected: "true or false")
    }
  }

  /// An object inside this one.
  func section(_ key: String) throws(ModelFileError) -> JSONFile {
    switch value(key) {
    case .object(let object):
      return JSONFile(path: path, prefix: "\(prefix)\(key).", object: object)
    case nil: throw failure(.missingKey, key, expected: "an object")
    default: throw failure(.wrongType, key, expected: "an object")
    }
  }

  /// The objects of an array; none if the key is missing.
  func sections(_ key: String) throws(ModelFileError) -> [JSONFile] {
    switch value(key) {
    case nil: return []
    case .array(let values):
      return try JSONFile.sections(values, path: path, prefix: "\(prefix)\(key)")
    default: throw failure(.wrongType, key, expected: "an array of objects")
    }
  }

  /// Refuses any string but those listed; a missing key counts as the first.
  func oneOf(_ key: String, _ supported: [String]) throws(ModelFileError) -> String {
    let text = try string(key, default: supported.first)
    guard supported.contains(text) else {
      throw failure(
        .unsupported, key,
        expected: (supported.count > 1 ? "one of " : "")
          + supported.map { "\"\($0)\"" }.joined(separator: ", "))
    }
    return text
  }

  /// The objects of an array at `prefix`.
  static func sections(
    _ values: [JSONValue], path: String, prefix: String
  ) throws(ModelFileError) -> [JSONFile] {
    var sections: [JSONFile] = []
    for (index, value) in values.enumerated() {
      guard case .object(let object) = value else {
        throw ModelFileError(
          .wrongType, file: path, place: "key \"\(prefix)[\(index)]\"", found: value.summary,
          expected: "an object")
      }
      sections.append(JSONFile(path: path, prefix: "\(prefix)[\(index)].", object: object))
    }
    return sections
  }

  /// The value that is the whole of `bytes`, of which `file` is the name in messages.
  ///
  /// - Throws: `invalidText`, `invalidJSON` or `duplicateName`, with the line.
  static func parse(_ bytes: [UInt8], file: String) throws(ModelFileError) -> JSONValue {
    var scanner = JSONScanner(bytes, range: bytes.indices)
    do throws(JSONError) {
      let value = try scanner.value()
      guard scanner.peek() == nil else {
        throw scanner.failure(expected: "nothing behind the JSON value")
      }
      return value
    } catch { throw ModelFileError(error, in: bytes, file: file) }
  }
}

extension ModelFileError {
  /// What is wrong with the JSON `bytes` of `file`.
  fileprivate init(_ error: JSONError, in bytes: [UInt8], file: String) {
    let (problem, found, expected): (Problem, String?, String) =
      switch error.fault {
      case .expected(let expectation): (.invalidJSON, nil, Self.words(expectation))
      case .repeatedKey(let key): (.duplicateName, "the key \"\(key)\" twice", "each key once")
      case .invalidText: (.invalidText, "bytes that are not UTF-8", "UTF-8")
      case .content(let found, let expected): (.invalidJSON, found, expected)
      }
    let line = 1 + bytes[..<error.position].count { $0 == UInt8(ascii: "\n") }
    let next =
      error.position < bytes.count ? Self.name(bytes[error.position]) : "the end of the text"
    self.init(
      problem, file: file, place: "line \(line), byte \(error.position)", found: found ?? next,
      expected: expected)
  }

  private static func name(_ byte: UInt8) -> String {
    byte > 32 && byte < 127
      ? "\"\(Character(Unicode.Scalar(byte)))\"" : "byte 0x\(String(byte, radix: 16))"
  }

  private static func words(_ expectation: JSONError.Expectation) -> String {
    switch expectation {
    case .value: "a JSON value"
    case .key: "a key in quotes"
    case .text: "a string"
    case .number: "a number"
    case .wholeNumber: "a whole number"
    case .truth: "true or false"
    case .objectStart: "\"{\""
    case .objectEnd: "\",\" or \"}\""
    case .listStart: "\"[\""
    case .listEnd: "\",\" or \"]\""
    case .colon: "\":\""
    case .digit: "a digit"
    case .closingQuote: "a closing quote"
    case .noControlCharacter: "no control characters in a string"
    case .escape: "an escape sequence"
    case .surrogate: "the second half of a surrogate pair"
    case .hexadecimalDigits: "four hexadecimal digits"
    case .word(let word): word
    case .depth: "at most \(JSONScanner.maximumDepth) nested arrays and objects"
    }
  }
}
