/// A pattern that cannot be used.
struct PatternError: Error {
  /// What the pattern holds, e.g. `a back reference \1`.
  var found: String
  /// What it should hold.
  var expected: String
}
