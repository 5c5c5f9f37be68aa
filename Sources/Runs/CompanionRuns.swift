import ChipPrograms
import ExecutionRecords
import Jobs
import MappingChecks
import VirtualChip

/// What runs beside the run that was asked for, so that it does not stand alone: the twin's accuracy, races
/// that saturate, scores that clip, norms that do not settle, and another road of attention. It costs about as much time again, so only so many texts
/// take part.
struct CompanionRuns {
  /// Most texts that run again.
  static let mostTexts = 100
  /// Most texts among them that overlap, again and again.
  static let mostOverlapping = 32
  /// Fewer texts are drawn several times, until there are about so many.
  static let leastOverlapping = 16

  /// The other road.
  struct Other {
    /// Its settings.
    var settings: RunSettings
    /// Mean cosine to the reference.
    var cosineMean: Double
    /// Counts and times, one text after another.
    var record: ExecutionRecord
    /// Texts.
    var texts: Int
    /// Texts that overlap, on the chip and on its twin.
    var throughputs: (chip: Throughput, twin: Throughput)
  }

  /// Mean cosine of a machine that draws nothing: infinitely many samples at the chip's precision.
  var twinCosine: Double?
  /// Texts that overlap, on the chip and on its twin; `nil` without texts.
  var throughputs: (chip: Throughput, twin: Throughput)?
  /// What makes the run unsound; `nil` where the machine has to be followed event by event.
  var soundness: RunSoundness?
  /// Potts agents in place of a race; `nil` where nothing races.
  var potts: Other?

  /// Runs the first texts again; after Ctrl-C the shortest text alone, and only what a report cannot do without.
  ///
  /// - Throws: `MachineError` for texts that the machine refuses.
  init(
    tokens: [[Int]], references: [[Float]], on machine: VirtualChip, settings: RunSettings,
    threads: Int
  ) throws {
    let shortest = tokens.min { $0.count < $1.count }
    let texts =
      Interruption.isRequested
      ? [shortest].compactMap(\.self) : Array(tokens.prefix(Self.mostTexts))
    func run(_ settings: RunSettings) throws -> (Double, ExecutionRecord)? {
      let all = try FoldedTexts.run(
        TextsJob(machine: machine, tokens: texts, settings: settings), count: texts.count,
        of: machine.program, runner: JobRunner(threads: threads))
      let outputs = all.finished
      // After Ctrl-C the texts that are there are reported without this.
      guard outputs.count == texts.count, !texts.isEmpty else { return nil }
      // Outputs that are not finite are the report's to refuse.
      guard
        let cosines = try? zip(outputs, references).map({ try Outputs.cosine($0, $1) })
      else { return nil }
      return (cosines.reduce(0, +) / Double(cosines.count), all.record.record)
    }
    func overlapped(
      _ settings: RunSettings
    ) throws -> (chip: Throughput, twin: Throughput)? {
      // A few texts come with several draws each: one draw again and again would have a rhythm of its own.
      let own = Array(texts.prefix(Self.mostOverlapping))
      let draws = max(1, Self.leastOverlapping / max(1, own.count))
      var passages = try JobRunner(threads: threads).map(
        own.indices.flatMap { text in (0..<draws).map { (text, $0) } }
      ) { text, draw in
        var settings = settings
        settings.seed &+= UInt64(draw)
        return try machine.passage(of: own[text], settings: settings)
      }
      // After Ctrl-C the first text stands for all.
      if passages.isEmpty, let first = texts.first {
        passages = [try machine.passage(of: first, settings: settings)]
      }
      guard !passages.isEmpty else { return nil }
      var pair = JobRunner(threads: threads)
      pair.isInterrupted = { false }
      let both = pair.map([false, true]) { [passages] isTwin in
        machine.throughput(of: passages, isTwin: isTwin)
      }
      return (both[0], both[1])
    }
    throughputs = try overlapped(settings)
    // Digital weights have neither gains nor offsets.
    var exact = settings.ideal
    exact.fidelity = .expectation
    // Of converters that clip there is no law, and so no twin's accuracy.
    if (try? machine.check(exact)) != nil { twinCosine = try run(exact)?.0 }
    soundness = try RunSoundness(of: texts, on: machine, settings: settings)
    var other = settings
    let words = settings.attention.words
    let hasRaces = machine.program.instructions.contains { $0.operation is Instruction.Race }
    guard words.dynamics == .race, hasRaces,
      let road = try? AttentionWords(.potts, draws: words.draws).road()
    else { return }
    other.attention = road
    if case .event = other.fidelity { other.fidelity = .sampled }
    guard (try? machine.check(other)) != nil, let (cosine, record) = try run(other),
      let throughputs = try overlapped(other)
    else { return }
    potts = Other(
      settings: other, cosineMean: cosine, record: record, texts: texts.count,
      throughputs: throughputs)
  }
}
