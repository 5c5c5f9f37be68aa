/// What the spans of executions that follow each other add up to, so that the spans themselves need not be kept.
public struct SpanSummary: Sendable, Equatable {
  /// All runs of one instruction.
  public struct Runs: Sendable, Equatable {
    /// How often it ran.
    public var count = 0
    /// The first cycle of its first run.
    public var startCycle: UInt64
    /// The cycles of all its runs.
    public var cycles: UInt64 = 0
  }

  /// The time of one layer.
  private struct Busy: Equatable {
    var cycles: UInt64 = 0
    /// The end of what is counted.
    var end: UInt64 = 0
  }

  /// Spans of all executions.
  public private(set) var count = 0
  private var runs: [Int: Runs] = [:]
  private var busy: [Int?: Busy] = [:]

  /// Nothing yet.
  public init() {}

  /// The spans of a record, whether it is of one execution or of several.
  public init(of record: ExecutionRecord) {
    add(record.timeline.spans, after: 0, layers: Self.layers(of: record.instructions))
  }

  /// The runs of an instruction of the program; `nil` if it never ran.
  public subscript(instruction: Int) -> Runs? { runs[instruction] }

  /// The most runs of an instruction: executions, where each runs it once.
  public var mostRuns: Int { runs.values.reduce(0) { max($0, $1.count) } }

  /// Cycles in which an instruction of a layer ran, or of none (`nil`): the union of their spans.
  public func busyCycles(ofLayer layer: Int?) -> UInt64 { busy[layer]?.cycles ?? 0 }

  /// Adds an execution's spans.
  ///
  /// - Parameters:
  ///   - spans: of an execution that starts where all before it have ended.
  ///   - start: the cycle at which it starts.
  ///   - layers: the layer of each instruction; spans of others are left out.
  mutating func add(_ spans: [Timeline.Span], after start: UInt64, layers: [Int: Int?]) {
    var order: [(start: UInt64, end: UInt64, layer: Int?)] = []
    order.reserveCapacity(spans.count)
    for span in spans {
      guard let layer = layers[span.instruction] else { continue }
      let first = start + span.startCycle
      var own = runs[span.instruction] ?? Runs(startCycle: first)
      own.count += 1
      own.startCycle = min(own.startCycle, first)
      own.cycles += span.cycles
      runs[span.instruction] = own
      order.append((first, first + span.cycles, layer))
      count += 1
    }
    for span in order.sorted(by: { $0.start < $1.start }) {
      var layer = busy[span.layer] ?? Busy()
      if span.end > layer.end { layer.cycles += span.end - max(layer.end, span.start) }
      layer.end = max(layer.end, span.end)
      busy[span.layer] = layer
    }
  }

  /// The layer of each instruction.
  static func layers(of instructions: [InstructionRecord]) -> [Int: Int?] {
    Dictionary(instructions.map { ($0.instruction, $0.layer) }, uniquingKeysWith: { $1 })
  }
}
