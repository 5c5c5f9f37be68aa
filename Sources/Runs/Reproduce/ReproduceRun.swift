import Foundation
import Jobs
import Reports

/// Published results beside what this program's own commands give.
public enum ReproduceRun {
  /// What is asked.
  public struct Request: Sendable {
    /// Results in the order of the report.
    public var results: [PublishedResult]
    /// The folder with the user's copies of files; `nil` for none.
    public var data: String?
    /// Commands that run at once.
    public var threads: Int
    /// Path of this program.
    public var program: String
    /// Arguments of the command.
    public var arguments: [String]

    /// Creates a request.
    public init(
      results: [PublishedResult], data: String?, threads: Int, program: String,
      arguments: [String]
    ) {
      self.results = results
      self.data = data
      self.threads = threads
      self.program = program
      self.arguments = arguments
    }
  }

  /// Runs the commands of all results, several at once, each a process of its own, and compares.
  ///
  /// - Throws: `RunFailure` where the folder of data is none, and after Ctrl-C.
  public static func perform(_ request: Request) throws(RunFailure) -> ReproduceReport {
    try RunFailure.ending {
      if let data = request.data {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: data, isDirectory: &isFolder),
          isFolder.boolValue
        else { throw OptionError("data: found \(data), which is no folder, expected one") }
      }
      let data = request.data.map { URL(fileURLWithPath: $0) }
      let model = (try? ModelPlace.folder(nil)).map { URL(fileURLWithPath: $0).path }
      let bar = ProgressBar("reproducing", total: request.results.count, unit: "results")
      let runner = JobRunner(threads: request.threads, progress: bar)
      let outcomes = runner.map(request.results) { result -> ReproduceReport.Outcome in
        ResultRun(result: result, program: request.program, data: data, model: model).outcome()
      }
      guard outcomes.count == request.results.count, !Interruption.isRequested else {
        throw InterruptedError()
      }
      return ReproduceReport(
        outcomes: outcomes, provenance: Provenance(arguments: request.arguments))
    }
  }
}
