/// What is wrong with a JSON text, for a reader to put into its own words.
package struct JSONError: Error {
  /// What a scanner wants at a place.
  package enum Expectation: Sendable {
    case value, key, text, number, wholeNumber, truth
    case objectStart, objectEnd, listStart, listEnd, colon
    case digit, closingQuote, noControlCharacter, escape, surrogate, hexadecimalDigits
    /// `true`, `false` or `null`.
    case word(String)
    /// Not as many nested lists and objects.
    case depth
  }

  /// The kinds of faults.
  package enum Fault: Sendable {
    /// Other bytes than the grammar allows.
    case expected(Expectation)
    /// A key that its object has already.
    case repeatedKey(String)
    /// A text that is not UTF-8.
    case invalidText
    /// Sound JSON that its reader cannot use; the bytes that follow are what was found if `found` is
    /// nil.
    case content(found: String?, expected: String)
  }

  /// What is wrong.
  package let fault: Fault
  /// The place in the bytes.
  package let position: Int
  /// The key that was being read, if the reader said so.
  package let key: String?
}
