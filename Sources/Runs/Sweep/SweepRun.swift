import ByteFormats
import Foundation
import HardwareSpecs
import Jobs
import Reports

/// A command at many points of its parameters.
public enum SweepRun {
  /// What is asked.
  public struct Request: Sendable {
    /// What to vary and run.
    public var plan: SweepPlan
    /// File that keeps finished points; `nil` for none.
    public var checkpoint: String?
    /// Points that run at once.
    public var threads: Int
    /// Path of this program.
    public var program: String
    /// Arguments of the command.
    public var arguments: [String]

    /// Creates a request.
    public init(
      plan: SweepPlan, checkpoint: String?, threads: Int, program: String, arguments: [String]
    ) {
      self.plan = plan
      self.checkpoint = checkpoint
      self.threads = threads
      self.program = program
      self.arguments = arguments
    }
  }

  /// Runs the points, several at once, each a process of its own; after Ctrl-C the report is of those that are done.
  ///
  /// A point whose command fails has a sentence in place of its outputs.
  ///
  /// - Throws: `RunFailure` for a checkpoint of another sweep, and after Ctrl-C before the first point.
  public static func perform(_ request: Request) throws(RunFailure) -> SweepReport {
    try RunFailure.ending {
      let plan = request.plan
      let scratch = FileManager.default.temporaryDirectory.appendingPathComponent(
        "ising-npu-\(UUID().uuidString)")
      try AtomicFile.makeFolder(scratch)
      defer { try? FileManager.default.removeItem(at: scratch) }
      let journal = try request.checkpoint.map {
        try SweepJournal(path: $0, identity: plan.identity)
      }
      let finished = journal?.finished ?? [:]
      let here = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
      let run = CommandRun(program: request.program, folder: here, scratch: scratch)
      let bar = ProgressBar("sweeping", total: plan.points.count, unit: "points")
      bar.advance(by: finished.count)
      let runner = JobRunner(threads: request.threads, progress: bar)
      Interruption.keep()
      let rest = plan.points.indices.filter { finished[$0] == nil }
      let began = ContinuousClock.now
      let new = try runner.map(rest) { index throws(RunFailure) -> SweepReport.Point? in
        let point = plan.point(index, run: run)
        // What Ctrl-C ended is run again by the next run.
        if Interruption.isRequested, point.failure != nil { return nil }
        try RunFailure.ending { try journal?.append(point) }
        return point
      }
      let points = (new.compactMap(\.self) + finished.values).sorted { $0.index < $1.index }
      guard !points.isEmpty else { throw InterruptedError() }
      return SweepReport(
        plan: plan, points: points, resumed: finished.count,
        elapsed_s: (ContinuousClock.now - began) / .seconds(1),
        provenance: Provenance(arguments: request.arguments))
    }
  }
}

extension SweepPlan {
  /// SHA-256 of all that a point's outputs depend on.
  var identity: String {
    let text =
      [Provenance.currentProgramVersion, command, chip ?? ""]
      + parameters.map { "\($0.name) \($0.key ?? "") \($0.unit)" }
      + outputs.map { "\($0.name) \($0.value)" } + points.map { $0.joined(separator: "\t") }
    return SHA256.hexDigest(of: Array(text.joined(separator: "\n").utf8))
  }

  /// Runs a point.
  func point(_ index: Int, run: CommandRun) -> SweepReport.Point {
    var point = SweepReport.Point(index: index, parameters: points[index], outputs: [])
    let file = run.scratch.appendingPathComponent("point-\(index).yaml")
    defer { try? FileManager.default.removeItem(at: file) }
    do {
      if let chip {
        var changes: [String: SpecChange] = [:]
        for (parameter, value) in zip(parameters, points[index]) {
          guard let key = parameter.key else { continue }
          changes[key] = SpecChange(parameter.unit.isEmpty ? value : "\(value) \(parameter.unit)")
        }
        let text = try SpecLibrary.newChip(
          name: "point-\(index)", from: chip, changes: changes, file: file.path)
        try AtomicFile.write(text: text, to: file)
      }
      let document = try run.document(
        words(points[index], chipFile: chip == nil ? nil : file.path), name: "point-\(index)")
      point.outputs = try outputs.map { output in
        do throws(FormulaError) { return try output.value.number([Self.document: document]) } catch
        { throw FileError("output \(output.name)", "\(error)") }
      }
    } catch {
      point.failure = "\(error)"
      point.outputs = outputs.map { _ in nil }
    }
    return point
  }
}
