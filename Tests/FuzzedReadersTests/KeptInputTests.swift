import Foundation
import FuzzedReaders
import IsingTestSupport
import Testing

/// What the fuzzer kept (docs/fuzzing.md), read again: each reader takes it or refuses it, and nothing traps.
@Suite struct KeptInputTests {
  private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures", isDirectory: true)

  /// The inputs of a reader: of each four bytes of length, then the input.
  private static func inputs(of reader: FuzzedReader) throws -> [[UInt8]] {
    let file = fixtures.appendingPathComponent("kept/\(reader.rawValue).bin")
    let content = [UInt8](try Data(contentsOf: file))
    var inputs: [[UInt8]] = []
    var place = 0
    while place < content.count {
      let count = (0..<4).reduce(0) { $0 | Int(content[place + $1]) << (8 * $1) }
      inputs.append(Array(content[(place + 4)..<(place + 4 + count)]))
      place += 4 + count
    }
    return inputs
  }

  /// Inputs with which a reader begins (`seeds`), or on which it once trapped (`faults`), by names that begin with
  /// its own.
  private static func named(_ reader: FuzzedReader, in folder: String) throws -> [[UInt8]] {
    let folder = fixtures.appendingPathComponent(folder)
    return try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasPrefix(reader.rawValue + ".") }.sorted()
      .map { [UInt8](try Data(contentsOf: folder.appendingPathComponent($0))) }
  }

  @Test(arguments: FuzzedReader.allCases) func isReadOrRefused(reader: FuzzedReader) throws {
    try withTemporaryFolder { folder in
      let bench = try ReaderBench(
        model: Self.fixtures.appendingPathComponent("model"),
        folder: folder.appendingPathComponent("work"))
      var (read, refused) = (0, 0)
      let inputs = try Self.inputs(of: reader) + bench.seeds(of: reader)
      let seeds = try Self.named(reader, in: "seeds")
      for input in try inputs + Self.named(reader, in: "faults") {
        if bench.read(reader, input) { read += 1 } else { refused += 1 }
      }
      // A seed that is refused begins a search in the messages of errors.
      for (place, seed) in seeds.enumerated() {
        #expect(bench.read(reader, seed), "\(reader): seed \(place) by name is refused")
        read += 1
      }
      // A corpus that is all refused, or of which nothing is, tests half a reader.
      #expect(read > 0, "\(reader): all of \(refused) refused")
      // What is no number, and a list that is damaged, are nothing to complain of.
      let takesAll = [.decimal, .resultList].contains(reader)
      #expect(refused > 0 || takesAll, "\(reader): none of \(read) refused")
    }
  }
}
