import Testing
import TransformerModels

/// SplitMix64 (Steele et al. 2014): a fixed sequence for the damage.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

/// Whatever happens to a file, the program gives an error or a model: it does not crash.
@Suite struct DamagedFileTests {
  @Test func damagedCheckpoints() throws {
    let folder = try TemporaryFolder()
    let model = TinyModel()
    try model.writeFiles(folder)
    let valid = model.checkpoint()
    let header = valid.count - 4 * 396
    var random = SplitMix(state: 1)
    var refused = 0
    for round in 0..<600 {
      var file = valid
      if round % 3 == 0 {
        file.removeLast(Int.random(in: 1...valid.count, using: &random))
      } else {
        for _ in 0..<Int.random(in: 1...3, using: &random) {
          let end = round % 3 == 1 ? header : file.count
          file[Int.random(in: 0..<end, using: &random)] ^=
            1 << UInt8.random(in: 0...7, using: &random)
        }
      }
      try folder.write("model.safetensors", file)
      do throws(ModelFileError) {
        let loaded = try LoadedModel.load(folder: folder.path)
        #expect(loaded.graph.nodes.count == 28)
      } catch {
        refused += 1
        #expect(!error.found.isEmpty)
      }
    }
    // All truncations are refused, and nearly all changes of a header, of which no byte is idle.
    #expect(refused > 360)
    #expect(refused < 600)
  }

  @Test(arguments: ["config.json", "vocab.txt", "modules.json", "1_Pooling/config.json"])
  func damagedTextFiles(name: String) throws {
    let folder = try TemporaryFolder()
    var model = TinyModel()
    model.files["modules.json"] =
      #"[{"path": "", "type": "Transformer"}, {"path": "1_Pooling", "type": "Pooling"}]"#
    model.files["1_Pooling/config.json"] = #"{"pooling_mode_mean_tokens": true}"#
    try model.writeFiles(folder)
    try folder.write("model.safetensors", model.checkpoint())
    let members = model.configuration.sorted { $0.key < $1.key }
    let configuration = members.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ",")
    let valid = Array((model.files[name] ?? "{\(configuration)}").utf8)
    var random = SplitMix(state: 2)
    var refused = 0
    for round in 0..<120 {
      var file = valid
      if round % 2 == 0 { file.removeLast(Int.random(in: 1...valid.count, using: &random)) }
      if !file.isEmpty {
        let place = Int.random(in: 0..<file.count, using: &random)
        file[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
      }
      try folder.write(name, file)
      do throws(ModelFileError) {
        let loaded = try LoadedModel.load(folder: folder.path)
        #expect(loaded.tokenizer.encode("a b").ids.count >= 3)
      } catch {
        refused += 1
      }
    }
    #expect(refused > 60)
  }
}
