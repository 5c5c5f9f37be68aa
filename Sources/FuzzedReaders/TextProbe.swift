import ByteFormats
import Foundation
import Jobs
import Reports
import Runs
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
    // What holds pairs is refused as texts, and the other way round.
    for input in (try? TextFile.inputs(bytes, file: file)) ?? [] {
      guard let pair = input.pair else { continue }
      precondition(
        tokenizer.encode(input.text, pair).ids.count <= max(3, tokenizer.maximumTokens),
        "too many tokens")
    }
    for text in try TextFile.texts(bytes, file: file) {
      precondition(tokenizer.encode(text).ids.count <= tokenizer.maximumTokens, "too many tokens")
    }
  }

  /// Documents and queries.
  static func retrieval(_ bytes: [UInt8]) throws {
    let set = try RetrievalSet(bytes, file: "set.json")
    let places = set.queries.flatMap { $0.grades.keys }
    precondition(
      places.allSatisfy { set.documents.indices.contains($0) }, "a document that is not there")
    precondition(set.inputs.count == set.documents.count + set.queries.count)
  }

  /// An array, which is written and read again.
  static func npy(_ bytes: [UInt8]) throws {
    let array = try NPYFile(data: Data(bytes))
    let again = try NPYFile(data: array.data)
    precondition(again.shape == array.shape && again.values.count == array.values.count)
  }
}
