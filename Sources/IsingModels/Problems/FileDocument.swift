/// A document in JSON with the file that it comes from: what is missing in it, or odd, is told with both.
struct FileDocument {
  let document: JSONDocument
  let fileName: String
  /// What the file should be, for a key that is missing.
  let expected: String

  /// The value of a key.
  ///
  /// - Throws: `ProblemFileError` that names the key where there is none.
  func present<Value>(_ value: Value?, _ key: String) throws(ProblemFileError) -> Value {
    if let value { return value }
    throw ProblemFileError(fileName: fileName, found: "no key '\(key)'", expected: expected)
  }

  /// An error about the value of a key.
  func failure(_ key: String, _ found: String, _ expected: String) -> ProblemFileError {
    Self.failure(key, found, expected, fileName: fileName)
  }

  /// The same for readers that have no document.
  static func failure(
    _ key: String, _ found: String, _ expected: String, fileName: String
  ) -> ProblemFileError {
    ProblemFileError(fileName: fileName, place: "key '\(key)'", found: found, expected: expected)
  }
}
