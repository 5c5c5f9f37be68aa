import Foundation
import Testing
import TransformerModels

/// A folder that is gone when the test is over.
final class TemporaryFolder {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("transformer-models-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file, with the folders it lies in, and returns its path.
  @discardableResult
  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let url = URL(fileURLWithPath: path).appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return url.path
  }

  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    try write(name, Array(text.utf8))
  }
}

/// Files beside the tests, and the real model where it is installed.
enum TestFiles {
  static let modelFolder =
    ProcessInfo.processInfo.environment["ISING_NPU_MODEL"]
    ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent(".models/all-MiniLM-L6-v2").path

  static let hasModel = FileManager.default.fileExists(atPath: modelFolder + "/model.safetensors")

  /// The path of a file among the fixtures.
  static func path(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/\(name)").path
  }

  static func fixture<Value: Decodable>(_ name: String, as type: Value.Type) throws -> Value {
    try JSONDecoder().decode(type, from: Data(contentsOf: URL(fileURLWithPath: path(name))))
  }
}

/// Bytes of a safetensors file.
func safetensors(header: String, data: [UInt8] = []) -> [UInt8] {
  let text = Array(header.utf8)
  return bytes(of: UInt64(text.count)) + text + data
}

/// Little-endian bytes of a number.
func bytes(of number: some FixedWidthInteger) -> [UInt8] {
  withUnsafeBytes(of: number.littleEndian) { Array($0) }
}

/// Runs `body`, which must throw a `ModelFileError`, and returns it.
func modelFileError(
  sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Void
) -> ModelFileError? {
  let error = #expect(throws: ModelFileError.self, sourceLocation: sourceLocation, performing: body)
  if let error {
    #expect(
      !error.file.isEmpty && !error.found.isEmpty && !error.expected.isEmpty,
      sourceLocation: sourceLocation)
  }
  return error
}
