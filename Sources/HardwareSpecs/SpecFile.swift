internal import Foundation

/// Reads the files of descriptions.
enum SpecFile {
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
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw fail("a file that cannot be opened")
    }
    defer { try? handle.close() }
    do {
      // One byte more than allowed is enough to see that a file is too large, whatever its size.
      return [UInt8](try handle.read(upToCount: SpecDocument.maximumBytes + 1) ?? Data())
    } catch {
      throw fail("a file that cannot be read (\(error))")
    }
  }
}
