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
  public func json() throws -> String { try JSONValue(encoding: self).text() + "\n" }
}

/// A file of a result folder.
public struct ResultFile: Sendable {
  /// Its name.
  public var name: String
  /// What it holds.
  public var bytes: Data

  /// Creates a file.
  public init(_ name: String, _ bytes: Data) {
    self.name = name
    self.bytes = bytes
  }

  /// Creates a file of text.
  public init(_ name: String, text: String) { self.init(name, Data(text.utf8)) }
}
