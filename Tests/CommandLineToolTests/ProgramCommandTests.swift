import Foundation
import IsingTestSupport
import Testing

/// Files that are no compiled programs, and options that do not go with a program.
@Suite("simulate with files of programs", .enabled(if: Tool.url != nil, "the tool is not built"))
struct ProgramCommandTests {
  /// A compiled model, whose chip is no chip of the library.
  private static let whole = ModelFolder.packageRoot.appendingPathComponent(
    "Tests/ChipProgramsTests/Fixtures/version-1/program.bin")

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
    (["--beta", "1", "--tokens", "1"], "--beta: is for programs of agents alone"),
    (["--replicas", "2", "--tokens", "1"], "--replicas: is for programs of agents alone"),
    (["--tokens", "1,x"], "--tokens: found `x`, expected token ids with commas"),
  ])
  func optionsThatDoNotFit(arguments: [String], message: String) throws {
    let result = try Tool.run(["simulate", Self.whole.path] + arguments)
    #expect(result.status == 64)
    #expect(result.error.contains(message), "\(result.error)")
  }

  /// A whole program wants input; of a damaged one the damage is said first.
  @Test func programsOfValuesWantInput() throws {
    let result = try Tool.run(["simulate", Self.whole.path])
    #expect(result.status == 64)
    #expect(result.error.contains("no input: give --tokens"), "\(result.error)")
    let url = try file(Array("INPUPROG".utf8))
    defer { try? FileManager.default.removeItem(at: url) }
    let damaged = try Tool.run(["simulate", url.path])
    #expect(damaged.status == 65)
    #expect(damaged.error.contains("found 8 bytes, expected a whole program"), "\(damaged.error)")
  }

  @Test func latticeProgramsTakeNoTokens() throws {
    let result = try Tool.run(["simulate", "and-gate", "--tokens", "1"])
    #expect(result.status == 64)
    #expect(result.error.contains("--tokens: is for programs with values, and and-gate has none"))
  }

  @Test(arguments: [[], ["--tokens", "1,2"], ["--text", "a"], ["--beta", "1"], ["--print"]])
  func aMissingFileIsNamed(options: [String]) throws {
    let result = try Tool.run(["simulate", "missing.bin"] + options)
    #expect(result.status == 65 && result.output.isEmpty)
    #expect(result.error.contains("missing.bin: no such file"), "\(result.error)")
  }

  @Test func bothFormsArePrinted() throws {
    let printed = try Tool.run(["simulate", Self.whole.path, "--print"])
    #expect(printed.status == 0, "\(printed.error)")
    let text = Self.whole.deletingLastPathComponent().appendingPathComponent("program.txt")
    #expect(try printed.output == String(contentsOf: text, encoding: .utf8))
  }

  @Test func aProgramForAnotherChipIsNamedWithItsLine() throws {
    let text = "program p for other\nchip-hash 0f\nagents 2\nsetup:\ntext:\nbarrier\n"
    let url = try file(Array(text.utf8))
    defer { try? FileManager.default.removeItem(at: url) }
    for (path, place) in [(url.path, ":2"), (Self.whole.path, "")] {
      let result = try Tool.run(["simulate", path] + (place.isEmpty ? ["--tokens", "1"] : []))
      #expect(result.status == 65)
      #expect(result.error.contains("\(path)\(place): found a program for"), "\(result.error)")
    }
  }

  @Test func foldersAreNamed() throws {
    try withTemporaryFolder { folder in
      for arguments in [["simulate", folder.path], ["spec", "check", folder.path]] {
        let result = try Tool.run(arguments)
        #expect(result.status == 65)
        #expect(result.error.contains(folder.path) && result.error.contains("a folder"))
        #expect(!result.error.contains("Error Domain"), "\(result.error)")
      }
    }
  }
}
