public import Foundation

/// What a verb has found: values that are encoded as its JSON document, and that become a document for
/// readers.
public protocol Report: Encodable, Sendable {
  /// The report for readers.
  ///
  /// - Throws: `PictureError` where a figure cannot be drawn.
  func document() throws(PictureError) -> Document

  /// Further files of a result folder, besides the JSON document, text, page, tables and pictures.
  ///
  /// - Throws: why one of them cannot be made.
  func files() throws -> [ResultFile]
}

extension Report {
  /// No further files.
  public func files() -> [ResultFile] { [] }

  /// The report as one JSON document, with a final newline.
  ///
  /// - Throws: what encoding throws.
  public func json() throws -> String {
    var text = ""
    try writeJSON { text += $0 }
    return text
  }

  /// The same document in pieces, for reports that are large.
  ///
  /// - Parameter take: takes a piece.
  /// - Throws: what encoding and `take` throw.
  public func writeJSON(to take: (String) throws -> Void) throws {
    try JSONStream.write(self, to: take)
  }
}

/// A file of a result folder.
public struct ResultFile: Sendable {
  /// Writes a text piece by piece.
  public typealias Pieces = @Sendable (_ take: (String) throws -> Void) throws -> Void

  /// What a file holds.
  public enum Content: Sendable {
    /// All of it.
    case bytes(Data)
    /// A text that is too large to be held as a whole.
    case pieces(Pieces)
  }

  /// Its name.
  public var name: String
  /// What it holds.
  public var content: Content

  /// Creates a file.
  public init(_ name: String, _ bytes: Data) {
    self.name = name
    content = .bytes(bytes)
  }

  /// Creates a file of text that is made while it is written.
  public init(_ name: String, pieces: @escaping Pieces) {
    self.name = name
    content = .pieces(pieces)
  }

  /// Creates a file of text.
  public init(_ name: String, text: String) { self.init(name, Data(text.utf8)) }
}
