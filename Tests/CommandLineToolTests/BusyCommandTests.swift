import Foundation
import IsingTestSupport
import Jobs
import Testing

/// Verbs that wait for what they read say so on a terminal, and take their words away again.
@Suite(
  "Progress of reading", .enabled(if: Tool.url != nil, "build the product first"),
  .timeLimit(.minutes(5)))
struct BusyCommandTests {
  /// A terminal: what a process writes to one end is read at the other.
  private struct Terminal {
    let own: Int32
    let other: FileHandle

    init() throws {
      own = open("/dev/ptmx", O_RDWR | O_NOCTTY)
      // Linux's requests TIOCSPTLCK and TIOCGPTN, which Swift does not import: unlock, and tell the number.
      var (locked, number) = (Int32(0), Int32(0))
      guard own >= 0, ioctl(own, 0x4004_5431, &locked) == 0, ioctl(own, 0x8004_5430, &number) == 0
      else { throw CocoaError(.fileReadUnknown) }
      let descriptor = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
      guard descriptor >= 0 else { throw CocoaError(.fileReadUnknown) }
      other = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
      _ = fcntl(own, F_SETFL, O_NONBLOCK)
    }

    /// What was written since the last call.
    func read() -> String {
      var bytes = [UInt8](repeating: 0, count: 4096)
      let count = Foundation.read(own, &bytes, bytes.count)
      return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : ""
    }
  }

  /// The words of verbs whose input, `INPUT`, comes late.
  static let verbs: [([String], String)] = [
    (["convert", "INPUT", "OUTPUT"], "reading "),
    (["anneal", "INPUT", "--reads", "1"], "reading "),
    (["lattice", "--coupling-file", "INPUT", "--sweeps", "10"], "reading "),
    (["diff", "FOLDER", "OTHER"], "comparing "),
  ]

  @Test(arguments: verbs) func isShown(words: [String], title: String) throws {
    try withTemporaryFolder { folder in
      // A pipe comes as late as its writer does.
      let isFolder = words.contains("FOLDER")
      let input = folder.appendingPathComponent(isFolder ? "summary.json" : "late.rud")
      #expect(mkfifo(input.path, 0o600) == 0)
      let summary = #"{"schema": "ising-npu-lattice/1"}"#
      let other = folder.appendingPathComponent("other")
      try AtomicFile.makeFolder(other)
      try AtomicFile.write(text: summary, to: other.appendingPathComponent("summary.json"))
      let places = [
        "INPUT": input.path, "FOLDER": folder.path, "OTHER": other.path,
        "OUTPUT": folder.appendingPathComponent("o.coo").path,
      ]
      let terminal = try Terminal()
      let process = Process()
      process.executableURL = Tool.url
      process.arguments = words.map { places[$0] ?? $0 }
      process.standardOutput = FileHandle.nullDevice
      process.standardError = terminal.other
      try process.run()
      var text = ""
      while process.isRunning, !text.contains(title) {
        text += terminal.read()
        Thread.sleep(forTimeInterval: 0.005)
      }
      #expect(text.contains(title), "\(text)")
      let content = isFolder ? summary : "3 2\n1 2 1\n2 3 -1\n"
      if process.isRunning { try AtomicFile.write(text: content, to: input) }
      while process.isRunning {
        text += terminal.read()
        Thread.sleep(forTimeInterval: 0.005)
      }
      text += terminal.read()
      close(terminal.own)
      #expect(process.terminationStatus == 0, "\(text)")
      #expect(text.hasSuffix("\r\u{1B}[K"), "\(text)")
    }
  }
}
