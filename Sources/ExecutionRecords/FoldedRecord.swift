/// Executions of one program one after another, folded as they end: counts, times and sums over spans are those
/// of `ExecutionRecord(joining:)`, but only the first spans are kept, so that memory does not grow with the
/// number of executions.
///
/// Executions may end in any order. Counts are integers and are added at once; times wait until all before them
/// are there.
public struct FoldedRecord: Sendable {
  /// Spans that are enough: no further execution's are kept once there are so many.
  public static let enoughSpans = 20_000

  /// Counts of all executions that were added; times of the first ones without a gap.
  ///
  /// The spans are those of the first executions, and the twin's are not kept.
  public private(set) var record = ExecutionRecord(joining: [])
  /// Sums over the spans of all these executions.
  public private(set) var spans = SpanSummary()
  /// Executions whose times are added.
  public private(set) var count = 0
  private var layers: [Int: Int?]?
  private var waiting: [Int: (chip: Timeline, twin: Timeline)] = [:]

  /// Nothing yet.
  public init() {}

  /// Adds an execution.
  ///
  /// - Parameters:
  ///   - other: its record.
  ///   - place: 0, 1, … in the order in which executions follow each other; each once.
  public mutating func add(_ other: ExecutionRecord, at place: Int) {
    let chip = other.timeline
    var twin = other.twinTimeline
    twin.spans = []
    if layers == nil {
      layers = SpanSummary.layers(of: other.instructions)
      record = other
      record.timeline = Timeline(clock_Hz: chip.clock_Hz)
      record.twinTimeline = Timeline(clock_Hz: twin.clock_Hz)
    } else {
      for index in record.instructions.indices {
        record.instructions[index].merge(other.instructions[index])
      }
    }
    waiting[place] = (chip, twin)
    while let next = waiting.removeValue(forKey: count) { append(next.chip, next.twin) }
  }

  /// No further execution comes: those that wait for others, which never ended, follow each other without them.
  public mutating func end() {
    for (_, next) in waiting.sorted(by: { $0.key < $1.key }) { append(next.chip, next.twin) }
    waiting = [:]
  }

  private mutating func append(_ chip: Timeline, _ twin: Timeline) {
    var chip = chip
    spans.add(chip.spans, after: record.timeline.totalCycles, layers: layers ?? [:])
    if record.timeline.spans.count >= Self.enoughSpans { chip.spans = [] }
    record.timeline.append(chip)
    record.twinTimeline.append(twin)
    count += 1
  }
}
