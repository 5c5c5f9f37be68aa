import ByteFormats
import Foundation
import Jobs
import Reports
import Synchronization

/// A file to which each finished point is appended as a line of JSON at once, so that a process that is killed at
/// any moment loses only the points that were running.
final class SweepJournal: Sendable {
  private let path: String
  private let descriptor: Int32
  /// Points of earlier runs.
  let finished: [Int: SweepReport.Point]

  /// Opens a journal, or begins one.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - identity: what has to be the same for a run to go on: a hash of the sweep.
  /// - Throws: `FileError` for a journal of another sweep, and for a file that cannot be read or written.
  init(path: String, identity: String) throws {
    self.path = path
    let head = "{\"schema\": \"ising-npu-sweep-journal/1\", \"sweep\": \"\(identity)\"}"
    var points: [Int: SweepReport.Point] = [:]
    var whole = head + "\n"
    if FileManager.default.fileExists(atPath: path) {
      let text = try String(contentsOfFile: path, encoding: .utf8)
      // What a killed process wrote of its last line has no end.
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      guard lines.first.map(String.init) == head else {
        let found = lines.first.map { "`\($0.prefix(100))`" } ?? "nothing"
        throw FileError(path, "found \(found), expected the journal of this sweep: `\(head)`")
      }
      for (number, line) in lines.enumerated().dropFirst() {
        guard let tree = try? JSONTree(document: Array(line.utf8)),
          let point = SweepReport.Point(tree)
        else { throw FileError("\(path):\(number + 1)", "found no point, expected one") }
        points[point.index] = point
      }
      whole = lines.joined(separator: "\n") + "\n"
    }
    finished = points
    try AtomicFile.write(text: whole, to: URL(fileURLWithPath: path))
    descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw FileError(path, "cannot be written: \(String(cString: strerror(errno)))")
    }
  }

  deinit { close(descriptor) }

  /// Appends a point by one call of the system.
  ///
  /// - Throws: `FileError`.
  func append(_ point: SweepReport.Point) throws {
    let line = Array((try JSONValue(encoding: point.facts).line + "\n").utf8)
    guard write(descriptor, line, line.count) == line.count else {
      throw FileError(
        path, "cannot be written: \(String(cString: strerror(errno)))", isOfMachine: true)
    }
  }
}

extension SweepReport.Point {
  /// Reads a line of a journal.
  fileprivate init?(_ tree: JSONTree) {
    guard let index = tree["point"]?.value?.number, index >= 0, index < 1e9,
      case .array(let words)? = tree["parameters"], case .array(let numbers)? = tree["outputs"]
    else { return nil }
    self.init(
      index: Int(index), parameters: words.map { $0.text ?? "" },
      outputs: numbers.map { $0.value?.number }, failure: tree["failure"]?.text)
  }
}
