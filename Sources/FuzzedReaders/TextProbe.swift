import ByteFormats
import Foundation
import Jobs
import Reports
import TransformerModels

/// Texts, JSON, numbers and arrays.
enum TextProbe {
  /// What tokenizers stumble over.
  static let samples = [
    "", "a b", "[MASK] ab c", "A\u{301}\u{e4}\u{df} \u{4e2d}\u{6587}\0\u{fffd}\u{200d}",
    "it's 1,000.5!",
  ]

  /// JSON as a tree, and passed over.
  static func json(_ bytes: [UInt8]) throws {
    var skipper = JSONScanner(bytes, range: bytes.indices)
    let isSkipped = (try? skipper.skip()) != nil
    var scanner = JSONScanner(bytes, range: bytes.indices)
    _ = try scanner.value()
    guard scanner.peek() == nil else { return }
    precondition(isSkipped, "a value that cannot be passed over")
  }

  /// Numbers: as this program reads them, and as the library does.
  static func decimal(_ bytes: [UInt8]) throws {
    _ = DecimalNumber.whole(bytes, bytes.indices)
    guard let value = DecimalNumber.parse(bytes, bytes.indices) else { return }
    if let text = String(validating: bytes, as: UTF8.self), let other = Double(text) {
      precondition(value == other || value.isNaN && other.isNaN, "another number")
    }
    var plain: [UInt8] = []
    if value.isFinite { DecimalNumber.appendPlain(value, to: &plain) }
  }

  /// Texts and their tokens.
  static func texts(_ bytes: [UInt8], file: String, tokenizer: Tokenizer) throws {
    for text in try TextFile.texts(bytes, file: file) {
      precondition(tokenizer.encode(text).ids.count <= tokenizer.maximumTokens, "too many tokens")
    }
  }

  /// An array, which is written and read again.
  static func npy(_ bytes: [UInt8]) throws {
    let array = try NPYFile(data: Data(bytes))
    let again = try NPYFile(data: array.data)
    precondition(again.shape == array.shape && again.values.count == array.values.count)
  }
}
