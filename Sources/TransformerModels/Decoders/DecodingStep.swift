/// A step from tokens back to text, as Hugging Face `tokenizers` defines it.
indirect enum DecodingStep: Sendable {
  /// Scalars of bytes back to text.
  case byteLevel
  /// Continuations without their prefix, other tokens behind a space.
  case wordPiece(prefix: [Unicode.Scalar], cleansUp: Bool)
  /// ▁ back to spaces, but for the first of a text that was given one.
  case metaspace(Unicode.Scalar, dropsFirst: Bool)
  /// `<0xE2>` back to bytes.
  case byteFallback
  /// All tokens as one.
  case fuse
  /// Up to so many of one scalar off the ends of each token.
  case strip(Unicode.Scalar, start: Int, end: Int)
  case replace(ReplaceMatches)
  /// The suffix of words back to a space.
  case bytePairs(suffix: ReplaceMatches, lastSuffix: ReplaceMatches)
  /// Repeated tokens and padding away, the delimiter back to a space.
  case ctc(padding: ReplaceMatches, delimiter: ReplaceMatches, cleansUp: Bool)
  case sequence([DecodingStep])

  /// SentencePiece's steps: spaces, bytes, one text, and its first space away.
  static func sentencePieces(stripsFirst: Bool) -> DecodingStep {
    .sequence(
      [.replace(ReplaceMatches(literal: "▁", with: " ")), .byteFallback, .fuse]
        + (stripsFirst ? [.strip(" ", start: 1, end: 0)] : []))
  }

  /// What the tokens become.
  func apply(_ tokens: [[Unicode.Scalar]]) -> [[Unicode.Scalar]] {
    switch self {
    case .byteLevel: return [DecodingStep.text(ofBytes: tokens)]
    case .wordPiece(let prefix, let cleansUp):
      return tokens.enumerated().map { index, token in
        var text = token
        if index > 0 {
          text = token.starts(with: prefix) ? Array(token.dropFirst(prefix.count)) : [" "] + token
        }
        return cleansUp ? DecodingStep.cleaned(text) : text
      }
    case .metaspace(let replacement, let dropsFirst):
      return tokens.enumerated().map { index, token in
        token.compactMap { scalar in
          scalar != replacement ? scalar : index == 0 && dropsFirst ? nil : " "
        }
      }
    case .byteFallback: return DecodingStep.bytesJoined(tokens)
    case .fuse: return [Array(tokens.joined())]
    case .strip(let scalar, let start, let end):
      return tokens.map { token in
        let front = token.prefix(start).prefix { $0 == scalar }.count
        let back = token.suffix(end).reversed().prefix { $0 == scalar }.count
        return front + back <= token.count ? Array(token[front..<(token.count - back)]) : []
      }
    case .replace(let replacement): return tokens.map(replacement.replacing)
    case .bytePairs(let suffix, let lastSuffix):
      return tokens.enumerated().map { index, token in
        (index == tokens.count - 1 ? lastSuffix : suffix).replacing(in: token)
      }
    case .ctc(let padding, let delimiter, let cleansUp):
      var output: [[Unicode.Scalar]] = []
      for (index, token) in tokens.enumerated() where index == 0 || token != tokens[index - 1] {
        var text = padding.replacing(in: token)
        if cleansUp { text = delimiter.replacing(in: DecodingStep.cleaned(text)) }
        if !text.isEmpty { output.append(text) }
      }
      return output
    case .sequence(let steps): return steps.reduce(tokens) { $1.apply($0) }
    }
  }

  /// The bytes that the scalars of tokens stand for, as text; broken UTF-8 becomes U+FFFD.
  private static func text(ofBytes tokens: [[Unicode.Scalar]]) -> [Unicode.Scalar] {
    var bytes: [UInt8] = []
    for token in tokens {
      let values = token.compactMap(ByteAlphabet.byte)
      if values.count == token.count {
        bytes += values
      } else {  // a token that is no sequence of bytes stands for itself
        bytes += String(String.UnicodeScalarView(token)).utf8
      }
    }
    return Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
  }

  private static func bytesJoined(_ tokens: [[Unicode.Scalar]]) -> [[Unicode.Scalar]] {
    var output: [[Unicode.Scalar]] = []
    var bytes: [UInt8] = []
    func flush() {
      guard !bytes.isEmpty else { return }
      if let text = String(validating: bytes, as: UTF8.self) {
        output.append(Array(text.unicodeScalars))
      } else {
        output += [[Unicode.Scalar]](repeating: ["\u{fffd}"], count: bytes.count)
      }
      bytes.removeAll()
    }
    for token in tokens {
      if let byte = byte(token) {
        bytes.append(byte)
      } else {
        flush()
        output.append(token)
      }
    }
    flush()
    return output
  }

  private static func byte(_ token: [Unicode.Scalar]) -> UInt8? {
    guard token.count == 6, token.starts(with: ["<", "0", "x"]), token[5] == ">",
      token[3].properties.isASCIIHexDigit, token[4].properties.isASCIIHexDigit
    else { return nil }
    return UInt8(String(String.UnicodeScalarView(token[3...4])), radix: 16)
  }

  /// The spaces that English text has not.
  private static let cleaning: [ReplaceMatches] =
    [
      (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"),
      (" 'm", "'m"),
      (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
    ].map { ReplaceMatches(literal: $0, with: $1) }

  private static func cleaned(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
    guard text.contains(" ") else { return text }
    return cleaning.reduce(text) { $1.replacing(in: $0) }
  }
}

extension ReplaceMatches {
  /// Replaces a text as it stands.
  init(literal: String, with content: String) {
    self.init(pattern: TextPattern(literal: literal), content: Array(content.unicodeScalars))
  }
}
