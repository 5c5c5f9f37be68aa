import Foundation
import IsingTestSupport
import Testing
import TransformerModels

/// Files of `benchmarks/peers/make_gguf_fixture.py`, written by PyPI's `gguf`.
@Suite struct GGUFTests {
  static func path(_ name: String) -> String { TestFiles.path("gguf/\(name)") }

  static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }

  @Test func metadataOfAllKinds() throws {
    let metadata = try GGUFFile(path: Self.path("types.gguf")).metadata
    let expected: [String: GGUFValue] = [
      "uint8": .integer(200), "int8": .integer(-100), "uint16": .integer(60000),
      "int16": .integer(-30000), "uint32": .integer(4_000_000_000),
      "int32": .integer(-2_000_000_000), "uint64": .large(1 << 63 + 5),
      "int64": .integer(-(1 << 62)), "float32": .number(Double(Float(0.1))),
      "float64": .number(0.1), "bool": .bool(true), "string": .string("é \n ▁"),
      "integers": .integers([3, 1, 4]), "numbers": .numbers([0.5, -2]),
      "bools": .bools([true, false]), "strings": .strings(["a", "", "ß"]),
      "nested": .values([.integers([1, 2]), .integers([3])]),
    ]
    for (key, value) in expected { #expect(metadata.value("t.\(key)") == value, "\(key)") }
    #expect(metadata.value("t.none") == nil)
    #expect(try metadata.string("general.architecture") == "llama")
  }

  /// The package's own values, bit by bit.
  @Test func elementsOfAllTypes() throws {
    let file = try GGUFFile(path: Self.path("types.gguf"))
    let expected = try TestFiles.fixture("gguf/types.json", as: [String: [UInt32]].self)
    #expect(expected.count == GGUFTensorType.readable.count)
    for (type, bits) in expected {
      let tensor = try file.tensor(named: "t.\(type)")
      #expect(tensor.shape == [3, 512])
      #expect(tensor.floats.map(\.bitPattern) == bits, "\(type)")
      #expect(tensor.row(1).map(\.bitPattern) == Array(bits[512..<1024]), "row of \(type)")
      #expect(tensor.firstNonFinite == nil)
    }
    let error = modelFileError { _ = try file.tensor(named: "t.Q3_K") }
    #expect(error?.problem == .unknownElementType)
    #expect(error?.found.contains("Q3_K") == true)
    #expect(error?.expected.contains("Q4_K, Q6_K") == true)
    #expect(modelFileError { _ = try file.tensor(named: "t") }?.problem == .missingTensor)
  }

  /// Names, rows of queries and keys, gains, Conv1D, fused queries, keys and values: the checkpoint as it
  /// was before it became a GGUF file.
  @Test(arguments: ["llama", "qwen2", "qwen3", "gemma", "phi2", "gpt2", "gptneox", "bert"])
  func weightsAreThoseOfTheCheckpoint(architecture: String) throws {
    let original = try Safetensors(path: Self.path("\(architecture).safetensors"))
    let model = try GGUFModel(path: Self.path("\(architecture).gguf"))
    let weights = model.weights
    #expect(weights.parameterCount == original.parameterCount)
    for name in original.names {
      let expected = try original.tensor(named: name)
      #expect(weights.contains(name))
      let tensor = try weights.weight(name, expected.shape)
      #expect(tensor.floats == expected.floats, "\(name)")
      #expect(tensor.row(expected.rowCount - 1) == expected.row(expected.rowCount - 1), "\(name)")
      let wrong = modelFileError { _ = try weights.weight(name, expected.shape + [2]) }
      #expect(wrong?.problem == .wrongShape)
    }
    #expect(modelFileError { _ = try weights.weight("x", [1]) }?.problem == .missingTensor)
  }

  @Test func tokenizerMetadata() throws {
    let tokenizer = try GGUFModel(path: Self.path("gemma.gguf")).tokenizer()
    #expect(tokenizer.model == "llama" && tokenizer.preTokenizer == "default")
    #expect(tokenizer.tokens.count == 24 && tokenizer.tokens.last == "ab")
    #expect(tokenizer.kinds.prefix(4) == [.unknown, .control, .control, .normal])
    #expect(tokenizer.scores.last == -23 && tokenizer.merges.isEmpty)
    #expect(tokenizer.beginning == 1 && tokenizer.end == 2 && tokenizer.padding == nil)
    #expect(tokenizer.addsBeginning == true && tokenizer.addsEnd == nil)
    #expect(tokenizer.chatTemplate == "{{ messages[0].content }}")
    #expect(try GGUFModel(path: Self.path("qwen2.gguf")).tokenizer().merges == ["a b"])
  }

  /// Cut off anywhere, a file gives an error that says so, never a trap.
  @Test func truncatedAtEveryByte() throws {
    let folder = try TemporaryFolder()
    let valid = try Self.bytes("qwen3.gguf")
    // Behind the last tensor are up to 31 bytes that nobody needs.
    var wrong: [Int] = []
    for length in 0..<(valid.count - 31) where length < 2600 || length % 97 == 0 {
      let path = try folder.write("cut.gguf", Array(valid[..<length]))
      do throws(ModelFileError) {
        _ = try GGUFModel(path: path).tokenizer()
        wrong.append(length)
      } catch {
        if error.problem != .truncated, length >= 4 || error.problem != .unsupported {
          wrong.append(length)
        }
      }
    }
    #expect(wrong.isEmpty)
  }

  /// Whatever happens to the front of a file, the reader ends.
  @Test func damagedAnywhere() throws {
    let folder = try TemporaryFolder()
    let valid = try Self.bytes("llama.gguf")
    var damage = FileDamage(seed: 3, words: [Array(repeating: 255, count: 8), [0, 0, 0, 128]])
    var refused = 0
    for round in 0..<600 {
      var file = valid
      if round % 2 == 0 {
        damage.flipBit(of: &file, before: 2600)
      } else {
        damage.change(&file)
      }
      let path = try folder.write("damaged.gguf", file)
      do throws(ModelFileError) {
        let model = try GGUFModel(path: path)
        _ = try model.tokenizer()
        _ = try model.weights.weight("model.norm.weight", [12])
      } catch {
        refused += 1
        #expect(!error.found.isEmpty && !error.expected.isEmpty)
      }
    }
    #expect(refused > 200 && refused < 600)
  }

  @Test func otherVersionsAndFormatsAreRefused() throws {
    let folder = try TemporaryFolder()
    let valid = try Self.bytes("llama.gguf")
    func error(_ bytes: [UInt8]) throws -> ModelFileError? {
      let path = try folder.write("m.gguf", bytes)
      return modelFileError { _ = try GGUFModel(path: path) }
    }
    let version1 = Array(valid[..<4]) + [1, 0, 0, 0] + valid[8...]
    #expect(try error(version1)?.found == "1")
    let swapped = Array(valid[..<4]) + [0, 0, 0, 3] + valid[8...]
    #expect(try error(swapped)?.found.contains("big-endian") == true)
    #expect(try error(Array("GGML".utf8) + valid[4...])?.expected == "\"GGUF\"")
    let version2 = Array(valid[..<4]) + [2, 0, 0, 0] + valid[8...]
    #expect(try GGUFModel(path: folder.write("2.gguf", version2)).weights.parameterCount > 0)
    // A count of tensors that no file of this length holds, before any room is made for them.
    let many = Array(valid[..<8]) + Array(repeating: 255, count: 8) + valid[16...]
    #expect(try error(many)?.problem == .truncated)
  }

  @Test func unknownArchitecturesAreNamedWithTheKnown() throws {
    let folder = try TemporaryFolder()
    let valid = try Self.bytes("llama.gguf")
    let word = Array("llama".utf8)
    let place = try #require(
      valid.indices.first { $0 > 24 && Array(valid[$0..<min($0 + 5, valid.count)]) == word })
    var file = valid
    file.replaceSubrange(place..<place + 5, with: Array("mamba".utf8))
    let path = try folder.write("m.gguf", file)
    let error = modelFileError { _ = try GGUFModel(path: path) }
    #expect(error?.problem == .unsupported && error?.found == "\"mamba\"")
    #expect(error?.expected.contains("llama, qwen2, qwen3, gemma") == true)
  }
}
