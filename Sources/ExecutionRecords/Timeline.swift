/// When each instruction ran, in cycles of the digital periphery.
public struct Timeline: Sendable, Equatable, Codable {
  /// One instruction's time on the chip.
  public struct Span: Sendable, Equatable, Codable {
    /// Index of the instruction in its program.
    public var instruction: Int
    /// First cycle, counted from the start of the execution.
    public var startCycle: UInt64
    /// Cycles until the instruction's barrier.
    public var cycles: UInt64

    /// Creates a span.
    public init(instruction: Int, startCycle: UInt64, cycles: UInt64) {
      self.instruction = instruction
      self.startCycle = startCycle
      self.cycles = cycles
    }
  }

  /// Clock frequency of the periphery in hertz.
  public var clock_Hz: Double
  /// Spans in the order of execution.
  public var spans: [Span]
  /// Cycles from the first start to the last end.
  public var totalCycles: UInt64

  /// An empty timeline at a clock frequency.
  public init(clock_Hz: Double) {
    self.clock_Hz = clock_Hz
    spans = []
    totalCycles = 0
  }

  /// Wall-clock time of the chip in seconds.
  public var duration_s: Double { Double(totalCycles) / clock_Hz }

  /// Places an instruction after everything placed so far.
  public mutating func place(instruction: Int, cycles: UInt64) {
    spans.append(Span(instruction: instruction, startCycle: totalCycles, cycles: cycles))
    totalCycles += cycles
  }

  /// Places an instruction that overlaps others; the end of the timeline stays where it is.
  public mutating func place(instruction: Int, startCycle: UInt64, cycles: UInt64) {
    spans.append(Span(instruction: instruction, startCycle: startCycle, cycles: cycles))
  }

  /// Moves the end of the timeline by the duration of a group of overlapping instructions.
  public mutating func advance(_ cycles: UInt64) { totalCycles += cycles }

  /// Places another execution's spans after this one's end.
  public mutating func append(_ other: Timeline) {
    for span in other.spans {
      var moved = span
      moved.startCycle += totalCycles
      spans.append(moved)
    }
    totalCycles += other.totalCycles
  }
}
