/// General categories as pattern libraries see them.
///
/// The reference, Hugging Face `tokenizers`, matches with the tables of Unicode 16. A scalar that is
/// younger counts as unassigned here too, so that token ids do not depend on the age of Swift's tables.
enum UnicodeTables {
  private static let version = (16, 0)

  /// The bit of a category.
  static func bit(_ category: Unicode.GeneralCategory) -> UInt32 {
    switch category {
    case .uppercaseLetter: 1 << 0
    case .lowercaseLetter: 1 << 1
    case .titlecaseLetter: 1 << 2
    case .modifierLetter: 1 << 3
    case .otherLetter: 1 << 4
    case .nonspacingMark: 1 << 5
    case .spacingMark: 1 << 6
    case .enclosingMark: 1 << 7
    case .decimalNumber: 1 << 8
    case .letterNumber: 1 << 9
    case .otherNumber: 1 << 10
    case .connectorPunctuation: 1 << 11
    case .dashPunctuation: 1 << 12
    case .openPunctuation: 1 << 13
    case .closePunctuation: 1 << 14
    case .initialPunctuation: 1 << 15
    case .finalPunctuation: 1 << 16
    case .otherPunctuation: 1 << 17
    case .mathSymbol: 1 << 18
    case .currencySymbol: 1 << 19
    case .modifierSymbol: 1 << 20
    case .otherSymbol: 1 << 21
    case .spaceSeparator: 1 << 22
    case .lineSeparator: 1 << 23
    case .paragraphSeparator: 1 << 24
    case .control: 1 << 25
    case .format: 1 << 26
    case .surrogate: 1 << 27
    case .privateUse: 1 << 28
    case .unassigned: 1 << 29
    @unknown default: 1 << 29
    }
  }

  /// Letters, marks, numbers, punctuation, symbols, separators and the rest, by the names of patterns.
  static let categories: [String: UInt32] = {
    let ordered = [
      "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe",
      "Pi",
      "Pf", "Po", "Sm", "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Cn",
    ]
    var bits: [String: UInt32] = [:]
    for (place, name) in ordered.enumerated() {
      bits[name] = 1 << UInt32(place)
      bits[String(name.prefix(1)), default: 0] |= 1 << UInt32(place)
    }
    return bits
  }()

  /// The bits of the categories N*.
  static let numbers: UInt32 = 0b111 << 8

  /// The bit of the category of a scalar, as of Unicode 16.
  static func category(_ value: UInt32) -> UInt32 {
    guard let scalar = Unicode.Scalar(value) else { return bit(.surrogate) }
    // Moved to another category since.
    if value == 0x295 { return bit(.lowercaseLetter) }
    let properties = scalar.properties
    let bits = bit(properties.generalCategory)
    // Blocks of letters that are old spare the second look-up.
    if value < 0x800 || (0x3040..<0xa000).contains(value) || (0xac00..<0xd7a4).contains(value) {
      return bits
    }
    guard let age = properties.age, (age.major, age.minor) <= version else {
      return bits == bit(.privateUse) ? bits : bit(.unassigned)
    }
    return bits
  }

  /// White space: no scalar was added or removed since Unicode 6.3.
  @inline(__always)
  static func isWhitespace(_ value: UInt32) -> Bool {
    switch value {
    case 0x09...0x0d, 0x20, 0x85, 0xa0, 0x1680, 0x2000...0x200a, 0x2028, 0x2029, 0x202f, 0x205f,
      0x3000:
      true
    default: false
    }
  }

  /// Letters, marks, decimal digits, connectors and what counts as alphabetic: `\w`.
  static func isWord(_ value: UInt32) -> Bool {
    let bits = category(value)
    let letters: UInt32 = 0b1_1111_1111 | 1 << 11
    if bits & letters != 0 { return true }
    guard bits != bit(.unassigned), let scalar = Unicode.Scalar(value) else { return false }
    return scalar.properties.isAlphabetic
  }
}
