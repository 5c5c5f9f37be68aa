internal import Foundation

/// Reads the files of descriptions.
enum SpecFile {
  /// Whether there is a file, or a folder, of this name.
  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  /// The bytes of a file; one byte more than a description may have of a larger one.
  ///
  /// - Throws: `SpecError` with the path if it cannot be read.
  static func bytes(of path: String) throws(SpecError) -> [UInt8] {
    func fail(_ found: String) -> SpecError {
      SpecError(problems: [
        SpecProblem(
          file: path, line: nil, key: "file", found: found, expected: "a readable file")
      ])
    }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw fail("no such file")
    }
    guard !isFolder.boolValue else { throw fail("a folder") }
    // One byte more than allowed is enough to see that a file is too large, whatever its size.
    guard let handle = FileHandle(forReadingAtPath: path),
      let data = try? handle.read(upToCount: SpecDocument.maximumBytes + 1) ?? Data()
    else { throw fail("a file that cannot be read") }
    try? handle.close()
    return [UInt8](data)
  }
}

extension SpecLibrary {
  /// The bytes of a YAML file of another format.
  ///
  /// - Throws: `SpecError` with the path if it cannot be read.
  package static func file(_ path: String) throws(SpecError) -> [UInt8] {
    try SpecFile.bytes(of: path)
  }
}
