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
      if FileManager.default.fileExists(atPath: file, isDirectory: &isFolder), isFolder.boolValue {
        throw FileError(file, "is a folder, expected a file to write")
      }
    }
    let probe = folder.appendingPathComponent(".ising-npu-\(UUID().uuidString)")
    try AtomicFile.write([], to: probe)
    try? FileManager.default.removeItem(at: probe)
  }
}
