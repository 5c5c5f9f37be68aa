import Foundation
import IsingTestSupport
import Jobs
import Runs
import Testing

@Suite struct ModelPlaceTests {
  private func message(_ given: String?, _ environment: [String: String], _ folder: URL) -> String {
    do {
      return try ModelPlace.folder(
        given, environment: environment, workingFolder: folder.path,
        program: folder.appendingPathComponent("bin/ising-npu"))
    } catch { return "\(error)" }
  }

  /// Named, of the environment, here, beside the program: in this order.
  @Test func theUsualModelIsFoundFromAnywhere() throws {
    try withTemporaryFolder { folder in
      let nothing = message(nil, [:], folder)
      #expect(nothing.contains("ISING_NPU_MODEL") && nothing.contains("make model"), "\(nothing)")
      func make(_ path: String) throws -> String {
        let made = folder.appendingPathComponent(path)
        try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true)
        return made.path
      }
      let installed = try make("share/ising-npu/models/all-MiniLM-L6-v2")
      #expect(message(nil, [:], folder) == installed)
      // A package holds the program somewhere in a folder that begins with a dot.
      let built = try make("bin/.models/all-MiniLM-L6-v2")
      #expect(message(nil, [:], folder) == built)
      let here = try make("here/.models/all-MiniLM-L6-v2")
      #expect(
        message(nil, [:], folder.appendingPathComponent("here")) == ".models/all-MiniLM-L6-v2")
      #expect(message(nil, ["ISING_NPU_MODEL": here], folder) == here)
      #expect(message(installed, ["ISING_NPU_MODEL": here], folder) == installed)
      let wrong = message(nil, ["ISING_NPU_MODEL": here + "x"], folder)
      #expect(wrong.hasPrefix("ISING_NPU_MODEL: found \(here)x"), "\(wrong)")
    }
  }

  @Test func aTextInPlaceOfAModelAndTheOtherWayRound() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("notes.txt")
      try Data("a\n".utf8).write(to: file)
      #expect(message(file.path, [:], folder).contains("found a file"))
      #expect(message(file.path, [:], folder).contains("--input"))
      #expect(message("hello world", [:], folder).contains("no such folder"))
      #expect(
        throws: RunFailure(
          .usage,
          "no text: give --text TEXT or --input FILE; “hello world” was taken for the folder of a model"
        )
      ) { try InputTexts.read(texts: [], file: nil, model: "hello world") }
      // A folder that holds no model may be meant as a word.
      #expect(try InputTexts.read(texts: [folder.path], file: nil) == [folder.path])
      try Data("{}".utf8).write(to: folder.appendingPathComponent("config.json"))
      let failure = #expect(throws: RunFailure.self) {
        try InputTexts.read(texts: ["hello", folder.path], file: nil)
      }
      #expect(failure?.kind == .usage)
      #expect(
        failure?.message.hasPrefix("text: found \(folder.path), the folder of a model") == true)
    }
  }
}
