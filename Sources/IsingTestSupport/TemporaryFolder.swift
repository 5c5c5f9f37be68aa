public import Foundation

/// Calls `body` with a new, empty folder and removes it afterwards, also when `body` throws.
///
/// - Throws: what `body` throws, or Foundation's error if the folder cannot be made.
public func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
    "ising-npu-\(UUID().uuidString)", isDirectory: true)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}
