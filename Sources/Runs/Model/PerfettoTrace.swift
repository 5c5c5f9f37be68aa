import Reports

/// `trace.json`: the chip's timeline in Chrome's trace event format, which Perfetto reads.
///
/// The chip is the process, its components are the threads. Instructions that overlap on a component
/// lie on numbered threads of it, so that the complete events (`X`) of a thread never overlap. The
/// counter `power_W` spreads every instruction's energy evenly over its time and adds the static
/// power; it is left out where a price is missing. Times are in microseconds.
public enum PerfettoTrace {
  /// Most events of a trace unless the caller says otherwise.
  public static let defaultEventLimit = 20_000

  /// The trace of the first texts of a run, as many as fit into `eventLimit` events; if not even the
  /// first does, its beginning. `otherData` says what is left out.
  public static func text(
    of report: RunReport, eventLimit: Int = PerfettoTrace.defaultEventLimit
  ) -> String {
    let excerpt = TraceExcerpt(report: report, eventLimit: eventLimit)
    var out = "{\"displayTimeUnit\": \"ns\",\n\"otherData\": "
    out += line(excerpt.description(of: report))
    out += ",\n\"traceEvents\": [\n"
    out += excerpt.events(of: report).map(line).joined(separator: ",\n")
    return out + "\n]}\n"
  }

  /// Facts have nothing that encoding could refuse.
  private static func line(_ facts: Facts) -> String {
    (try? JSONValue(encoding: facts))?.line ?? "{}"
  }
}
