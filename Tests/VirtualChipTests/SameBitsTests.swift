import ChipPrograms
import Dispatch
import Foundation
import HardwareSpecs
import IsingTestSupport
import Synchronization
import Testing
import VirtualChip

@Suite("Same bits")
struct SameBitsTests {
  @Test("on repeated runs and on two threads at once")
  func threads() throws {
    let machine = try Bench.machine(PlainMachineTests.odd)
    let settings = RunSettings(samples: 32, seed: 12)
    let texts = (0..<8).map { text in (0...text).map { ($0 * 7 + text) % 40 } }
    let alone = try texts.map { try machine.run(tokens: $0, settings: settings) }
    let results = Mutex([Int: VirtualChip.Execution]())
    DispatchQueue.concurrentPerform(iterations: 16) { iteration in
      let text = texts[iteration % 8]
      guard let found = try? machine.run(tokens: text, settings: settings) else { return }
      results.withLock { $0[iteration] = found }
    }
    for (iteration, found) in results.withLock({ $0 }) {
      #expect(found.output.map(\.bitPattern) == alone[iteration % 8].output.map(\.bitPattern))
      #expect(found.record == alone[iteration % 8].record)
    }
    #expect(results.withLock { $0.count } == 16)
  }

  @Test("another seed or text draws other numbers")
  func seeds() throws {
    let machine = try Bench.machine(PlainMachineTests.odd)
    func output(_ tokens: [Int], _ seed: UInt64) throws -> [Float] {
      try machine.run(tokens: tokens, settings: RunSettings(samples: 32, seed: seed)).output
    }
    #expect(try output([1, 2, 3], 0) != output([1, 2, 3], 1))
    #expect(try output([1, 2, 3], 0) == output([1, 2, 3], 0))
  }

  @Test("prices change no output and no count")
  func prices() throws {
    let settings = RunSettings(samples: 8)
    let priced = try Bench.machine(TinyModel()).run(tokens: [1, 2], settings: settings)
    let free = try Bench.machine(TinyModel()) { $0.prices = [:] }
      .run(tokens: [1, 2], settings: settings)
    #expect(priced.output == free.output && priced.record == free.record)
  }

  /// The command beside this test bundle's build products.
  static let executable: URL? = {
    let url = ModelFolder.packageRoot.appendingPathComponent(".build/release/ising-npu")
    return FileManager.default.isExecutableFile(atPath: url.path) ? url : nil
  }()

  /// The texts of the `embedding` arrays of a run, as printed.
  static func embeddings(
    _ arguments: [String], environment: [String: String] = [:]
  ) throws -> [String] {
    let process = Process()
    let command: URL = try #require(executable)
    process.executableURL = command
    let model = try #require(ModelFolder.url)
    process.arguments =
      ["run", model.path, "--json", "--draws", "systematic", "--samples", "16"] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return output.matches(of: /"embedding"\s*:\s*\[([^\]]*)\]/).map { String($0.1) }
  }

  @Test(
    "of the command, on every instruction set, thread count and batch",
    .enabled(
      if: executable != nil && ModelFolder.url != nil,
      "needs .build/release/ising-npu and the model (make model)"))
  func commandLine() throws {
    let texts = ["--text", "a b", "--text", "An Ising machine."]
    let reference = try Self.embeddings(texts + ["--threads", "1"])
    #expect(reference.count == 2 && reference[0] != reference[1])
    #expect(try Self.embeddings(texts + ["--threads", "2"]) == reference)
    #expect(try Self.embeddings(["--text", "An Ising machine."]) == [reference[1]])
    for instructions in ["AVX2", "SSE41"] {
      let found = try Self.embeddings(
        texts, environment: ["DNNL_MAX_CPU_ISA": instructions])
      #expect(found == reference, "DNNL_MAX_CPU_ISA=\(instructions)")
    }
  }
}
