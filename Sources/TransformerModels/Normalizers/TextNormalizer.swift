internal import Foundation

/// BERT's text normalisation and its splitting into words, one scalar at a time.
///
/// In this order: drop control characters, put white space around ideographs, decompose canonically and
/// drop nonspacing marks, lower the case; then split at white space and set punctuation apart
/// (`BertNormalizer` and `BertPreTokenizer` of Hugging Face `tokenizers`).
struct TextNormalizer: Equatable, Sendable {
  /// Drop control characters and turn all white space into spaces.
  var cleansText = true
  /// Put white space around ideographs.
  var separatesIdeographs = true
  /// Decompose canonically and drop nonspacing marks.
  var stripsAccents = true
  /// Lower the case.
  var lowersCase = true

  /// What normalisation makes of one scalar of the text.
  struct Piece: Equatable {
    enum Kind: UInt8 {
      /// Part of a word.
      case letter
      /// Ends a word.
      case space
      /// A word of its own.
      case punctuation
      /// Not in the output; still a boundary for the order of combining marks.
      case dropped
    }

    var scalar: UInt32
    var kind: Kind
    /// Canonical combining class; 0 does not move.
    var combiningClass: UInt8
  }

  private static let space = Piece(scalar: 0x20, kind: .space, combiningClass: 0)

  /// The pieces of one scalar, in order.
  func pieces(of scalar: Unicode.Scalar) -> [Piece] {
    var cleaned = scalar
    if cleansText {
      if scalar.value == 0 || scalar.value == 0xfffd || ScalarCategories.isControl(scalar) {
        return []
      }
      if scalar.properties.isWhitespace { cleaned = " " }
    }
    let inner = decomposed(cleaned).flatMap(cased)
    return separatesIdeographs && ScalarCategories.isIdeograph(cleaned)
      ? [TextNormalizer.space] + inner + [TextNormalizer.space] : inner
  }

  private func decomposed(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    guard stripsAccents, scalar.value >= 0x80, ScalarCategories.hasDecompositionData(scalar) else {
      return [scalar]
    }
    return Array(String(Character(scalar)).decomposedStringWithCanonicalMapping.unicodeScalars)
  }

  private func cased(_ scalar: Unicode.Scalar) -> [Piece] {
    let movable = stripsAccents && ScalarCategories.hasDecompositionData(scalar)
    let order = movable ? UInt8(scalar.properties.canonicalCombiningClass.rawValue) : 0
    if stripsAccents, ScalarCategories.category(scalar) == .nonspacingMark {
      return [Piece(scalar: scalar.value, kind: .dropped, combiningClass: order)]
    }
    guard lowersCase else { return [piece(scalar, order)] }
    return scalar.properties.lowercaseMapping.unicodeScalars.map { piece($0, order) }
  }

  private func piece(_ scalar: Unicode.Scalar, _ order: UInt8) -> Piece {
    let kind: Piece.Kind =
      scalar.properties.isWhitespace
      ? .space : ScalarCategories.isPunctuation(scalar) ? .punctuation : .letter
    return Piece(scalar: scalar.value, kind: kind, combiningClass: order)
  }
}
