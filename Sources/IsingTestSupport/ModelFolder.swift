public import Foundation

/// Where tests find the checkpoints of all-MiniLM-L6-v2 and SmolLM2-135M-Instruct.
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

  /// The folder named by `ISING_NPU_SMOLLM2`, else `.models/SmolLM2-135M-Instruct` in the package; `nil` if it
  /// holds no GGUF file (`make model-smollm2`).
  public static let smolLM2: URL? = {
    let folder =
      if let path = ProcessInfo.processInfo.environment["ISING_NPU_SMOLLM2"], !path.isEmpty {
        URL(fileURLWithPath: path, isDirectory: true)
      } else {
        packageRoot.appendingPathComponent(".models/SmolLM2-135M-Instruct", isDirectory: true)
      }
    let weights = folder.appendingPathComponent("SmolLM2-135M-Instruct.Q4_1.gguf").path
    return FileManager.default.isReadableFile(atPath: weights) ? folder : nil
  }()

  /// The folder of Package.swift, where this source file was compiled.
  public static let packageRoot: URL = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}
