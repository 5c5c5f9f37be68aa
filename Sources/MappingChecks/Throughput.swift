package import ChipPrograms
package import ExecutionRecords

/// How many texts a second a machine finishes when they overlap, and what holds it back.
package struct Throughput: Sendable, Equatable {
  /// Texts a second; that of one text after the other if nothing is ever busy.
  package var texts_perSecond: Double
  /// The unit that is always busy.
  package var bottleneck: String

  /// The rate at which the busiest unit never waits: no unit can be busy with more than one text, so its
  /// cycles a text are the interval.
  ///
  /// - Parameters:
  ///   - record: texts one after another.
  ///   - texts: their number, one at least.
  ///   - program: what they ran.
  package init(of record: ExecutionRecord, texts: Int, program: Program) {
    let busy = BusyCycles<String>(record: record) { instruction in
      guard program.instructions.indices.contains(instruction.instruction) else { return nil }
      let operation = program.instructions[instruction.instruction].operation
      guard let unit = ChipUnit(operation) else { return nil }
      // Each array has tiles of its own; all layers share the other units.
      if let read = operation as? Instruction.Read {
        return "array " + program.arrays[read.array].name
      }
      return unit.rawValue
    }
    bottleneck = busy.keys.max { (busy.of($0), $1) < (busy.of($1), $0) } ?? ""
    let cycles = busy.of(bottleneck) > 0 ? busy.of(bottleneck) : record.timeline.totalCycles
    texts_perSecond = Double(texts) * record.timeline.clock_Hz / Double(max(1, cycles))
  }

  /// A rate that was found elsewhere.
  package init(texts_perSecond: Double, bottleneck: String) {
    self.texts_perSecond = texts_perSecond
    self.bottleneck = bottleneck
  }
}
