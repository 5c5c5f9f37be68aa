import Foundation
import IsingTestSupport
import Testing

@Suite("run --checkpoint", .enabled(if: Tool.url != nil && ModelFolder.url != nil))
struct CheckpointCommandTests {
  static func arguments(_ file: URL, seed: Int = 1) -> [String] {
    [
      "run", ModelFolder.url?.path ?? "", "--text", "a b", "--text", "An Ising machine.",
      "--samples", "4", "--seed", "\(seed)", "--fidelity", "event", "--checkpoint", file.path,
    ]
  }

  @Test("a finished run is read back; other settings, damage and another fidelity are refused")
  func readBack() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("ising-npu-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("state")
    let first = try Tool.run(Self.arguments(file) + ["--json"])
    #expect(first.status == 0, "\(first.error)")
    let second = try Tool.run(Self.arguments(file) + ["--json"])
    #expect(second.output == first.output)

    let other = try Tool.run(Self.arguments(file, seed: 2))
    #expect(other.status == 65)
    #expect(
      other.error.contains(file.path) && other.error.contains("found seed 1, expected 2"),
      "\(other.error)")

    var bytes = try Data(contentsOf: file)
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: file)
    let damaged = try Tool.run(Self.arguments(file))
    #expect(damaged.status == 65)
    #expect(damaged.error.contains(file.path) && damaged.error.contains("damaged"))

    let sampled = try Tool.run([
      "run", "--text", "a", "--checkpoint", file.path, "--fidelity", "sampled",
    ])
    #expect(sampled.status == 64 && sampled.error.contains("expected event"))
  }
}
