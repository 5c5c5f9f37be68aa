internal import Foundation

/// `NFC`, `NFD`, `NFKC`, `NFKD` with the tables of Unicode 9, which the reference carries: scalars that
/// are younger have no decomposition and do not move (UAX #15; UAX #44 keeps the older ones stable).
struct UnicodeForm: Normalizer {
  /// Whether compatibility characters are decomposed too.
  var isCompatible: Bool
  /// Whether the result is composed.
  var composes: Bool

  func normalize(_ text: inout NormalText) {
    // Below these no scalar changes, and none joins another.
    let stable: UInt32 = composes && !isCompatible ? 0x300 : 0xa0
    guard text.scalars.contains(where: { $0.value >= stable }) else { return }
    var work = FormWork(form: self)
    for scalar in text.scalars { work.add(scalar) }
    text.scalars = composes ? work.composed() : work.scalars
  }

  /// The full decomposition of one scalar.
  fileprivate func decomposition(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    guard ScalarCategories.hasDecompositionData(scalar) else { return [scalar] }
    let text = String(Character(scalar))
    let parts =
      isCompatible
      ? text.decomposedStringWithCompatibilityMapping : text.decomposedStringWithCanonicalMapping
    return Array(parts.unicodeScalars)
  }

  fileprivate static func order(_ scalar: Unicode.Scalar) -> UInt8 {
    guard scalar.value >= 0x300, ScalarCategories.hasDecompositionData(scalar) else { return 0 }
    return UInt8(scalar.properties.canonicalCombiningClass.rawValue)
  }
}

/// One text on its way to a form; what a scalar becomes is looked up once.
private struct FormWork {
  let form: UnicodeForm
  private(set) var scalars: [Unicode.Scalar] = []
  private var orders: [UInt8] = []
  private var decompositions: [UInt32: [(scalar: Unicode.Scalar, order: UInt8)]] = [:]
  private var pairs: [UInt64: Unicode.Scalar?] = [:]

  init(form: UnicodeForm) { self.form = form }

  /// Appends the decomposition of a scalar in canonical order.
  mutating func add(_ scalar: Unicode.Scalar) {
    if scalar.value < 0xa0 {
      scalars.append(scalar)
      orders.append(0)
      return
    }
    let parts: [(scalar: Unicode.Scalar, order: UInt8)]
    if let known = decompositions[scalar.value] {
      parts = known
    } else {
      parts = form.decomposition(scalar).map { ($0, UnicodeForm.order($0)) }
      decompositions[scalar.value] = parts
    }
    for part in parts {
      var place = scalars.count
      if part.order != 0 { while place > 0, orders[place - 1] > part.order { place -= 1 } }
      scalars.insert(part.scalar, at: place)
      orders.insert(part.order, at: place)
    }
  }

  /// The text with every pair composed that is not blocked.
  mutating func composed() -> [Unicode.Scalar] {
    var output: [Unicode.Scalar] = []
    output.reserveCapacity(scalars.count)
    var starter = -1
    var last: UInt8 = 0
    for (scalar, order) in zip(scalars, orders) {
      let isFree = last == 0 ? output.count - 1 == starter : last < order
      if starter >= 0, isFree, let composite = pair(output[starter], scalar) {
        output[starter] = composite
        continue
      }
      if order == 0 { starter = output.count }
      last = order
      output.append(scalar)
    }
    return output
  }

  private mutating func pair(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Unicode.Scalar? {
    guard second.value >= 0x300 else { return nil }
    switch (first.value, second.value) {
    case (0x1100..<0x1113, 0x1161..<0x1176):  // Hangul, UAX #15 and chapter 3.12 of the standard
      return Unicode.Scalar(0xac00 + ((first.value - 0x1100) * 21 + second.value - 0x1161) * 28)
    case (0xac00..<0xd7a4, 0x11a8..<0x11c3) where (first.value - 0xac00) % 28 == 0:
      return Unicode.Scalar(first.value + second.value - 0x11a7)
    default: break
    }
    let key = UInt64(first.value) << 32 | UInt64(second.value)
    if let known = pairs[key] { return known }
    // The parts of a composite: the library does not compose all of them from a composite and a mark.
    var text = String(Character(first)).decomposedStringWithCanonicalMapping.unicodeScalars
    text.append(second)
    let parts = String(text).precomposedStringWithCanonicalMapping.unicodeScalars
    let composite =
      parts.count == 1
      ? parts.first.flatMap { ScalarCategories.hasDecompositionData($0) ? $0 : nil } : nil
    pairs[key] = .some(composite)
    return composite
  }
}
