extension ScalarSet {
  /// The set that `\p{name}` names; `nil` if the name is not known.
  static func property(_ name: String) -> ScalarSet? {
    if let bits = UnicodeTables.categories[name] { return ScalarSet(categories: bits) }
    let plain = name.lowercased().filter { $0 != "_" && $0 != " " && $0 != "-" }
    switch plain {
    case "letter": return ScalarSet(categories: UnicodeTables.categories["L"] ?? 0)
    case "number": return ScalarSet(categories: UnicodeTables.categories["N"] ?? 0)
    case "mark": return ScalarSet(categories: UnicodeTables.categories["M"] ?? 0)
    case "punctuation": return ScalarSet(categories: UnicodeTables.categories["P"] ?? 0)
    case "symbol": return ScalarSet(categories: UnicodeTables.categories["S"] ?? 0)
    case "uppercaseletter": return ScalarSet(categories: UnicodeTables.bit(.uppercaseLetter))
    case "lowercaseletter": return ScalarSet(categories: UnicodeTables.bit(.lowercaseLetter))
    case "decimalnumber": return ScalarSet(categories: UnicodeTables.bit(.decimalNumber))
    case "whitespace", "space": return .whitespace
    case "word": return .words
    default: break
    }
    if let bits = UnicodeTables.categories.first(where: { $0.key.lowercased() == plain }) {
      return ScalarSet(categories: bits.value)
    }
    guard let script = UnicodeScript(named: plain) else { return nil }
    return script.ranges.reduce(into: ScalarSet()) { set, range in
      guard let first = Unicode.Scalar(range.lowerBound),
        let last = Unicode.Scalar(range.upperBound)
      else { return }
      set.formUnion(ScalarSet(first...last))
    }
  }

  /// The set that `[:name:]` names; `nil` if the name is not known.
  static func posix(_ name: String) -> ScalarSet? {
    switch name {
    case "alpha": return property("L")
    case "digit": return property("Nd")
    case "alnum":
      return ["L", "M", "Nd"].reduce(into: ScalarSet()) {
        $0.formUnion(property($1) ?? ScalarSet())
      }
    case "upper": return property("Lu")
    case "lower": return property("Ll")
    case "space": return .whitespace
    case "punct":
      var set = property("P") ?? ScalarSet()
      for sign in "$+<=>^`|~".unicodeScalars { set.formUnion(ScalarSet(sign)) }
      return set
    case "xdigit":
      return (["0"..."9", "a"..."f", "A"..."F"] as [ClosedRange<Unicode.Scalar>])
        .reduce(into: ScalarSet()) { $0.formUnion(ScalarSet($1)) }
    default: return nil
    }
  }

  /// The set with both cases of its letters.
  ///
  /// ASCII letters with the two scalars that fold onto them (ſ, K), and other scalars that are named one
  /// by one; general categories stay what they are.
  func foldingCase() -> ScalarSet {
    var set = self
    forEachASCII { value in
      guard let scalar = Unicode.Scalar(value) else { return }
      let both = [
        scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping,
      ]
      for text in both { text.unicodeScalars.forEach { set.formUnion(ScalarSet($0)) } }
      if scalar == "s" || scalar == "S" { set.formUnion(ScalarSet("\u{17f}")) }
      if scalar == "k" || scalar == "K" { set.formUnion(ScalarSet("\u{212a}")) }
    }
    for value in namedBeyondASCII {
      guard let scalar = Unicode.Scalar(value) else { continue }
      for text in [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping]
      where text.unicodeScalars.count == 1 {
        text.unicodeScalars.forEach { set.formUnion(ScalarSet($0)) }
      }
    }
    return set
  }
}
