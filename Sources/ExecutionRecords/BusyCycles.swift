/// How many cycles each part of a chip or model was at work: the union of its instructions' spans.
package struct BusyCycles<Key: Hashable> {
  private var cycles: [Key: UInt64] = [:]

  /// Measures an execution, or several one after the other.
  ///
  /// - Parameters:
  ///   - record: records and timeline.
  ///   - key: the part that an instruction belongs to; `nil` leaves the instruction out.
  package init(record: ExecutionRecord, key: (InstructionRecord) -> Key?) {
    var keys: [Int: Key] = [:]
    for instruction in record.instructions { keys[instruction.instruction] = key(instruction) }
    var spans: [Key: [Timeline.Span]] = [:]
    for span in record.timeline.spans {
      guard let key = keys[span.instruction] else { continue }
      spans[key, default: []].append(span)
    }
    for (key, spans) in spans {
      var covered: UInt64 = 0
      var end: UInt64 = 0
      for span in spans.sorted(by: { $0.startCycle < $1.startCycle }) {
        let spanEnd = span.startCycle + span.cycles
        covered += spanEnd > end ? spanEnd - max(end, span.startCycle) : 0
        end = max(end, spanEnd)
      }
      cycles[key] = covered
    }
  }

  /// Cycles of one part.
  package func of(_ key: Key) -> UInt64 { cycles[key] ?? 0 }

  /// The parts that were at work at all.
  package var keys: Dictionary<Key, UInt64>.Keys { cycles.keys }
}
