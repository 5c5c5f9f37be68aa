import HardwareSpecs
package import Jobs
import MappingChecks
import Reports
import SampleStatistics
import Synchronization
import VirtualChip

/// The texts of a run on several manufactured chips, each with a variation of its own.
///
/// All dies draw from the same streams, so that two dies differ by their devices alone.
public enum DieRuns {
  /// How many dies, and which of them are good.
  public struct Request: Sendable, Equatable {
    /// The legal numbers of dies.
    public static let counts = 2...100_000
    /// Dies 0..<count.
    public var count: Int
    /// A die is good if its mean cosine over the texts reaches this.
    public var leastCosine: Double

    /// Creates a request.
    /// - Precondition: `count` is in `counts`.
    public init(count: Int, leastCosine: Double) {
      precondition(Self.counts.contains(count), "dies: \(count), expected \(Self.counts)")
      self.count = count
      self.leastCosine = leastCosine
    }
  }

  /// Runs dies 1 and on; die 0 was the main run.
  static func perform(
    _ request: Request, tokens: [[Int]], references: [[Float]], firstCosines: [Double],
    machine: VirtualChip, settings: RunSettings, threads: Int
  ) throws -> (statistics: DieStatistics?, warnings: [String]) {
    var warnings: [String] = []
    if !machine.chip.devices.varyBetweenDies {
      warnings.append(
        "\(machine.chip.name) states no variation (offset_variation, rate_variation, "
          + "coupling_variation, temperature_error, stuck_fraction, gain_variation, slope_variation): all dies are the same"
      )
    }
    let runner = JobRunner(
      threads: threads,
      progress: ProgressBar(
        "simulating dies", total: (request.count - 1) * tokens.count, unit: "texts"))
    let dies = try cosines(
      request, texts: tokens.count, firstCosines: firstCosines, runner: runner
    ) { die, text, part in
      guard
        let output = try machine.run(
          tokens: tokens[text], settings: settings.on(die: UInt32(die)), part)?.output
      else { return nil }
      try Outputs.checkFinite(output, of: "chip, die \(die)", text: text)
      return try Outputs.cosine(output, references[text])
    }
    if dies.count < request.count {
      warnings.append("interrupted: \(dies.count) of \(request.count) dies were run")
    }
    return (try DieStatistics(dies: dies, leastCosine: request.leastCosine), warnings)
  }

  /// Mean and smallest cosine of each die, in parallel over dies and texts; after an interruption those
  /// of the dies that are whole. Cosines of texts are kept until their die is.
  ///
  /// - Parameters:
  ///   - firstCosines: the cosines of die 0, one a text.
  ///   - runner: runs the texts of all dies.
  ///   - cosine: runs a text on a die; `nil` where it was asked to stop.
  package static func cosines(
    _ request: Request, texts: Int, firstCosines: [Double], runner: JobRunner,
    cosine: @escaping @Sendable (_ die: Int, _ text: Int, _ part: JobPart) throws -> Double?
  ) throws -> [DieStatistics.Die] {
    let all = Mutex(
      (whole: [die(0, firstCosines)], begun: [Int: (left: Int, cosines: [Double?])]()))
    try runner.runBriefly(
      DieTexts(texts: texts, cosine: cosine), keys: 0..<((request.count - 1) * texts)
    ) { key, cosine in
      all.withLock { all in
        let number = 1 + key / texts
        var own =
          all.begun.removeValue(forKey: number) ?? (texts, Array(repeating: nil, count: texts))
        own.cosines[key % texts] = cosine
        own.left -= 1
        guard own.left == 0 else {
          all.begun[number] = own
          return
        }
        all.whole.append(die(number, own.cosines.compactMap(\.self)))
      }
    }
    return all.withLock { $0.whole }.sorted { $0.number < $1.number }
  }

  private static func die(_ number: Int, _ cosines: [Double]) -> DieStatistics.Die {
    DieStatistics.Die(
      number: number, cosineMean: cosines.reduce(0, +) / Double(cosines.count),
      cosineMinimum: cosines.min() ?? 0)
  }
}

/// The texts of all dies but the first, one after another.
private struct DieTexts: Job {
  let texts: Int
  let cosine: @Sendable (_ die: Int, _ text: Int, _ part: JobPart) throws -> Double?

  func perform(_ key: Int, _ part: JobPart) throws -> Double? {
    try cosine(1 + key / texts, key % texts, part)
  }
}
