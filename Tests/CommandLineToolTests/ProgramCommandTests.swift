import Foundation
import IsingTestSupport
import Testing

/// Files that are no compiled programs, and options that do not go with a program.
@Suite("simulate with files of programs", .enabled(if: Tool.url != nil, "the tool is not built"))
struct ProgramCommandTests {
  private func file(_ bytes: [UInt8]) throws -> URL {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "ising-npu-\(UUID().uuidString).bin")
    try Data(bytes).write(to: url)
    return url
  }

  @Test func damagedProgramsAreRefused() throws {
    let url = try file(Array("INPUPROG".utf8) + [1, 0, 0, 0])
    defer { try? FileManager.default.removeItem(at: url) }
    let result = try Tool.run(["simulate", url.path, "--tokens", "1,2"])
    #expect(result.status == 65)
    #expect(
      result.error.contains("found 12 bytes, expected a whole program: the end is missing"),
      "\(result.error)")
  }

  @Test(arguments: [
    (["--beta", "1", "--tokens", "1"], "--beta: is for lattice programs"),
    (["--replicas", "2", "--tokens", "1"], "--replicas: is for lattice programs"),
    (["--tokens", "1,x"], "--tokens: found `x`, expected token ids with commas"),
  ])
  func optionsThatDoNotFit(arguments: [String], message: String) throws {
    let url = try file(Array("INPUPROG".utf8))
    defer { try? FileManager.default.removeItem(at: url) }
    let result = try Tool.run(["simulate", url.path] + arguments)
    #expect(result.status == 64)
    #expect(result.error.contains(message), "\(result.error)")
  }

  /// A whole program wants input; of a damaged one the damage is said first.
  @Test func programsOfValuesWantInput() throws {
    let whole = ModelFolder.packageRoot.appendingPathComponent(
      "Tests/ChipProgramsTests/Fixtures/version-1/program.bin")
    let result = try Tool.run(["simulate", whole.path])
    #expect(result.status == 64)
    #expect(result.error.contains("no input: give --tokens"), "\(result.error)")
    let url = try file(Array("INPUPROG".utf8))
    defer { try? FileManager.default.removeItem(at: url) }
    let damaged = try Tool.run(["simulate", url.path])
    #expect(damaged.status == 65)
    #expect(damaged.error.contains("found 8 bytes, expected a whole program"), "\(damaged.error)")
  }

  @Test func latticeProgramsTakeNoTokens() throws {
    let result = try Tool.run(["simulate", "memory", "--tokens", "1"])
    #expect(result.status == 64)
    #expect(result.error.contains("--tokens: is for compiled models"))
  }
}
