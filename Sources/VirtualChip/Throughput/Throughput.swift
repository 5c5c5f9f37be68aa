import HardwareSpecs

/// How many texts a second a chip takes when the next ones enter while those before are under way.
public struct Throughput: Sendable, Equatable {
  /// Texts a second.
  public var texts_perSecond: Double
  /// The part of the chip that is busy most.
  public var bottleneck: String
  /// The share of the time for which it is busy.
  public var busyShare: Double

  /// States a throughput.
  public init(texts_perSecond: Double, bottleneck: String, busyShare: Double) {
    self.texts_perSecond = texts_perSecond
    self.bottleneck = bottleneck
    self.busyShare = busyShare
  }
}

extension VirtualChip {
  /// Simulates texts that overlap: each row of each text asks the tiles, lanes, links and ports on its way
  /// for the times of the schedule, and whoever asks first is served first. A race tile holds the keys of
  /// one text at a time.
  ///
  /// - Parameters:
  ///   - texts: token ids; they come again and again in this order.
  ///   - settings: as for `run`. Times are those of the schedule: drawn for `sampled` and `event`, in the mean
  ///     for `expectation`.
  ///   - isTwin: in the times of the digital twin.
  /// - Throws: `MachineError` as `run`.
  public func throughput(
    of texts: [[Int]], settings: RunSettings, isTwin: Bool = false
  ) throws(MachineError) -> Throughput {
    var passages: [TextPassage] = []
    for text in texts { passages.append(try passage(of: text, settings: settings)) }
    return throughput(of: passages, isTwin: isTwin)
  }

  /// The same for texts whose way is known.
  package func throughput(of texts: [TextPassage], isTwin: Bool) -> Throughput {
    var pipeline = OverlappedTexts(
      passages: texts.map(\.stages), tokens: texts.map(\.tokens), ChipResources(self),
      isTwin: isTwin)
    return pipeline.throughput(clock_Hz: chip.timing.clock_Hz)
  }

  /// What the rows of a text ask of the stages.
  package func passage(
    of text: [Int], settings: RunSettings
  ) throws(MachineError) -> TextPassage {
    // Times alone are asked for, and converters that clip change none: they stop nothing that `event` follows.
    try check(settings)
    try checkNumbers()
    var settings = settings
    if case .event = settings.fidelity { settings.fidelity = .sampled }
    if let reason = settings.attention.road.faultOfCounts(on: chip.timing) {
      throw .unusableSettings(reason: reason)
    }
    let session = Session(machine: self, settings: settings, keepsPassages: true)
    try session.feed(text)
    while !session.isFinished { session.step() }
    if let failure = session.failure { throw failure }
    return TextPassage(tokens: text.count, stages: session.passages)
  }
}

/// The way of a text through the program.
package struct TextPassage: Sendable {
  let tokens: Int
  let stages: [StagePassage]
}

/// What the rows of a text ask of a stage of the program.
struct StagePassage: Sendable {
  /// Place in the program.
  var instruction: Int
  /// Times by the schedule.
  var time: StageTime
  /// Cycles before the first row, in its latency.
  var preparing: Int
  /// Cycles of a row on lanes, where those come beside the instruction's own time.
  var laneCycles: Int
  /// The tiles of those lanes; none for all.
  var laneTiles: [Int]
  /// Whether a barrier comes before it.
  var isFirst: Bool
}
