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
  private static func named(_ reader: FuzzedReader, in folder: String) throws -> [(
    name: String, bytes: [UInt8]
  )] {
    let folder = fixtures.appendingPathComponent(folder)
    return try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasPrefix(reader.rawValue + ".") }.sorted()
      .map { ($0, [UInt8](try Data(contentsOf: folder.appendingPathComponent($0)))) }
  }

  /// Seeds that are there for what is refused: WordPiece of GGUF without the id of the unknown token, parts of
  /// patterns that no tokenizer has, classes whose parts the reader's tokenizer lacks.
  private static let refusedSeeds: Set = [
    "gguf.bert", "gguf-tokenizer.bert", "pattern.2", "pattern.3",
    "tokenizer-settings.GemmaTokenizer", "tokenizer-settings.LlamaTokenizer",
    "tokenizer-settings.MPNetTokenizer", "tokenizer-settings.XLMRobertaTokenizer",
  ]

  @Test(arguments: FuzzedReader.allCases) func isReadOrRefused(reader: FuzzedReader) throws {
    try withTemporaryFolder { folder in
      let bench = try ReaderBench(
        model: Self.fixtures.appendingPathComponent("model"),
        folder: folder.appendingPathComponent("work"))
      var (read, refused) = (0, 0)
      let inputs = try Self.inputs(of: reader) + bench.seeds(of: reader)
      let seeds = try Self.named(reader, in: "seeds")
      for input in try inputs + Self.named(reader, in: "faults").map(\.bytes) {
        if bench.read(reader, input) { read += 1 } else { refused += 1 }
      }
      // A seed that is refused begins a search in the messages of errors.
      let strange = Set(seeds.filter { !bench.read(reader, $0.bytes) }.map(\.name))
      #expect(strange == Self.refusedSeeds.filter { $0.hasPrefix(reader.rawValue + ".") })
      read += seeds.count - strange.count
      refused += strange.count
      // A corpus that is all refused, or of which nothing is, tests half a reader.
      #expect(read > 0, "\(reader): all of \(refused) refused")
      // What is no number, and a list that is damaged, are nothing to complain of.
      let takesAll = [.decimal, .resultList].contains(reader)
      #expect(refused > 0 || takesAll, "\(reader): none of \(read) refused")
    }
  }
}
