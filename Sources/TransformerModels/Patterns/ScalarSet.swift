/// A set of Unicode scalars, as a character class of a pattern names it.
///
/// ASCII is a table of 128 bits; everything else is decided by general category, white space and ranges.
struct ScalarSet: Sendable, Equatable {
  /// Bits of the scalars 0 to 63.
  private var low: UInt64 = 0
  /// Bits of the scalars 64 to 127.
  private var high: UInt64 = 0
  /// General categories of scalars above 127, a bit each (`UnicodeTables.bit`).
  private var categories: UInt32 = 0
  /// Scalars above 127 by range.
  private var ranges: [ClosedRange<UInt32>] = []
  /// Whether all other white space above 127 belongs to the set.
  private var hasWhitespace = false
  /// Whether all word scalars above 127 belong to the set.
  private var hasWords = false
  /// Whether the rules for scalars above 127 name what is not in the set.
  private var isNegated = false
  /// Sets that a scalar above 127 may lie in instead.
  private var alternatives: [ScalarSet] = []

  /// The empty set.
  init() {}

  /// One scalar.
  init(_ scalar: Unicode.Scalar) { self.init(scalar...scalar) }

  /// A range of scalars.
  init(_ range: ClosedRange<Unicode.Scalar>) {
    let (first, last) = (range.lowerBound.value, range.upperBound.value)
    if first < 128 { for value in first...min(last, 127) { insertASCII(value) } }
    if last > 127 { ranges = [max(first, 128)...last] }
  }

  /// All scalars of some general categories.
  init(categories: UInt32) {
    self.categories = categories
    for value in UInt32(0)..<128 where UnicodeTables.category(value) & categories != 0 {
      insertASCII(value)
    }
  }

  /// White space.
  static let whitespace: ScalarSet = {
    var set = ScalarSet()
    set.hasWhitespace = true
    for value in UInt32(0)..<128 where UnicodeTables.isWhitespace(value) { set.insertASCII(value) }
    return set
  }()

  /// Letters, marks, digits and connectors.
  static let words: ScalarSet = {
    var set = ScalarSet()
    set.hasWords = true
    for value in UInt32(0)..<128 where UnicodeTables.isWord(value) { set.insertASCII(value) }
    return set
  }()

  /// Everything that the set does not have.
  var inverted: ScalarSet {
    var set = self
    set.low = ~low
    set.high = ~high
    set.isNegated.toggle()
    return set
  }

  /// Adds another set.
  mutating func formUnion(_ other: ScalarSet) {
    low |= other.low
    high |= other.high
    guard !isNegated, !other.isNegated else {
      // Rules that name what is missing do not add up with others.
      if isNegated {
        var negated = ScalarSet()
        negated.categories = categories
        negated.ranges = ranges
        negated.hasWhitespace = hasWhitespace
        negated.hasWords = hasWords
        negated.alternatives = alternatives
        negated.isNegated = true
        (categories, ranges, hasWhitespace, hasWords, isNegated) = (0, [], false, false, false)
        alternatives = [negated]
      }
      alternatives.append(other)
      return
    }
    categories |= other.categories
    ranges += other.ranges
    hasWhitespace = hasWhitespace || other.hasWhitespace
    hasWords = hasWords || other.hasWords
    alternatives += other.alternatives
  }

  /// Whether the set has a scalar.
  @inline(__always)
  func contains(_ scalar: Unicode.Scalar) -> Bool {
    let value = scalar.value
    if value < 64 { return low >> UInt64(value) & 1 != 0 }
    if value < 128 { return high >> UInt64(value & 63) & 1 != 0 }
    return containsBeyondASCII(value)
  }

  /// Whether the set has an ASCII scalar.
  @inline(__always)
  func containsASCII(_ value: UInt32) -> Bool {
    (value < 64 ? low : high) >> UInt64(value & 63) & 1 != 0
  }

  /// Calls `body` with every ASCII scalar of the set.
  func forEachASCII(_ body: (UInt32) -> Void) {
    for value in UInt32(0)..<128 where containsASCII(value) { body(value) }
  }

  /// The first few scalars above 127 that the set names one by one or by short ranges.
  var namedBeyondASCII: [UInt32] {
    isNegated ? [] : ranges.filter { $0.count < 4096 }.flatMap { $0 }
  }

  private func containsBeyondASCII(_ value: UInt32) -> Bool {
    var found = categories != 0 && UnicodeTables.category(value) & categories != 0
    if !found, hasWhitespace { found = UnicodeTables.isWhitespace(value) }
    if !found, hasWords { found = UnicodeTables.isWord(value) }
    if !found { found = ranges.contains { $0.contains(value) } }
    if !found { found = alternatives.contains { $0.containsBeyondASCII(value) } }
    return found != isNegated
  }

  private mutating func insertASCII(_ value: UInt32) {
    if value < 64 { low |= 1 << UInt64(value) } else { high |= 1 << UInt64(value & 63) }
  }
}
