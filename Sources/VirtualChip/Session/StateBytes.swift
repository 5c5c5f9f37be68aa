import ByteFormats
import ExecutionRecords

// Parts of a session's state as bytes, in the order in which they are read again.

extension ByteWriter {
  mutating func put(_ text: String) { put(Array(text.utf8)) }

  /// Pairs in the order of their keys.
  mutating func put<Value>(
    _ pairs: [Int: Value], _ content: (inout ByteWriter, Value) -> Void
  ) {
    put(pairs.count)
    for (key, value) in pairs.sorted(by: { $0.key < $1.key }) {
      put(key)
      content(&self, value)
    }
  }

  mutating func put(_ matrix: Matrix) {
    put(matrix.rows)
    put(matrix.elements)
  }

  mutating func put(_ matrix: CodedMatrix) {
    put(matrix.rows)
    put(matrix.bits)
    put(matrix.outliers)
    put(matrix.codes8)
    put(matrix.codes16)
    put(matrix.scale)
    put(matrix.zero)
    put(matrix.outlierChannel)
    put(matrix.outlierCode)
    put(matrix.outlierScale)
  }

  /// What was counted; number, name and layer are the program's.
  mutating func put(_ record: InstructionRecord) {
    for (index, component) in ChipComponent.allCases.enumerated() {
      guard let counts = record.counts[component] else { continue }
      put(index)
      put(
        Action.allCases.flatMap { action in ActionClass.allCases.map { counts[action, $0] } })
    }
    put(-1)
    let twin = record.twin
    put(twin.flatMap { ChipComponent.allCases.firstIndex(of: $0.component) } ?? -1)
    put(
      twin.map {
        [$0.multiplierBits, $0.tableLookups, $0.divisions, $0.digitalOperations]
          + ($0.analog.map {
            [$0.products, $0.activeProducts, $0.conversions, $0.sparedOperations]
          } ?? [])
      } ?? [])
  }

  mutating func put(_ clock: ChipClock) {
    put(clock.timeline.totalCycles)
    put(clock.lastLoad)
    put(
      clock.timeline.spans.flatMap { [UInt64($0.instruction), $0.startCycle, $0.cycles] })
  }

  mutating func put(_ tally: EventTally) {
    put([tally.draws, tally.pulses, tally.conversions, tally.flits, tally.messages])
  }
}

extension ByteReader {
  mutating func text() throws(Damaged) -> String {
    guard let text = String(validating: try list(UInt8.self), as: UTF8.self) else {
      throw Damaged()
    }
    return text
  }

  /// A number of things that follow.
  mutating func count() throws(Damaged) -> Int {
    let count: Int = try get()
    guard 0 <= count, count <= remaining else { throw Damaged() }
    return count
  }

  /// Numbers by their keys.
  mutating func numbers<Number: BitwiseCopyable>(
    _ type: Number.Type
  ) throws(Damaged) -> [Int: Number] {
    var numbers: [Int: Number] = [:]
    for _ in 0..<(try count()) {
      let key: Int = try get()
      numbers[key] = try get(type)
    }
    return numbers
  }

  /// Rows of a width.
  mutating func matrix(width: Int) throws(Damaged) -> Matrix {
    let rows: Int = try get()
    let elements: [Float] = try list()
    guard (0...elements.count).contains(rows), elements.count == rows * width else {
      throw Damaged()
    }
    return Matrix(rows: rows, width: width, elements: elements)
  }

  /// Codes of a width.
  mutating func codedMatrix(width: Int) throws(Damaged) -> CodedMatrix {
    let (rows, bits, outliers): (Int, Int, Int) = (try get(), try get(), try get())
    guard 0 <= rows, rows <= remaining, (1...16).contains(bits), 0 <= outliers,
      outliers <= width
    else { throw Damaged() }
    var matrix = CodedMatrix(rows: rows, width: width, bits: bits, outliers: outliers)
    func list<Element: BitwiseCopyable>(
      like old: [Element]
    ) throws(Damaged) -> [Element] {
      let new: [Element] = try self.list()
      guard new.count == old.count else { throw Damaged() }
      return new
    }
    matrix.codes8 = try list(like: matrix.codes8)
    matrix.codes16 = try list(like: matrix.codes16)
    matrix.scale = try list(like: matrix.scale)
    matrix.zero = try list(like: matrix.zero)
    matrix.outlierChannel = try list(like: matrix.outlierChannel)
    matrix.outlierCode = try list(like: matrix.outlierCode)
    matrix.outlierScale = try list(like: matrix.outlierScale)
    guard matrix.outlierChannel.allSatisfy({ (0..<Int32(width)).contains($0) }) else {
      throw Damaged()
    }
    return matrix
  }

  /// Adds what was counted to a record without counts.
  mutating func counts(into record: inout InstructionRecord) throws(Damaged) {
    let classes = ActionClass.allCases.count
    while case let index:Int = try get(), index >= 0 {
      let values: [UInt64] = try list()
      // Fewer actions in states of earlier versions: new ones stand at the end.
      guard index < ChipComponent.allCases.count, values.count.isMultiple(of: classes),
        values.count <= Action.allCases.count * classes
      else { throw Damaged() }
      var counts = ActionCounts()
      var next = values.makeIterator()
      for action in Action.allCases.prefix(values.count / classes) {
        for actionClass in ActionClass.allCases { counts[action, actionClass] = next.next()! }
      }
      record.counts[ChipComponent.allCases[index]] = counts
    }
    let component: Int = try get()
    let work: [UInt64] = try list()
    guard component >= 0 else { return }
    guard component < ChipComponent.allCases.count, work.count == 4 || work.count == 8 else {
      throw Damaged()
    }
    record.twin = TwinWork(
      component: ChipComponent.allCases[component], multiplierBits: work[0],
      tableLookups: work[1], divisions: work[2], digitalOperations: work[3],
      analog: work.count == 4
        ? nil
        : AnalogWork(
          products: work[4], activeProducts: work[5], conversions: work[6],
          sparedOperations: work[7]))
  }

  mutating func clock(clock_Hz: Double, instructions: Int) throws(Damaged) -> ChipClock {
    var timeline = Timeline(clock_Hz: clock_Hz)
    timeline.totalCycles = try get()
    let lastLoad: UInt64 = try get()
    let spans: [UInt64] = try list()
    guard spans.count % 3 == 0 else { throw Damaged() }
    for start in stride(from: 0, to: spans.count, by: 3) {
      guard spans[start] < UInt64(instructions) else { throw Damaged() }
      timeline.spans.append(
        Timeline.Span(
          instruction: Int(spans[start]), startCycle: spans[start + 1],
          cycles: spans[start + 2]))
    }
    return ChipClock(timeline: timeline, lastLoad: lastLoad)
  }

  mutating func tally() throws(Damaged) -> EventTally {
    let counts: [UInt64] = try list()
    guard counts.count == 5 else { throw Damaged() }
    var tally = EventTally()
    (tally.draws, tally.pulses, tally.conversions) = (counts[0], counts[1], counts[2])
    (tally.flits, tally.messages) = (counts[3], counts[4])
    return tally
  }
}
