public import Foundation

/// Where tests find the checkpoint of all-MiniLM-L6-v2.
public enum ModelFolder {
  /// The folder named by the environment variable `ISING_NPU_MODEL`, else
  /// `.models/all-MiniLM-L6-v2` in the package; `nil` if it holds no `model.safetensors`.
  ///
  /// Tests that need the model skip themselves visibly:
  /// `@Test(.enabled(if: ModelFolder.url != nil, "run make model first"))`.
  public static let url: URL? = {
    let folder =
      if let path = ProcessInfo.processInfo.environment["ISING_NPU_MODEL"], !path.isEmpty {
        URL(fileURLWithPath: path, isDirectory: true)
      } else {
        packageRoot.appendingPathComponent(".models/all-MiniLM-L6-v2", isDirectory: true)
      }
    let weights = folder.appendingPathComponent("model.safetensors").path
    return FileManager.default.isReadableFile(atPath: weights) ? folder : nil
  }()

  /// A model of a few hundred parameters, which is always there.
  public static let small: URL = packageRoot.appendingPathComponent(
    "Tests/FuzzedReadersTests/Fixtures/model", isDirectory: true)

  /// The folder of Package.swift, where this source file was compiled.
  public static let packageRoot: URL = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}
