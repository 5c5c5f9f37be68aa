import Foundation
import IsingTestSupport
import Testing

private var model: String { ModelFolder.url?.path ?? "" }

/// `--json` of every verb: one document on standard output, and nothing else.
@Suite("JSON", .enabled(if: Tool.url != nil, "build the executable first"))
struct JSONCommandTests {
  private func check(_ arguments: [String], _ schema: String, status: Int32 = 0) throws {
    let result = try Tool.run(arguments + ["--json"])
    #expect(result.status == status, "\(arguments): \(result.error)")
    let document = try? JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let facts = document as? [String: Any]
    #expect(facts?["schema"] as? String == "ising-npu-\(schema)/1", "\(arguments)")
  }

  @Test(arguments: [
    (["simulate", "--list"], "simulate-list"), (["simulate", "rbm", "--print"], "listing"),
    (["simulate", "and-gate", "--set", "reads=100"], "simulate"),
    (["lattice", "--list"], "lattice-list"),
    (["lattice", "--size", "4", "--sweeps", "50"], "lattice"),
    (["anneal", "--list"], "anneal-list"), (["spec", "list"], "spec-list"),
    (["spec", "show", "h100-sxm"], "spec"), (["spec", "show", "h100-sxm", "--yaml"], "spec-yaml"),
    (["spec", "check", "h100-sxm", "ceas-ising-5w"], "spec-check"),
    (["spec", "new", "mine"], "spec-new"),
    (["spec", "new", "mine", "--from", "cloud-ai-100"], "spec-new"),
    (["spec", "diff", "h100-sxm", "a100-sxm"], "spec-diff"),
  ])
  func everyVerb(_ arguments: [String], _ schema: String) throws { try check(arguments, schema) }

  @Test func verbsOfFiles() throws {
    try withTemporaryFolder { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      try Data("3 3\n1 2 1\n2 3 1\n1 3 1\n".utf8).write(to: folder.appendingPathComponent("p.rud"))
      try check(["anneal", path("p.rud")], "anneal")
      try check(["convert", path("p.rud"), path("p.qubo")], "convert")
      for name in ["a", "b"] {
        let run = ["lattice", "--size", "4", "--sweeps", "50", "--out", path(name)]
        #expect(try Tool.run(run).status == 0)
      }
      try check(["diff", path("a"), path("b")], "diff")
      try check(["spec", "check", "h100-sxm", path("none.yaml")], "spec-check", status: 65)
      let made = path("mine.yaml")
      try check(["spec", "new", "mine", "--out", made], "spec-new")
      #expect(FileManager.default.fileExists(atPath: made))
    }
  }

  @Test(.enabled(if: ModelFolder.url != nil, "run make model first"))
  func verbsOfModels() throws {
    try check(["run", model, "--text", "a", "--samples", "4"], "run")
    try check(["compile", model], "compile")
    try check(["validate", model, "--text", "a"], "validate")
  }

  /// The listing can be read again with what stands behind it.
  @Test(.enabled(if: ModelFolder.url != nil, "run make model first"))
  func compileEndsWithWhetherItFits() throws {
    let result = try Tool.run(["compile", model])
    let lines = result.output.split(separator: "\n")
    let summary = lines.suffix(4)
    #expect(summary.allSatisfy { $0.hasPrefix("# ") })
    #expect(summary.first?.contains("all-MiniLM-L6-v2 fits on ceas-ising-5w") == true)
    // 6 layers of 4 × 3 × 3 and 2 × 3 × 12 tiles of 128 × 128 couplings.
    #expect(result.output.contains("# tiles: 648 of 1 024 (63.3 %), 376 left\n"))
    #expect(result.output.contains("# memory on the chip: "))
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("p.txt")
      try Data(result.output.utf8).write(to: file)
      let again = try Tool.run(["simulate", file.path, "--tokens", "101,102", "--samples", "4"])
      // It was understood up to what a listing leaves out.
      #expect(again.error.contains("without their numbers"), "\(again.error)")
    }
  }

  /// NumPy's format 1.0: magic, version, a header of whole 64 bytes, then a row a text.
  @Test(.enabled(if: ModelFolder.url != nil, "run make model first"))
  func embeddingsAreArrays() throws {
    try withTemporaryFolder { folder in
      let arguments = ["run", model, "--text", "A cat.", "A dog.", "--samples", "4"]
      let document = try Tool.json(arguments + ["--out", folder.path])
      let outputs = try #require(document["outputs"] as? [[String: Any]])
      for (name, key) in [
        ("embeddings", "embedding"), ("reference_embeddings", "reference_embedding"),
      ] {
        let bytes = try Data(contentsOf: folder.appendingPathComponent("\(name).npy"))
        #expect(bytes.prefix(8) == Data([0x93] + Array("NUMPY".utf8) + [1, 0]))
        #expect(bytes.count == 128 + 2 * 384 * 4)
        let header = String(decoding: bytes[10..<128], as: UTF8.self)
        #expect(header.contains("'descr': '<f4'") && header.contains("'shape': (2, 384)"))
        let second = outputs[1][key] as? [Double] ?? []
        let values = bytes.suffix(384 * 4).withUnsafeBytes { pointer in
          (0..<384).map { Double(pointer.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self)) }
        }
        #expect(zip(values, second).allSatisfy { abs($0 - $1) <= 1e-7 * abs($1) })
      }
    }
  }
}
