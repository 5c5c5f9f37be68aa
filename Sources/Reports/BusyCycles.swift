import ExecutionRecords

/// How many cycles each layer was at work: the union of its instructions' spans.
struct BusyCycles {
  private var cycles: [Int?: UInt64] = [:]

  init(record: ExecutionRecord) {
    let layers = Dictionary(
      record.instructions.map { ($0.instruction, $0.layer) },
      uniquingKeysWith: { first, _ in first }
    )
    var spans: [Int?: [Timeline.Span]] = [:]
    for span in record.timeline.spans {
      guard let layer = layers[span.instruction] else { continue }
      spans[layer, default: []].append(span)
    }
    for (layer, spans) in spans {
      var covered: UInt64 = 0
      var end: UInt64 = 0
      for span in spans.sorted(by: { $0.startCycle < $1.startCycle }) {
        let spanEnd = span.startCycle + span.cycles
        covered += spanEnd > end ? spanEnd - max(end, span.startCycle) : 0
        end = max(end, spanEnd)
      }
      cycles[layer] = covered
    }
  }

  /// Cycles of one layer; `nil` is what belongs to no layer.
  func of(layer: Int?) -> UInt64 { cycles[layer] ?? 0 }
}
