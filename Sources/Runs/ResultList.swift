import Foundation
import Jobs

/// Which files of a result folder are results: the names that the last run wrote, kept in the folder itself, so that
/// the next one can replace and remove them and nothing else.
struct ResultList {
  /// The list's own name.
  static let name = ".ising-npu-files"
  private static let head = "ising-npu-files/1"

  /// Names of files that an earlier run wrote.
  let names: Set<String>
  /// Whether the folder has results of a version of this program that kept no list.
  private let isOlder: Bool

  /// Reads the list of a folder; none where there is none or it is damaged.
  init(of folder: URL) {
    let file = folder.appendingPathComponent(Self.name)
    guard let text = try? String(contentsOf: file, encoding: .utf8) else {
      names = []
      isOlder = Self.isOurs(folder.appendingPathComponent("summary.json"))
      return
    }
    let lines = text.split(separator: "\n").map(String.init)
    isOlder = false
    names =
      lines.first == Self.head
      ? Set(lines.dropFirst().filter { !$0.contains("/") && !$0.hasPrefix(".") }) : []
  }

  /// Writes the list of a folder.
  ///
  /// - Throws: `FileError` with the path and the reason.
  static func write(_ names: Set<String>, in folder: URL) throws(FileError) {
    try AtomicFile.write(
      text: ([head] + names.sorted()).joined(separator: "\n") + "\n",
      to: folder.appendingPathComponent(name))
  }

  /// Refuses files that stand in the way and are no results.
  ///
  /// - Parameters:
  ///   - files: names of files that are to be written.
  ///   - folder: the list's.
  /// - Throws: `FileError` that names the first of them.
  func checkNothingForeign(_ files: some Sequence<String>, in folder: URL) throws(FileError) {
    guard !isOlder else { return }
    for name in files where !names.contains(name) {
      let path = folder.appendingPathComponent(name).path
      guard Self.isFile(path) else { continue }
      throw FileError(
        path,
        "found a file that no run wrote as its result, expected another folder, or this file elsewhere"
      )
    }
  }

  /// Whether a document begins as those of this program do.
  private static func isOurs(_ summary: URL) -> Bool {
    guard let handle = try? FileHandle(forReadingFrom: summary) else { return false }
    defer { try? handle.close() }
    let start = (try? handle.read(upToCount: 200)) ?? Data()
    return String(decoding: start, as: UTF8.self).contains("\"schema\": \"ising-npu-")
  }

  /// Whether a path is a file itself, no link and no device.
  static func isFile(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }
}
