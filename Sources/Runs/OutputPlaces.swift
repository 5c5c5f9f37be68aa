import Foundation
import Jobs

/// Places on the disk that a user names for results.
enum OutputPlaces {
  /// The place of a path.
  ///
  /// A leading tilde is a name, for shells have expanded what they should.
  static func url(_ path: String, isFolder: Bool = false) -> URL {
    URL(fileURLWithPath: path.hasPrefix("~") ? "./" + path : path, isDirectory: isFolder)
  }

  /// The longest name of a file, in bytes; some file systems take less.
  private static let longestName = 255

  /// Proves that files can be written, without touching those that exist.
  ///
  /// - Parameters:
  ///   - names: names of the files.
  ///   - folder: the folder that is to hold them.
  /// - Throws: `FileError` with the path and the reason.
  static func check(_ names: [String], in folder: URL) throws(FileError) {
    for name in names {
      var isFolder: ObjCBool = false
      let file = folder.appendingPathComponent(name).path
      guard name.utf8.count <= longestName else {
        throw FileError(
          file, "found a name of \(name.utf8.count) bytes, expected at most \(longestName)")
      }
      if FileManager.default.fileExists(atPath: file, isDirectory: &isFolder), isFolder.boolValue {
        throw FileError(file, "is a folder, expected a file to write")
      }
    }
    let probe = folder.appendingPathComponent(".ising-npu-\(UUID().uuidString)")
    try AtomicFile.write([], to: probe)
    try? FileManager.default.removeItem(at: probe)
  }
}
