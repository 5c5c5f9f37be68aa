/// Damage to the bytes of a file, the same in every run: whatever happens to a file, a reader gives what it
/// holds or an error.
package struct FileDamage {
  /// Chooses the damage; tests may draw from it, too.
  package var random: SplitMix
  /// Words that a reader may stumble over.
  private let words: [[UInt8]]

  /// - Parameters:
  ///   - seed: equal seeds give equal damage.
  ///   - words: what `change` writes into files beside bits, bytes and digits.
  package init(seed: UInt64, words: [[UInt8]] = []) {
    random = SplitMix(seed: seed)
    self.words = words
  }

  /// Cuts off between one byte and all of them.
  /// - Precondition: the file is not empty.
  package mutating func cut(_ file: inout [UInt8]) {
    file.removeLast(Int.random(in: 1...file.count, using: &random))
  }

  /// Flips a bit among the first `end` bytes, or of the whole file.
  /// - Precondition: there is such a byte.
  package mutating func flipBit(of file: inout [UInt8], before end: Int? = nil) {
    let place = Int.random(in: 0..<(end ?? file.count), using: &random)
    file[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
  }

  /// One change: bits, bytes, pieces cut, doubled, moved, cut off, words, digits.
  package mutating func change(_ file: inout [UInt8]) {
    guard !file.isEmpty else { return file = Array("1".utf8) }
    let place = Int.random(in: 0..<file.count, using: &random)
    let end = min(file.count, place + Int.random(in: 1...16, using: &random))
    switch Int.random(in: 0..<(words.isEmpty ? 7 : 9), using: &random) {
    case 0, 1: file[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
    case 2: file[place] = UInt8.random(in: 0...255, using: &random)
    case 3: file.removeSubrange(place..<end)
    case 4: file.insert(contentsOf: file[place..<end], at: place)
    case 5: file.removeLast(file.count - place)
    case 6:
      // A digit becomes another one: numbers stay numbers.
      if let digit = file[place...].firstIndex(where: { $0 >= 0x30 && $0 <= 0x39 }) {
        file[digit] = UInt8.random(in: 0x30...0x39, using: &random)
      }
    case 7:
      let word = words[Int.random(in: 0..<words.count, using: &random)]
      file.replaceSubrange(place..<min(end, place + word.count), with: word)
    default:
      file.insert(contentsOf: words[Int.random(in: 0..<words.count, using: &random)], at: place)
    }
  }
}
