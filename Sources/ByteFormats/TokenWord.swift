/// A token as executors take it: its id, and above it its type, which text of a pair it belongs to.
///
/// A token of type 0 is its id alone. Over a host link a word takes 32 bits: ids leave some of them free.
public enum TokenWord {
  /// Bits of an id.
  private static let idBits = 31

  /// The largest id.
  @inlinable public static var largestID: Int { 0x7FFF_FFFF }

  /// The word of a token.
  ///
  /// - Parameters:
  ///   - id: 0 to `largestID`; an id outside stays what it is, for the executor to refuse.
  ///   - type: from 0.
  public static func word(id: Int, type: Int) -> Int {
    (0...largestID).contains(id) && type > 0 ? type << idBits | id : id
  }

  /// The words of a text's tokens.
  ///
  /// - Precondition: both lists are equally long.
  public static func words(ids: [Int], types: [Int]) -> [Int] {
    precondition(ids.count == types.count, "\(types.count) types of \(ids.count) tokens")
    return zip(ids, types).map { word(id: $0, type: $1) }
  }

  /// The id of a word; a negative word is no token and stays what it is.
  @inlinable public static func id(_ word: Int) -> Int {
    word < 0 ? word : word & largestID
  }

  /// The type of a word.
  @inlinable public static func type(_ word: Int) -> Int {
    word < 0 ? 0 : word / (largestID + 1)
  }
}
