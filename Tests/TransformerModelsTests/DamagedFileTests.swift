import IsingTestSupport
import Testing
import TransformerModels

/// Whatever happens to a file, the program gives an error or a model: it does not crash.
@Suite struct DamagedFileTests {
  @Test func damagedCheckpoints() throws {
    let folder = try TemporaryFolder()
    let model = TinyModelFolder()
    try model.writeFiles(folder)
    let valid = model.checkpoint()
    let header = valid.count - 4 * 396
    var damage = FileDamage(seed: 1)
    var refused = 0
    for round in 0..<600 {
      var file = valid
      if round % 3 == 0 {
        damage.cut(&file)
      } else {
        for _ in 0..<Int.random(in: 1...3, using: &damage.random) {
          damage.flipBit(of: &file, before: round % 3 == 1 ? header : nil)
        }
      }
      try folder.write("model.safetensors", file)
      do throws(ModelFileError) {
        let loaded = try LoadedModel.load(folder: folder.path)
        #expect(loaded.graph.nodes.count == 27)
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
    var model = TinyModelFolder()
    model.files["modules.json"] =
      #"[{"path": "", "type": "Transformer"}, {"path": "1_Pooling", "type": "Pooling"}]"#
    model.files["1_Pooling/config.json"] = #"{"pooling_mode_mean_tokens": true}"#
    try model.writeFiles(folder)
    try folder.write("model.safetensors", model.checkpoint())
    let members = model.configuration.sorted { $0.key < $1.key }
    let configuration = members.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ",")
    let valid = Array((model.files[name] ?? "{\(configuration)}").utf8)
    var damage = FileDamage(seed: 2)
    var refused = 0
    for round in 0..<120 {
      var file = valid
      if round % 2 == 0 { damage.cut(&file) }
      if !file.isEmpty { damage.flipBit(of: &file) }
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
