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
    throughput(of: try passages(of: texts, settings: settings), texts, isTwin: isTwin)
  }

  /// Texts that overlap on the machine and on its digital twin.
  package func throughputs(
    of texts: [[Int]], settings: RunSettings
  ) throws(MachineError) -> (chip: Throughput, twin: Throughput) {
    let passages = try passages(of: texts, settings: settings)
    return (
      throughput(of: passages, texts, isTwin: false), throughput(of: passages, texts, isTwin: true)
    )
  }

  private func throughput(
    of passages: [[StagePassage]], _ texts: [[Int]], isTwin: Bool
  ) -> Throughput {
    var pipeline = OverlappedTexts(
      passages: passages, tokens: texts.map(\.count), ChipResources(self), isTwin: isTwin)
    return pipeline.throughput(clock_Hz: chip.timing.clock_Hz)
  }

  /// What the rows of texts ask of the stages.
  private func passages(
    of texts: [[Int]], settings: RunSettings
  ) throws(MachineError) -> [[StagePassage]] {
    var settings = settings
    if case .event = settings.fidelity { settings.fidelity = .sampled }
    try check(settings)
    var passages: [[StagePassage]] = []
    for text in texts {
      let session = Session(machine: self, settings: settings, keepsPassages: true)
      try session.feed(text)
      while !session.isFinished { session.step() }
      passages.append(session.passages)
    }
    return passages
  }
}

/// What the rows of a text ask of a stage of the program.
struct StagePassage {
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
