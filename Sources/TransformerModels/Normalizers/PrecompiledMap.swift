internal import Foundation

/// SentencePiece's map of characters: a double-array trie over UTF-8 bytes (darts-clone) and the texts
/// that its values point at.
///
/// As the reference reads it: a grapheme of fewer than six bytes is looked up as a whole, then scalar by
/// scalar, and the shortest key that begins it counts.
struct PrecompiledMap: Normalizer, Equatable {
  private let units: [UInt32]
  private let texts: [UInt8]

  /// Reads the map's bytes; `nil` if they are no map.
  init?(_ bytes: [UInt8]) {
    guard bytes.count >= 4 else { return nil }
    func word(_ place: Int) -> UInt32 {
      UInt32(bytes[place]) | UInt32(bytes[place + 1]) << 8 | UInt32(bytes[place + 2]) << 16
        | UInt32(bytes[place + 3]) << 24
    }
    let size = Int(word(0))
    guard size >= 4, size % 4 == 0, size <= bytes.count - 4 else { return nil }
    units = stride(from: 4, to: 4 + size, by: 4).map(word)
    texts = Array(bytes[(4 + size)...])
    guard String(validating: texts, as: UTF8.self) != nil else { return nil }
  }

  /// Reads the map from base64; `nil` if it is none.
  init?(base64 text: String) {
    guard let data = Data(base64Encoded: text) else { return nil }
    self.init([UInt8](data))
  }

  func normalize(_ text: inout NormalText) {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: text.scalars)
    var output: [Unicode.Scalar] = []
    output.reserveCapacity(text.scalars.count)
    for character in String(view) {
      let bytes = character.utf8.count
      if bytes < 6, append(character.utf8, to: &output) { continue }
      if bytes == 1, let scalar = character.unicodeScalars.first {
        output.append(scalar)
        continue
      }
      for scalar in character.unicodeScalars
      where !append(UTF8.encode(scalar) ?? .init(), to: &output) {
        output.append(scalar)
      }
    }
    text.scalars = output
  }

  /// Appends what the bytes become; false if the map does not know them.
  private func append(_ bytes: some Sequence<UInt8>, to output: inout [Unicode.Scalar]) -> Bool {
    guard let place = value(of: bytes), place <= texts.count else { return false }
    let end = texts[place...].firstIndex(of: 0) ?? texts.count
    output.append(contentsOf: String(decoding: texts[place..<end], as: UTF8.self).unicodeScalars)
    return true
  }

  /// The value of the shortest key that begins `bytes`.
  private func value(of bytes: some Sequence<UInt8>) -> Int? {
    var place = offset(units[0])
    for byte in bytes {
      guard byte != 0 else { return nil }
      place ^= Int(byte)
      guard place < units.count else { return nil }
      let unit = units[place]
      guard unit & (1 << 31 | 0xff) == UInt32(byte) else { return nil }
      place ^= offset(unit)
      if unit >> 8 & 1 == 1 {
        return place < units.count ? Int(units[place] & 0x7fff_ffff) : nil
      }
    }
    return nil
  }

  @inline(__always)
  private func offset(_ unit: UInt32) -> Int {
    Int(unit >> 10) << Int((unit & (1 << 9)) >> 6)
  }
}
