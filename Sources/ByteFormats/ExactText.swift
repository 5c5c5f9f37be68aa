/// A text that equals another only if the two have the same bytes in UTF-8.
///
/// Swift's strings are equal where they are canonically equivalent: `é` as one scalar and as two is one
/// key of a dictionary. Files that name things by bytes (vocabularies, tensors, files themselves) tell
/// the two apart.
package struct ExactText: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The text.
  package let text: String

  package init(_ text: String) { self.text = text }

  /// The text itself.
  package var description: String { text }

  package static func == (left: ExactText, right: ExactText) -> Bool {
    // Equal bytes are canonically equivalent, and most comparisons end at once.
    left.text == right.text && left.text.utf8.elementsEqual(right.text.utf8)
  }

  // Equal bytes have equal hashes; canonically equivalent texts share one, which does no harm.
  package func hash(into hasher: inout Hasher) { hasher.combine(text) }

  /// By bytes.
  package static func < (left: ExactText, right: ExactText) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }
}
