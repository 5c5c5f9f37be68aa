public import CriticalControl
import Foundation
import Jobs
public import Reports
import SampleStatistics

/// Heads under a controller, step by step.
public struct ControlTrace: Report {
  /// What each head is steered to.
  public enum Aim: String, Sendable, CaseIterable {
    /// ln N − g.
    case gap
    /// The head's own entropy at the textbook's β without a gain error.
    case own
  }

  /// What to trace.
  public struct Request: Sendable {
    /// Folder of a model, and texts; `nil` for drawn scores.
    public var model: (folder: String, texts: [String])?
    /// The drawn scores.
    public var scores: SyntheticRequest
    /// The controller.
    public var method: ControlMethod
    /// Gains and clips of Newton's forms.
    public var preset: ControlPreset
    /// Whether H is averaged over 64 steps before Newton's forms see it.
    public var isFiltered: Bool
    /// What the controller is told.
    public var source: HeadLoop.Source
    /// Where heads are steered to.
    public var aim: Aim
    /// g in nats.
    public var gap: Double
    /// First β in units of the textbook's.
    public var start: Double
    /// Steps.
    public var steps: Int
    /// Half width of the corridor in nats.
    public var band: Double
    /// Standard deviation of ln gain over heads.
    public var gainError: Double
    /// Seed of scores, gains and firings.
    public var seed: UInt64
    /// Threads over heads.
    public var threads: Int
    /// Arguments of the command.
    public var arguments: [String]

    /// Creates a request.
    public init(
      model: (folder: String, texts: [String])?, scores: SyntheticRequest, method: ControlMethod,
      preset: ControlPreset, isFiltered: Bool, source: HeadLoop.Source, aim: Aim, gap: Double,
      start: Double, steps: Int, band: Double, gainError: Double, seed: UInt64, threads: Int,
      arguments: [String]
    ) {
      self.model = model
      self.scores = scores
      self.method = method
      self.preset = preset
      self.isFiltered = isFiltered
      self.source = source
      self.aim = aim
      self.gap = gap
      self.start = start
      self.steps = steps
      self.band = band
      self.gainError = gainError
      self.seed = seed
      self.threads = threads
      self.arguments = arguments
    }

    /// - Throws: `OptionError` that names the option.
    func check() throws(OptionError) {
      if model == nil { try scores.check() }
      for (name, value, range) in [
        ("gap", gap, 1e-3...20), ("start", start, 1e-6...1e6), ("band", band, 1e-6...10),
        ("gain-error", gainError, 0...3),
      ] where !range.contains(value) {
        throw OptionError(
          "\(name): found \(value), expected \(range.lowerBound) to \(range.upperBound)")
      }
      guard (1...100_000).contains(steps) else {
        throw OptionError("steps: found \(steps), expected 1 to 100000")
      }
      if case .firings(_, let draws) = source, !(1...65535).contains(draws) {
        throw OptionError("samples: found \(draws), expected 1 to 65535")
      }
      if isFiltered, !method.isNewton {
        throw OptionError(
          "filtered: found controller \(method.rawValue), expected corrected, printed or beta-squared"
        )
      }
    }
  }

  /// One head.
  public struct Head: Sendable {
    /// Where the scores come from.
    var source: ControlHead
    /// The factor on β that its agents have.
    var gain: Double
    /// Mean of ln N.
    var logCount: Double
    /// H_t; `nil` where no β gives it, and the head is left alone.
    var target: Double?
    /// The steps, the start first.
    var steps: [HeadLoop.Step]
    /// The seven start values; `nil` for rows without spread.
    var starts: StartBetas?

    /// β at the end over the textbook's.
    var finalRatio: Double { (steps.last?.beta ?? .nan) / source.textbook }
  }

  /// What was asked.
  let request: Request
  /// By layer and head.
  let heads: [Head]
  /// Sentences.
  let warnings: [String]

  /// Does the job.
  ///
  /// - Throws: `RunFailure` for options out of range and models that cannot be read.
  public static func perform(_ request: Request) throws(RunFailure) -> ControlTrace {
    try RunFailure.ending { try trace(request) }
  }

  private static func trace(_ request: Request) throws -> ControlTrace {
    try request.check()
    var warnings: [String] = []
    let sources: [ControlHead]
    if let model = request.model {
      sources = try ControlScores.heads(
        ofModel: model.folder, texts: model.texts, warnings: &warnings)
    } else {
      let scores = request.scores
      sources = try ControlScores.heads(
        drawn: scores.law, heads: scores.heads, rows: scores.rows, keys: scores.keys,
        deviation: scores.deviation, textbook: scores.textbook, seed: request.seed)
    }
    guard !sources.isEmpty else {
      throw FileError(request.model?.folder ?? "scores", "found no attention, expected a head")
    }
    let runner = JobRunner(
      threads: request.threads,
      progress: ProgressBar("controlling", total: sources.count, unit: "heads"))
    let heads = try runner.map(Array(sources.enumerated())) {
      try head($0.element, number: $0.offset, request)
    }
    guard !heads.isEmpty else { throw InterruptedError() }
    if heads.count < sources.count {
      warnings.append("interrupted: \(heads.count) of \(sources.count) heads were traced")
    }
    let alone = heads.count { $0.target == nil }
    if alone > 0 {
      warnings.append(
        "\(alone) of \(heads.count) heads reach no entropy of ln N − \(request.gap) at any β: left at the start"
      )
    }
    return ControlTrace(request: request, heads: heads, warnings: warnings)
  }

  private static func head(
    _ source: ControlHead, number: Int, _ request: Request
  ) throws -> Head {
    let gain =
      request.gainError == 0
      ? 1 : HeadGain.draw(deviation: request.gainError, seed: request.seed, head: number)
    let logCount = source.rows.logCount
    let wanted =
      switch request.aim {
      case .gap: logCount - request.gap
      case .own: source.rows.state(at: source.textbook).entropy
      }
    let isReachable = wanted > source.rows.groundEntropy + 1e-9 && wanted < logCount
    let start = request.start * source.textbook
    let loop = HeadLoop(
      source.rows, source: request.source, gain: gain, seed: request.seed, head: number)
    let controller = request.method.controller(
      start: start, target: wanted, reference: logCount, preset: request.preset,
      filtered: request.isFiltered)
    return Head(
      source: source, gain: gain, logCount: logCount, target: isReachable ? wanted : nil,
      steps: loop.run(controller, steps: isReachable ? request.steps : 0),
      starts: try? StartBetas(source.rows, gap: request.gap, textbook: source.textbook))
  }

  /// Heads that have a target.
  var controlled: [(head: Head, target: Double)] {
    heads.compactMap { head in head.target.map { (head, $0) } }
  }

  /// The first steps of the controlled heads that lie in the band; `nil` for those that never do.
  var reached: [Int?] {
    controlled.map { $0.head.steps.reached(target: $0.target, band: request.band) }
  }
}
