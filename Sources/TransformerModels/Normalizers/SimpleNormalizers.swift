/// `Lowercase`: each scalar by itself, so that a final sigma is σ.
struct Lowercase: Normalizer {
  func normalize(_ text: inout NormalText) {
    var output: [Unicode.Scalar] = []
    output.reserveCapacity(text.scalars.count)
    for scalar in text.scalars {
      switch scalar.value {
      case 0x41...0x5a: output.append(Unicode.Scalar(UInt8(scalar.value + 32)))
      case 0..<0x80: output.append(scalar)
      default: output.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
      }
    }
    text.scalars = output
  }
}

/// `StripAccents`: drops all marks.
struct StripAccents: Normalizer {
  func normalize(_ text: inout NormalText) {
    text.filter { scalar in
      // Two signs of Vedic counted as marks until Unicode 12.
      guard scalar.value >= 0x300, scalar.value != 0x1cf2, scalar.value != 0x1cf3 else {
        return scalar.value < 0x300
      }
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .spacingMark, .enclosingMark:
        return !ScalarCategories.hasDecompositionData(scalar)
      default: return true
      }
    }
  }
}

/// `Strip`: drops white space at the ends.
struct StripEnds: Normalizer {
  var left: Bool
  var right: Bool

  func normalize(_ text: inout NormalText) {
    if left {
      let count = text.scalars.prefix { UnicodeTables.isWhitespace($0.value) }.count
      if count > 0 {
        text.keepsStart = false
        text.scalars.removeFirst(count)
      }
    }
    if right {
      while let last = text.scalars.last, UnicodeTables.isWhitespace(last.value) {
        text.scalars.removeLast()
      }
    }
  }
}

/// `Prepend`: puts a text in front of all that is not empty.
struct PrependText: Normalizer {
  var prefix: [Unicode.Scalar]

  func normalize(_ text: inout NormalText) {
    if !text.scalars.isEmpty { text.scalars.insert(contentsOf: prefix, at: 0) }
  }
}

/// `Replace`: a text in place of each match.
struct ReplaceMatches: Normalizer {
  var pattern: TextPattern
  var content: [Unicode.Scalar]
  /// The one scalar that the pattern matches, where it is one.
  var single: Unicode.Scalar?

  func normalize(_ text: inout NormalText) { text.scalars = replacing(in: text.scalars) }

  /// The text with all matches replaced.
  func replacing(in text: [Unicode.Scalar]) -> [Unicode.Scalar] {
    if let single {
      guard text.contains(single) else { return text }
      if content.count == 1 { return text.map { $0 == single ? content[0] : $0 } }
    }
    var output: [Unicode.Scalar] = []
    output.reserveCapacity(text.count)
    pattern.forEach(in: text, text.indices) { range, isMatch in
      output.append(contentsOf: isMatch ? content[...] : text[range])
    }
    return output
  }
}

/// `Nmt`: drops control characters and turns unusual spaces into spaces.
struct NMTCleaning: Normalizer {
  func normalize(_ text: inout NormalText) {
    text.filter { scalar in
      switch scalar.value {
      case 0x01...0x08, 0x0b, 0x0e...0x1f, 0x7f, 0x8f, 0x9f: false
      default: true
      }
    }
    for place in text.scalars.indices {
      switch text.scalars[place].value {
      case 0x09, 0x0a, 0x0c, 0x0d, 0x1680, 0x200b...0x200f, 0x2028, 0x2029, 0x2581, 0xfeff, 0xfffd:
        text.scalars[place] = " "
      default: break
      }
    }
  }
}

/// `ByteLevel` as a normaliser: a scalar for each byte of the text in UTF-8.
struct ByteScalars: Normalizer {
  func normalize(_ text: inout NormalText) {
    var output: [Unicode.Scalar] = []
    output.reserveCapacity(text.scalars.count + 8)
    ByteAlphabet.append(text.scalars[...], to: &output)
    text.scalars = output
  }
}
