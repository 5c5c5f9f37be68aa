/// Feeds the scalars of a text through a `TextNormalizer` and hands out its words.
///
/// A value for one text: what one scalar becomes is looked up once and remembered.
struct WordSplitter: ~Copyable {
  private let normalizer: TextNormalizer
  private let ascii: [[TextNormalizer.Piece]]
  private var remembered: [UInt32: [TextNormalizer.Piece]] = [:]
  private var word: [UInt32] = []
  /// Combining classes of the last scalars of `word`, behind the last that does not move.
  private var trailingClasses: [UInt8] = []

  /// A splitter; `ascii` holds the pieces of the scalars below 128.
  init(normalizer: TextNormalizer, ascii: [[TextNormalizer.Piece]]) {
    self.normalizer = normalizer
    self.ascii = ascii
  }

  /// The table that `init` takes: the same for all texts.
  static func asciiPieces(_ normalizer: TextNormalizer) -> [[TextNormalizer.Piece]] {
    (0..<UInt8(128)).map { normalizer.pieces(of: Unicode.Scalar($0)) }
  }

  /// Splits `text`, calling `body` with the scalars of each word.
  mutating func split(_ text: Substring.UnicodeScalarView, _ body: ([UInt32]) -> Void) {
    for scalar in text {
      if scalar.value < 128 {
        let pieces = ascii[Int(scalar.value)]
        for piece in pieces { take(piece, body) }
      } else {
        for piece in recall(scalar) { take(piece, body) }
      }
    }
    endWord(body)
  }

  private mutating func recall(_ scalar: Unicode.Scalar) -> [TextNormalizer.Piece] {
    if let pieces = remembered[scalar.value] { return pieces }
    let pieces = normalizer.pieces(of: scalar)
    remembered[scalar.value] = pieces
    return pieces
  }

  @inline(__always)
  private mutating func take(_ piece: TextNormalizer.Piece, _ body: ([UInt32]) -> Void) {
    switch piece.kind {
    case .letter:
      if piece.combiningClass == 0 {
        if !trailingClasses.isEmpty { trailingClasses.removeAll(keepingCapacity: true) }
        word.append(piece.scalar)
      } else {
        insertMark(piece)
      }
    case .space:
      endWord(body)
    case .punctuation:
      endWord(body)
      word.append(piece.scalar)
      endWord(body)
    case .dropped:
      if piece.combiningClass == 0 { trailingClasses.removeAll(keepingCapacity: true) }
    }
  }

  /// Canonical order: marks behind one base stand by rising combining class, equal ones as they came.
  private mutating func insertMark(_ piece: TextNormalizer.Piece) {
    var place = trailingClasses.count
    while place > 0, trailingClasses[place - 1] > piece.combiningClass { place -= 1 }
    word.insert(piece.scalar, at: word.count - trailingClasses.count + place)
    trailingClasses.insert(piece.combiningClass, at: place)
  }

  @inline(__always)
  private mutating func endWord(_ body: ([UInt32]) -> Void) {
    if !trailingClasses.isEmpty { trailingClasses.removeAll(keepingCapacity: true) }
    guard !word.isEmpty else { return }
    body(word)
    word.removeAll(keepingCapacity: true)
  }
}
