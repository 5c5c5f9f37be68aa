/// The properties of Unicode scalars that BERT's tokenizer decides by.
///
/// The reference, Hugging Face `tokenizers`, carries fixed tables: general categories of Unicode 8.0,
/// canonical decomposition and combining classes of Unicode 9.0. A scalar that is younger counts as
/// unassigned here too, so that token ids do not depend on the age of Swift's tables.
enum ScalarCategories {
  private static let categoryVersion = (8, 0)
  private static let decompositionVersion = (9, 0)

  /// General category as of Unicode 8.0.
  static func category(_ scalar: Unicode.Scalar) -> Unicode.GeneralCategory {
    switch scalar.value {
    // Assigned by 8.0 and moved to another category since.
    case 0x166d, 0x111c9: return .otherPunctuation
    case 0x1734, 0x1171e: return .nonspacingMark
    case 0x1885, 0x1886: return .otherLetter
    case 0xa9bd: return .spacingMark
    default:
      let properties = scalar.properties
      guard let age = properties.age, (age.major, age.minor) <= categoryVersion else {
        return .unassigned
      }
      return properties.generalCategory
    }
  }

  /// Whether the canonical decomposition knows the scalar: assigned by Unicode 9.0.
  static func hasDecompositionData(_ scalar: Unicode.Scalar) -> Bool {
    guard let age = scalar.properties.age else { return false }
    return (age.major, age.minor) <= decompositionVersion
  }

  /// Control and format characters and private use, which cleaning drops; not tab and line ends.
  static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0a, 0x0d: return false
    default: break
    }
    switch category(scalar) {
    case .control, .format, .privateUse: return true
    default: return false
    }
  }

  /// ASCII punctuation and symbols, and the categories P*.
  static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x21...0x2f, 0x3a...0x40, 0x5b...0x60, 0x7b...0x7e: return true
    case 0..<0x80: return false
    default: break
    }
    switch category(scalar) {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation:
      return true
    default: return false
    }
  }

  /// The blocks of ideographs that BERT sets apart, as its authors list them.
  static func isIdeograph(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x4e00...0x9fff, 0x3400...0x4dbf, 0x20000...0x2a6df, 0x2a700...0x2b73f,
      0x2b740...0x2b81f, 0x2b920...0x2ceaf, 0xf900...0xfaff, 0x2f800...0x2fa1f:
      return true
    default: return false
    }
  }
}
