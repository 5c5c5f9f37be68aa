import Foundation

/// Least and median of several runs.
public struct Seconds: Encodable {
  /// The least time.
  public var min_s: Double
  /// The median time.
  public var median_s: Double
  /// The least time of the processor, of all threads: on a machine that others use, the better measure.
  public var processor_s: Double
}

/// Least and median time of `runs` calls after one that warms up.
public func seconds<Value>(_ runs: Int, _ body: () throws -> Value) rethrows -> Seconds {
  _ = try body()
  var times: [Double] = []
  var work: [Double] = []
  for _ in 0..<runs {
    let start = processorSeconds()
    times.append(try timed(body).1)
    work.append(processorSeconds() - start)
  }
  times.sort()
  return Seconds(
    min_s: times[0], median_s: times[times.count / 2], processor_s: work.min() ?? 0)
}

/// Processor time of this process up to now.
public func processorSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
}

/// A value and the seconds that it took.
public func timed<Value>(_ body: () throws -> Value) rethrows -> (Value, Double) {
  let start = ContinuousClock.now
  let value = try body()
  return (value, (ContinuousClock.now - start) / .seconds(1))
}

/// The texts of a JSON file (strings, or objects with `text`), or the lines of any other file.
public func texts(_ path: String) throws -> [String] {
  struct Sentence: Decodable { let text: String }
  struct Sentences: Decodable { let sentences: [Sentence] }
  let data = try Data(contentsOf: URL(fileURLWithPath: path))
  guard path.hasSuffix(".json") else {
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
      .filter { !$0.allSatisfy(\.isWhitespace) }
  }
  if let texts = try? JSONDecoder().decode([String].self, from: data) { return texts }
  return try JSONDecoder().decode(Sentences.self, from: data).sentences.map(\.text)
}

/// Ends the program with a line on standard error.
public func fail(_ message: String, status: Int32) -> Never {
  FileHandle.standardError.write(Data((message + "\n").utf8))
  exit(status)
}
