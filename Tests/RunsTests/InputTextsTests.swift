import Foundation
import IsingTestSupport
import Jobs
import Runs
import Testing

@Suite struct InputTextsTests {
  /// Parses content as a file of this name.
  private func parse(_ content: String, _ file: String = "page.txt") throws -> [String] {
    try TextFile.texts(Array(content.utf8), file: file)
  }

  /// The message with which parsing fails.
  private func message(_ bytes: [UInt8], _ file: String) -> String? {
    do {
      _ = try TextFile.texts(bytes, file: file)
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test func splitsLines() throws {
    #expect(try parse("one\ntwo\n") == ["one", "two"])
    #expect(try parse("one\ntwo") == ["one", "two"])
    #expect(try parse("one\r\n\r\n  \t\r\ntwo\r\n") == ["one", "two"])
    #expect(try parse("\u{FEFF}one\n two ") == ["one", " two "])
    #expect(try parse("größe 漢字\n") == ["größe 漢字"])
  }

  @Test func readsArraysOfStrings() throws {
    #expect(try parse(#"["one", "t\nwo", "\u00e9"]"#, "a.JSON") == ["one", "t\nwo", "é"])
    #expect(try parse("\u{FEFF}[\"one\"]", "a.json") == ["one"])
  }

  @Test func namesLineAndByteOfBadEncoding() {
    #expect(
      message([0x61, 0x0A, 0x62, 0xC3, 0x28], "page.txt")
        == "page.txt:2: byte 3 is 0xC3, which is not UTF-8; expected UTF-8 text")
    #expect(message([0xFF, 0xFE, 0x61, 0x00], "a.json")?.hasPrefix("a.json:1: byte 0") == true)
  }

  @Test func refusesFilesWithoutText() {
    for content in ["", "\n \n\r\n", "\u{FEFF}"] {
      #expect(message(Array(content.utf8), "page.txt") == "page.txt: holds no text")
    }
  }

  @Test(arguments: [
    (#"{"a": 1}"#, "a.json: holds an object, expected an array of strings"),
    (#""one""#, "a.json: holds a string, expected an array of strings"),
    (#"["a", 3]"#, "a.json: element 1 is a number, expected a string"),
    (#"["a", 0]"#, "a.json: element 1 is a number, expected a string"),
    (#"[null]"#, "a.json: element 0 is null, expected a string"),
    (#"["a", "b", true]"#, "a.json: element 2 is a truth value, expected a string"),
    (#"["a", ["b"]]"#, "a.json: element 1 is an array, expected a string"),
    (
      #"[{}]"#,
      "a.json: element 0 is an object without keys, expected a string, or an object with a key text or sentence"
    ),
    ("[]", "a.json: holds no text"),
  ])
  func namesWhatJSONHolds(content: String, expected: String) {
    #expect(message(Array(content.utf8), "a.json") == expected)
  }

  @Test(arguments: ["", "[\"a\"", "[\"a\" \"b\"]", "hello", "[\"a\"] x", #"["\ud800"]"#])
  func refusesBrokenJSON(content: String) {
    #expect(message(Array(content.utf8), "a.json")?.hasPrefix("a.json: is not JSON: ") == true)
  }

  @Test func readsValuesThenFile() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("page.txt")
      try Data("two\nthree\n".utf8).write(to: file)
      #expect(try InputTexts.read(texts: ["one"], file: file.path) == ["one", "two", "three"])
    }
    #expect(try InputTexts.read(texts: ["one"], file: nil) == ["one"])
  }

  @Test func readsFilesLongerThanOneChunk() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("long.txt")
      let lines = (0..<20_000).map { "line number \($0)" }
      try Data(lines.joined(separator: "\n").utf8).write(to: file)
      #expect(try InputTexts.read(texts: [], file: file.path) == lines)
    }
  }

  @Test func namesFilesThatCannotBeRead() throws {
    try withTemporaryFolder { folder in
      let missing = folder.appendingPathComponent("none.txt").path
      #expect(
        throws: RunFailure(.badInput, "\(missing): cannot be read: no such file or directory")
      ) { try InputTexts.read(texts: [], file: missing) }
      #expect(throws: RunFailure(.badInput, "\(folder.path): is a folder, expected a file")) {
        try InputTexts.read(texts: [], file: folder.path)
      }
    }
  }

  @Test func refusesFilesAboveTheLimit() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("huge.txt")
      #expect(FileManager.default.createFile(atPath: file.path, contents: nil))
      // A sparse file: it has the size without taking the space.
      let handle = try FileHandle(forWritingTo: file)
      try handle.truncate(atOffset: UInt64(InputTexts.largestFile_bytes) + 1)
      try handle.close()
      #expect(
        throws: RunFailure(.badInput, "\(file.path): holds more than 100000000 bytes, the limit")
      ) { try InputTexts.read(texts: [], file: file.path) }
    }
  }

  @Test func asksForAText() {
    #expect(throws: RunFailure(.usage, "no text: give --text TEXT or --input FILE")) {
      try InputTexts.read(texts: [], file: nil)
    }
  }

  @Test func takesABlankTextAsAText() throws {
    #expect(try InputTexts.read(texts: ["", " "], file: nil) == ["", " "])
    #expect(try TextFile.texts(Array(#"["a", ""]"#.utf8), file: "a.json") == ["a", ""])
  }
}
