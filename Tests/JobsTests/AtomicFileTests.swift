import Foundation
import IsingTestSupport
import Jobs
import Testing

@Suite struct AtomicFileTests {
  private func names(in folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test(arguments: [false, true])
  func writesAndReplaces(durable: Bool) throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("summary.json")
      try AtomicFile.write([UInt8](repeating: 7, count: 300_000), to: file, durable: durable)
      #expect(try Data(contentsOf: file).count == 300_000)
      try AtomicFile.write(text: "größer", to: file, durable: durable)
      #expect(try String(contentsOf: file, encoding: .utf8) == "größer")
      #expect(try names(in: folder) == ["summary.json"])
    }
  }

  /// A text in pieces is there when it is whole, and not at all where its maker fails.
  @Test func piecesMakeOneFile() throws {
    struct Failure: Error {}
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("summary.json")
      try AtomicFile.write(to: file) { take in
        for piece in ["one", " ", "größer"] { try take(piece) }
        #expect(try !names(in: folder).contains("summary.json"))
      }
      #expect(try String(contentsOf: file, encoding: .utf8) == "one größer")
      #expect(throws: Failure.self) {
        try AtomicFile.write(to: file) { take in
          try take("two")
          throw Failure()
        }
      }
      #expect(try String(contentsOf: file, encoding: .utf8) == "one größer")
      #expect(try names(in: folder) == ["summary.json"])
    }
  }

  @Test func followsLinks() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("file")
      let link = folder.appendingPathComponent("link")
      try AtomicFile.write(text: "old", to: file)
      try FileManager.default.createSymbolicLink(
        atPath: link.path, withDestinationPath: "file")
      try AtomicFile.write(text: "new", to: link)
      #expect(try String(contentsOf: file, encoding: .utf8) == "new")
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == "file")
      #expect(try names(in: folder) == ["file", "link"])
    }
  }

  @Test func leavesPipesPipes() throws {
    try withTemporaryFolder { folder in
      let pipe = folder.appendingPathComponent("pipe").path
      #expect(mkfifo(pipe, 0o600) == 0)
      // Open for both directions, so that neither end waits.
      let reader = open(pipe, O_RDWR)
      defer { close(reader) }
      try AtomicFile.write(text: "through", to: URL(fileURLWithPath: pipe))
      var bytes = [UInt8](repeating: 0, count: 16)
      let count = read(reader, &bytes, 16)
      #expect(String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self) == "through")
      var status = stat()
      #expect(stat(pipe, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
    }
  }

  @Test func writesEmptyFiles() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("empty")
      try AtomicFile.write([UInt8](), to: file)
      // Foundation leaks a buffer when it reads an empty file, which the leak checker would report.
      let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
      #expect(attributes[.size] as? Int == 0)
    }
  }

  @Test func givesOrdinaryPermissions() throws {
    try withTemporaryFolder { folder in
      let ours = folder.appendingPathComponent("ours")
      let plain = folder.appendingPathComponent("plain")
      try AtomicFile.write(text: "a", to: ours)
      #expect(FileManager.default.createFile(atPath: plain.path, contents: nil))
      let permissions = try [ours, plain].map {
        try FileManager.default.attributesOfItem(atPath: $0.path)[.posixPermissions] as? Int
      }
      #expect(permissions[0] == permissions[1])
    }
  }

  @Test func refusesFoldersAndMissingPlaces() throws {
    try withTemporaryFolder { folder in
      let inner = folder.appendingPathComponent("inner")
      try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: false)
      #expect(
        throws: FileError(inner.path, "is a folder, expected a file to write")
      ) { try AtomicFile.write(text: "a", to: inner) }

      let nowhere = folder.appendingPathComponent("none")
      #expect(
        throws: FileError(nowhere.path, "no such file or directory, expected a folder")
      ) { try AtomicFile.write(text: "a", to: nowhere.appendingPathComponent("file")) }

      let file = folder.appendingPathComponent("file")
      try AtomicFile.write(text: "a", to: file)
      #expect(throws: FileError(file.path, "is a file, expected a folder")) {
        try AtomicFile.write(text: "a", to: file.appendingPathComponent("below"))
      }
      #expect(try names(in: folder) == ["file", "inner"])
      #expect(try String(contentsOf: file, encoding: .utf8) == "a")
    }
  }

  @Test func leavesNothingBehindWhenTheWriteFails() throws {
    try withTemporaryFolder { folder in
      // 300 bytes are more than a file name may have, which shows only at the renaming.
      let file = folder.appendingPathComponent(String(repeating: "x", count: 300))
      #expect(throws: FileError(file.path, "cannot be written: file name too long")) {
        try AtomicFile.write(text: "a", to: file)
      }
      #expect(try !names(in: folder).contains("summary.json"))
      // 250 bytes fit, and so must the temporary name.
      let long = folder.appendingPathComponent(String(repeating: "y", count: 250))
      try AtomicFile.write(text: "a", to: long)
      #expect(try names(in: folder).count == 1)
    }
  }

  @Test func makesFoldersAndRefusesFiles() throws {
    try withTemporaryFolder { folder in
      let deep = folder.appendingPathComponent("a/b/c")
      try AtomicFile.makeFolder(deep)
      try AtomicFile.makeFolder(deep)
      try AtomicFile.write(text: "x", to: deep.appendingPathComponent("file"))
      let file = deep.appendingPathComponent("file")
      #expect(throws: FileError(file.path, "is a file, expected a folder")) {
        try AtomicFile.makeFolder(file)
      }
      #expect(throws: FileError(file.path, "is a file, expected a folder")) {
        try AtomicFile.makeFolder(file.appendingPathComponent("below"))
      }
    }
  }
}
