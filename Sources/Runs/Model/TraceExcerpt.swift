import EnergyBudgets
import ExecutionRecords
import HardwareSpecs
import Reports

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
    spanCount = report.chip.spans.count
    textCount = report.chip.spans.mostRuns
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
  func description(of report: RunReport) -> Facts {
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
    return [
      "model": report.model.name, "hardware": report.hardware.name,
      "hardware_hash": report.hardware.hash, "arguments": report.provenance.arguments,
      "provenance": report.provenance.facts, "event_limit": max(0, eventLimit),
      "texts_shown": texts, "texts": textCount, "spans_shown": spans.count, "spans": spanCount,
      "notes": notes,
    ]
  }

  /// Names first, then everything in the order of time.
  func events(of report: RunReport) -> [Facts] {
    var timed: [(cycle: UInt64, event: Facts)] = steps.map { ($0.cycle, counter($0)) }
    timed += spans.map { ($0.startCycle, slice($0, of: report)) }
    timed += textSlices(of: report)
    let order = timed.indices.sorted { (timed[$0].cycle, $0) < (timed[$1].cycle, $1) }
    return names(of: report) + order.map { timed[$0].event }
  }

  private func names(of report: RunReport) -> [Facts] {
    func name(_ kind: String, _ thread: UInt64, _ argument: Facts) -> Facts {
      ["name": kind, "ph": "M", "pid": 1, "tid": thread, "args": argument]
    }
    func thread(_ id: UInt64, _ label: String) -> [Facts] {
      [
        name("thread_name", id, ["name": label]),
        name("thread_sort_index", id, ["sort_index": id]),
      ]
    }
    var events = [name("process_name", 0, ["name": "chip \(report.hardware.name)"])]
    if texts > 0 { events += thread(1, "texts") }
    for track in Set(spans.map(\.track)).sorted(by: { $0.thread < $1.thread }) {
      events += thread(track.thread, track.name)
    }
    return events
  }

  private func counter(_ step: TracePower.Step) -> Facts {
    [
      "name": "power", "ph": "C", "pid": 1, "ts": time_us(step.cycle),
      "args": ["power_W": step.power_W] as Facts,
    ]
  }

  private func slice(_ span: TraceSpan, of report: RunReport) -> Facts {
    let instruction = report.chip.record.instructions[span.position]
    var arguments: Facts = [
      "instruction": instruction.instruction, "text": span.text, "start_cycle": span.startCycle,
      "cycles": span.endCycle - span.startCycle,
    ]
    if let energy = span.energy_J {
      arguments += [
        "energy_low_J": energy.low, "energy_J": energy.nominal, "energy_high_J": energy.high,
      ]
    }
    return complete(
      instruction.name, category: instruction.layer.map { "layer \($0)" } ?? "no layer",
      thread: span.track.thread, from: span.startCycle, to: span.endCycle, arguments)
  }

  private func textSlices(of report: RunReport) -> [(UInt64, Facts)] {
    var ends: [Int: (start: UInt64, end: UInt64)] = [:]
    for span in spans where span.text < texts {
      let part = ends[span.text] ?? (span.startCycle, span.endCycle)
      ends[span.text] = (min(part.start, span.startCycle), max(part.end, span.endCycle))
    }
    return ends.sorted { $0.key < $1.key }.map { text, part in
      var arguments: Facts = [:]
      if report.outputs.indices.contains(text) {
        let output = report.outputs[text]
        arguments = ["text": output.text, "tokens": output.tokenIDs.count]
      }
      let event = complete(
        "text \(text)", category: "text", thread: 1, from: part.start, to: part.end, arguments)
      return (part.start, event)
    }
  }

  private func complete(
    _ name: String, category: String, thread: UInt64, from start: UInt64, to end: UInt64,
    _ arguments: Facts
  ) -> Facts {
    [
      "name": name, "cat": category, "ph": "X", "pid": 1, "tid": thread, "ts": time_us(start),
      // From rounded ends, so that neighbours touch and never overlap.
      "dur": (picoseconds(end) - picoseconds(start)) / 1e6, "args": arguments,
    ]
  }

  private func time_us(_ cycle: UInt64) -> Double { picoseconds(cycle) / 1e6 }

  /// Whole picoseconds from the start; exact up to two hours.
  private func picoseconds(_ cycle: UInt64) -> Double {
    (Double(cycle) * 1e12 / clock_Hz).rounded()
  }
}
