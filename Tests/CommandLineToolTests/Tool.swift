import Foundation
import IsingTestSupport

/// The built `ising-npu`, run as a process.
enum Tool {
  /// What a process left behind.
  struct Result {
    var status: Int32
    var output: String
    var error: String
  }

  /// The executable beside the test bundle, if it was built.
  static let url: URL? = {
    let candidate = ModelFolder.packageRoot.appendingPathComponent(".build/release/ising-npu")
    return FileManager.default.isExecutableFile(atPath: candidate.path) ? candidate : nil
  }()

  /// Runs the tool; the environment adds to this process's own.
  ///
  /// - Parameters:
  ///   - interrupt_s: seconds until it gets a Ctrl-C; never by default.
  ///   - isUnderWay: when those seconds begin; by default with the process.
  ///   - kill_s: seconds until it is killed without a word; never by default.
  ///   - limits: a command of the shell in front of it, such as `ulimit -f 1`.
  static func run(
    _ arguments: [String], environment: [String: String] = [:], interrupt_s: Double? = nil,
    isUnderWay: () -> Bool = { true }, kill_s: Double? = nil, limits: String? = nil
  ) throws -> Result {
    guard let url else { throw CocoaError(.fileNoSuchFile) }
    let process = Process()
    process.executableURL = limits == nil ? url : URL(fileURLWithPath: "/bin/bash")
    process.arguments =
      limits.map { ["-c", $0 + "; exec \"$0\" \"$@\"", url.path] + arguments } ?? arguments
    process.currentDirectoryURL = ModelFolder.packageRoot
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let output = Pipe()
    let error = Pipe()
    process.standardOutput = output
    process.standardError = error
    process.standardInput = FileHandle.nullDevice
    try process.run()
    // Both pipes are drained at once: a full one would stop the process.
    let readers = (output: Reader(output), error: Reader(error))
    if let seconds = interrupt_s ?? kill_s {
      while process.isRunning, !isUnderWay() { Thread.sleep(forTimeInterval: 0.001) }
      let end = ContinuousClock.now + .seconds(seconds)
      while process.isRunning, ContinuousClock.now < end { Thread.sleep(forTimeInterval: 0.001) }
      if process.isRunning {
        if kill_s == nil { process.interrupt() } else { kill(process.processIdentifier, SIGKILL) }
      }
    }
    let (outputData, errorData) = (readers.output.wait(), readers.error.wait())
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, output: String(decoding: outputData, as: UTF8.self),
      error: String(decoding: errorData, as: UTF8.self))
  }

  /// The JSON document that the tool prints.
  static func json(
    _ arguments: [String], environment: [String: String] = [:]
  ) throws -> [String: Any] {
    let result = try run(arguments + ["--json"], environment: environment)
    let document = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    return document as? [String: Any] ?? [:]
  }

  private final class Reader: @unchecked Sendable {
    private var data = Data()
    private let done = DispatchSemaphore(value: 0)

    init(_ pipe: Pipe) {
      let handle = pipe.fileHandleForReading
      Thread.detachNewThread { [self] in
        data = handle.readDataToEndOfFile()
        done.signal()
      }
    }

    func wait() -> Data {
      done.wait()
      return data
    }
  }
}
