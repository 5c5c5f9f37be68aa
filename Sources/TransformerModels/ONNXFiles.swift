internal import Foundation

/// Graphs in ONNX, which this program does not read (docs/decisions/0024-no-onnx.md).
enum ONNXFiles {
  private static let ending = ".onnx"

  /// Refuses an ONNX file, and a folder that holds a model as ONNX files alone, in itself or in `onnx`.
  ///
  /// - Throws: `unsupported` with what to use in its place.
  static func refuse(path: String) throws(ModelFileError) {
    guard let folder = try? ModelFolder(path: path) else {
      guard path.lowercased().hasSuffix(ending), FileManager.default.fileExists(atPath: path) else {
        return
      }
      throw refusal(of: path, found: "a graph in ONNX")
    }
    for weights in [Checkpoint.single, Checkpoint.index, Checkpoint.older]
    where folder.contains(weights) { return }
    for place in [path, folder.path(of: "onnx")] {
      let files = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
      guard let first = files.filter({ $0.lowercased().hasSuffix(ending) }).sorted().first else {
        continue
      }
      throw refusal(of: path, found: "\(first) without \(Checkpoint.single)")
    }
  }

  private static func refusal(of path: String, found: String) -> ModelFileError {
    ModelFileError(
      .unsupported, file: path, found: found,
      expected:
        "the folder that it was exported from, with config.json, \(Checkpoint.single) and the tokenizer, "
        + "or a GGUF file: names and shapes of weights do not survive in ONNX")
  }
}
