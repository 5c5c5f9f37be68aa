import Foundation
import Jobs
public import Reports

/// Where a report goes: standard output, a page, a folder.
public struct ReportOutput: Sendable {
  /// What standard output carries.
  public enum Form: Sendable {
    /// The report as text.
    case text
    /// One JSON document.
    case json
    /// The first table of the report as comma-separated values.
    case csv
  }

  private let form: Form
  private let page: String?
  private let folder: ResultFolder?

  /// Whether there is a folder for what is large, such as samples.
  public var hasFolder: Bool { folder != nil }

  /// Proves before the work that its results can be written.
  ///
  /// - Parameters:
  ///   - form: what standard output carries.
  ///   - page: a file for the page; `nil` for none.
  ///   - folder: a folder for all files, made if missing; `nil` for none.
  /// - Throws: `RunFailure` with the path and the reason.
  public init(_ form: Form, page: String?, folder: String?) throws(RunFailure) {
    self.form = form
    self.page = page
    self.folder = try RunFailure.ending {
      if let page {
        guard !page.isEmpty else {
          throw FileError("the page", "found an empty name, expected a file")
        }
        let url = OutputPlaces.url(page)
        try OutputPlaces.check([url.lastPathComponent], in: url.deletingLastPathComponent())
      }
      return try folder.map { try ResultFolder(path: $0) }
    }
  }

  /// Prints what belongs on standard output, then writes the files: a full disk must not cost the report, nor a
  /// closed pipe the files.
  ///
  /// - Parameters:
  ///   - report: what was found.
  ///   - text: what stands on standard output in place of the report's text; `nil` for that.
  ///   - print: writes to standard output, piece by piece.
  /// - Throws: `RunFailure` with the path and the reason, after everything that could be written was.
  public func write(
    _ report: some Report, text: String? = nil, print: (String) throws -> Void
  ) throws(RunFailure) {
    try RunFailure.ending {
      var failures: [any Error] = []
      func attempt(_ body: () throws -> Void) {
        do { try body() } catch { failures.append(error) }
      }
      // Figures that nobody sees are not drawn.
      if case .json = form, folder == nil, page == nil {
        return try report.writeJSON(to: print)
      }
      let document = try report.document()
      attempt { try write(report, document, text: text, print: print) }
      attempt { try folder?.write(report, as: document) }
      if let page {
        attempt { try AtomicFile.write(text: try document.page(), to: OutputPlaces.url(page)) }
      }
      if let failure = failures.first { throw failure }
    }
  }

  private func write(
    _ report: some Report, _ document: Document, text: String?, print: (String) throws -> Void
  ) throws {
    switch form {
    case .text: try print(text ?? document.text)
    case .json: try report.writeJSON(to: print)
    case .csv:
      guard let table = document.tables.first else {
        throw OptionError("csv: this report has no table")
      }
      try print(table.csv)
    }
  }

  private static func text(_ values: some Encodable) throws -> String {
    try JSONValue(encoding: values).text() + "\n"
  }

  /// Values as one JSON document, with a final newline.
  static func json(_ values: some Encodable) throws(RunFailure) -> String {
    try RunFailure.ending { try text(values) }
  }
}
