import EnergyBudgets
import ExecutionRecords
import HardwareSpecs

/// The part of an execution that a trace shows.
struct TraceExcerpt {
  private let spans: [TraceSpan]
  private let spanCount: Int
  private let texts: Int
  private let textCount: Int
  private let steps: [TracePower.Step]
  private let clock_Hz: Double
  private let eventLimit: Int

  init(report: RunReport, eventLimit: Int) {
    let all = TraceSpan.spans(of: report.chip)
    let timeline = report.chip.record.timeline
    let budget = report.chip.budget
    clock_Hz = timeline.clock_Hz
    self.eventLimit = eventLimit
    spanCount = all.count
    textCount = (all.map(\.text).max() ?? -1) + 1
    let powerKnown = budget.dynamic_J != nil
    // A span is one event and changes the power twice; a text and a thread are one and two.
    let perSpan = powerKnown ? 3 : 1
    let names = 2 + 2 * (Set(all.map(\.track)).count + 1)
    let available = eventLimit - names - (powerKnown ? 1 : 0)
    var shown = 0
    var complete = 0
    // The texts run one after another: where the next one starts, this one is complete.
    for index in all.indices where index + 1 == all.count || all[index + 1].text > all[index].text {
      guard (index + 1) * perSpan + all[index].text + 1 <= available else { break }
      shown = index + 1
      complete = all[index].text + 1
    }
    if complete == 0 { shown = max(0, min(all.count, available / perSpan)) }
    texts = complete
    spans = Array(all.prefix(shown))
    let end = shown < all.count ? all[shown].startCycle : timeline.totalCycles
    let static_W = budget.duration_s > 0 ? budget.static_J.nominal / budget.duration_s : 0
    steps =
      powerKnown
      ? TracePower(spans: spans, static_W: static_W, clock_Hz: clock_Hz, end: end).steps : []
  }

  /// What the trace shows and how to read it.
  func description(of report: RunReport) -> JSONValue {
    let budget = report.chip.budget
    var notes = [
      report.chip.events.isEmpty
        ? "times are analytic: rules of the chip's description, not a circuit simulation"
        : "times of the chip were \(report.chip.timing)",
      "an instruction lies on the first component on which it counts actions",
      "energies and power are nominal figures between energy_low_J and energy_high_J",
      "an instruction's energy over all texts is divided over its runs by their cycles",
    ]
    if budget.dynamic_J == nil {
      let missing = budget.missingPrices.map(\.rawValue).joined(separator: ", ")
      notes.append("no power_W: no price for \(missing)")
    }
    if spans.count < spanCount {
      notes.append(
        texts > 0
          ? "the first \(texts) of \(textCount) texts, at most \(eventLimit) events"
          : "the beginning of the first of \(textCount) texts, at most \(eventLimit) events")
    }
    return .object([
      ("model", .string(report.model)), ("hardware", .string(report.hardware)),
      ("hardware_hash", .string(report.hardwareHash)),
      ("arguments", .array(report.arguments.map { .string($0) })),
      (
        "provenance",
        .object(RunDocument.members(report.provenance))
      ),
      ("event_limit", .integer(UInt64(max(0, eventLimit)))),
      ("texts_shown", .integer(UInt64(texts))), ("texts", .integer(UInt64(textCount))),
      ("spans_shown", .integer(UInt64(spans.count))), ("spans", .integer(UInt64(spanCount))),
      ("notes", .array(notes.map { .string($0) })),
    ])
  }

  /// Names first, then everything in the order of time.
  func events(of report: RunReport) -> [JSONValue] {
    var events = names(of: report)
    var timed: [(cycle: UInt64, event: JSONValue)] = steps.map { step in
      (step.cycle, counter(step))
    }
    timed += spans.map { ($0.startCycle, slice($0, of: report)) }
    timed += textSlices(of: report)
    let order = timed.indices.sorted { (timed[$0].cycle, $0) < (timed[$1].cycle, $1) }
    events += order.map { timed[$0].event }
    return events
  }

  private func names(of report: RunReport) -> [JSONValue] {
    func name(_ kind: String, _ thread: UInt64, _ key: String, _ value: JSONValue) -> JSONValue {
      .object([
        ("name", .string(kind)), ("ph", .string("M")), ("pid", .integer(1)),
        ("tid", .integer(thread)), ("args", .object([(key, value)])),
      ])
    }
    func thread(_ id: UInt64, _ label: String) -> [JSONValue] {
      [
        name("thread_name", id, "name", .string(label)),
        name("thread_sort_index", id, "sort_index", .integer(id)),
      ]
    }
    var events = [name("process_name", 0, "name", .string("chip \(report.hardware)"))]
    if texts > 0 { events += thread(1, "texts") }
    for track in Set(spans.map(\.track)).sorted(by: { $0.thread < $1.thread }) {
      events += thread(track.thread, track.name)
    }
    return events
  }

  private func counter(_ step: TracePower.Step) -> JSONValue {
    .object([
      ("name", .string("power")), ("ph", .string("C")), ("pid", .integer(1)),
      ("ts", time(step.cycle)), ("args", .object([("power_W", .number(step.power_W))])),
    ])
  }

  private func slice(_ span: TraceSpan, of report: RunReport) -> JSONValue {
    let instruction = report.chip.record.instructions[span.position]
    var arguments: [(String, JSONValue)] = [
      ("instruction", .integer(UInt64(instruction.instruction))),
      ("text", .integer(UInt64(span.text))),
      ("start_cycle", .integer(span.startCycle)),
      ("cycles", .integer(span.endCycle - span.startCycle)),
    ]
    if let energy = span.energy_J {
      arguments += [
        ("energy_low_J", .number(energy.low)), ("energy_J", .number(energy.nominal)),
        ("energy_high_J", .number(energy.high)),
      ]
    }
    return complete(
      instruction.name, category: instruction.layer.map { "layer \($0)" } ?? "no layer",
      thread: span.track.thread, from: span.startCycle, to: span.endCycle, arguments)
  }

  private func textSlices(of report: RunReport) -> [(UInt64, JSONValue)] {
    var ends: [Int: (start: UInt64, end: UInt64)] = [:]
    for span in spans where span.text < texts {
      let part = ends[span.text] ?? (span.startCycle, span.endCycle)
      ends[span.text] = (min(part.start, span.startCycle), max(part.end, span.endCycle))
    }
    return ends.sorted { $0.key < $1.key }.map { text, part in
      var arguments: [(String, JSONValue)] = []
      if report.outputs.indices.contains(text) {
        arguments = [
          ("text", .string(report.outputs[text].text)),
          ("tokens", .integer(UInt64(report.outputs[text].tokenIDs.count))),
        ]
      }
      let event = complete(
        "text \(text)", category: "text", thread: 1, from: part.start, to: part.end, arguments)
      return (part.start, event)
    }
  }

  private func complete(
    _ name: String, category: String, thread: UInt64, from start: UInt64, to end: UInt64,
    _ arguments: [(String, JSONValue)]
  ) -> JSONValue {
    .object([
      ("name", .string(name)), ("cat", .string(category)), ("ph", .string("X")),
      ("pid", .integer(1)), ("tid", .integer(thread)), ("ts", time(start)),
      // From rounded ends, so that neighbours touch and never overlap.
      ("dur", .number((picoseconds(end) - picoseconds(start)) / 1e6)),
      ("args", .object(arguments)),
    ])
  }

  private func time(_ cycle: UInt64) -> JSONValue { .number(picoseconds(cycle) / 1e6) }

  /// Whole picoseconds from the start; exact up to two hours.
  private func picoseconds(_ cycle: UInt64) -> Double {
    (Double(cycle) * 1e12 / clock_Hz).rounded()
  }
}
