import EnergyBudgets
import ExecutionRecords
import Foundation
import HardwareSpecs
import Reports
import Runs
import Testing

@Suite struct PerfettoTests {
  private struct Slice {
    var name: String
    var thread: Int
    var start: Double
    var end: Double
  }

  private func trace(
    _ report: RunReport, limit: Int = PerfettoTrace.defaultEventLimit
  ) throws -> (events: [[String: Any]], other: [String: Any]) {
    let text = PerfettoTrace.text(of: report, eventLimit: limit)
    let root = try #require(
      JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(root["displayTimeUnit"] as? String == "ns")
    return (
      try #require(root["traceEvents"] as? [[String: Any]]),
      try #require(root["otherData"] as? [String: Any])
    )
  }

  private func number(_ event: [String: Any], _ key: String) throws -> Double {
    try #require(event[key] as? NSNumber).doubleValue
  }

  private func slices(_ events: [[String: Any]]) throws -> [Slice] {
    try events.filter { $0["ph"] as? String == "X" }.map { event in
      let start = try number(event, "ts")
      return Slice(
        name: event["name"] as? String ?? "", thread: Int(try number(event, "tid")), start: start,
        end: start + (try number(event, "dur")))
    }
  }

  /// The clocks of the second and third case have no whole number of picoseconds a cycle.
  @Test(arguments: [1e9, 3e9, 0.7e9])
  func slicesOfAThreadNeverOverlap(_ clock_Hz: Double) throws {
    let report = SampleReports.report(clock_Hz: clock_Hz)
    let slices = try slices(trace(report).events)
    let spans = report.chip.record.timeline.spans.count
    #expect(slices.count == spans + 3)
    for thread in Set(slices.map(\.thread)) {
      let own = slices.filter { $0.thread == thread }.sorted { $0.start < $1.start }
      for (left, right) in zip(own, own.dropFirst()) {
        // Microseconds; the slack is a millionth of a picosecond.
        #expect(left.end <= right.start + 1e-12, "\(left) \(right)")
      }
    }
    // Two instructions of one component that run together lie on two threads of it.
    let query = try #require(slices.first { $0.name == "layer0.query" })
    let key = try #require(slices.first { $0.name == "layer0.key" })
    #expect(query.thread != key.thread && query.end > key.start)
    // Rounded to a picosecond.
    #expect(abs(query.start - 50 / clock_Hz * 1e6) < 1e-6)
    #expect(abs(query.end - query.start - 70 / clock_Hz * 1e6) < 1e-6)
  }

  @Test func eventsAreNamedAndInOrder() throws {
    let events = try trace(SampleReports.report()).events
    let timed = events.filter { $0["ph"] as? String != "M" }
    let times = try timed.map { try number($0, "ts") }
    #expect(times == times.sorted())
    let phases = Set(events.compactMap { $0["ph"] as? String })
    #expect(phases == ["M", "X", "C"])
    var named: Set<Int> = []
    for event in events where event["name"] as? String == "thread_name" {
      named.insert(Int(try number(event, "tid")))
    }
    #expect(try Set(slices(events).map(\.thread)).isSubset(of: named))
    #expect(events.contains { $0["name"] as? String == "process_name" })
  }

  @Test func thePowerHoldsTheWholeEnergy() throws {
    // No energy lies in instructions without time here.
    let report = SampleReports.report(chip: SampleReports.chip(missing: []))
    let counters = try trace(report).events.filter { $0["ph"] as? String == "C" }
    let points = try counters.map { event in
      let arguments = try #require(event["args"] as? [String: Any])
      return (try number(event, "ts") * 1e-6, try number(arguments, "power_W"))
    }
    var energy = 0.0
    for (index, point) in points.enumerated() {
      let end = index + 1 < points.count ? points[index + 1].0 : report.chip.budget.duration_s
      energy += point.1 * (end - point.0)
    }
    let instant = report.chip.budget.byInstruction.filter { $0.key.name.contains("settle") }
      .reduce(0.0) { $0 + ($1.energy_J?.nominal ?? 0) }
    let total = try #require(report.chip.budget.total_J).nominal
    #expect(instant > 0)
    #expect(agree(energy, total - instant, 1e-9), "\(energy) \(total - instant)")
  }

  @Test func withoutAPriceThereIsNoPower() throws {
    let report = SampleReports.report(chip: SampleReports.chip(missing: [.networkBitHop]))
    let (events, other) = try trace(report)
    #expect(!events.contains { $0["ph"] as? String == "C" })
    let notes = try #require(other["notes"] as? [String])
    #expect(notes.contains { $0.contains("network_bit_hop") })
  }

  @Test(arguments: [0, 1, 10, 25, 40, 60, 110, 165, 1000])
  func theLimitHolds(_ limit: Int) throws {
    let report = SampleReports.report()
    let (events, other) = try trace(report, limit: limit)
    // The process has its name whatever the limit.
    #expect(events.count <= max(limit, 1))
    let shown = Int(try number(other, "spans_shown"))
    let texts = Int(try number(other, "texts_shown"))
    #expect(try slices(events).count == shown + texts)
    #expect(try number(other, "spans") == 27)
    #expect(try number(other, "event_limit") == Double(limit))
    if texts > 0 { #expect(shown == 9 * texts) }
    let notes = try #require(other["notes"] as? [String])
    #expect(notes.contains { $0.contains("at most \(limit) events") } == (shown < 27))
    if limit >= 165 { #expect(texts == 3) }
  }

  @Test func anEmptyExecutionIsATrace() throws {
    var report = SampleReports.report()
    let empty = ExecutionRecord(
      instructions: [], timeline: Timeline(clock_Hz: 1e9), couplingBits: 0,
      residentCouplingBits: 0)
    report.chip = .init(
      record: empty, budget: ChipBudget(record: empty, chip: SampleReports.chip()))
    #expect(try trace(report).events.count >= 1)
  }
}
