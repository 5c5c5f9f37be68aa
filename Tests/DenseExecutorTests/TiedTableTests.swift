import DenseExecutor
import Foundation
import IsingTestSupport
import Testing
import TransformerModels

/// Tied checkpoints whose file holds the logits' table too, or that table alone, as transformers 5.23 takes them: the
/// rows of the tied table in the reverse order give transformers' own logits in the reverse order.
@Suite
struct TiedTableTests {
  private struct Case: Sendable {
    let model: String
    let table: String
    let own: String
  }

  private static let cases = [
    Case(model: "llama-gqa-tied", table: "model.embed_tokens.weight", own: "lm_head.weight"),
    Case(model: "gemma", table: "model.embed_tokens.weight", own: "lm_head.weight"),
    Case(model: "gpt2", table: "transformer.wte.weight", own: "lm_head.weight"),
  ]
  private static let masked = [
    Case(
      model: "bert-mlm", table: "bert.embeddings.word_embeddings.weight",
      own: "cls.predictions.decoder.weight"),
    Case(
      model: "roberta-mlm", table: "roberta.embeddings.word_embeddings.weight",
      own: "lm_head.decoder.weight"),
    Case(
      model: "distilbert-mlm", table: "distilbert.embeddings.word_embeddings.weight",
      own: "vocab_projector.weight"),
  ]

  /// What becomes of the tied table in a copy of a fixture.
  private enum Change: CaseIterable {
    case reversedBeside, equalBeside, renamed
  }

  private func load(_ fixture: Case, _ change: Change) throws -> LoadedModel {
    try withTemporaryFolder { folder in
      let source = FamilyReference.folder.appending(path: fixture.model)
      for file in try FileManager.default.contentsOfDirectory(atPath: source.path)
      where file != "model.safetensors" {
        try FileManager.default.copyItem(
          at: source.appending(path: file), to: folder.appending(path: file))
      }
      let bytes = try Data(contentsOf: source.appending(path: "model.safetensors"))
      try changed(bytes, fixture, change).write(to: folder.appending(path: "model.safetensors"))
      return try LoadedModel.load(folder: folder.path)
    }
  }

  private func changed(_ bytes: Data, _ fixture: Case, _ change: Change) throws -> Data {
    let length = bytes.prefix(8).enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
    let body = bytes.dropFirst(8 + length)
    var header = try #require(
      JSONSerialization.jsonObject(with: bytes[8..<(8 + length)]) as? [String: Any])
    let table = try #require(header[fixture.table] as? [String: Any])
    var added = Data()
    if change == .renamed {
      header[fixture.table] = nil
      header[fixture.own] = table
    } else {
      let range = try #require(table["data_offsets"] as? [Int])
      let rows = try #require((table["shape"] as? [Int])?[0])
      let all = Data(body)[range[0]..<range[1]]
      let size = all.count / rows
      for row in 0..<rows {
        let place = all.startIndex + (change == .equalBeside ? row : rows - 1 - row) * size
        added += all[place..<(place + size)]
      }
      var own = table
      own["data_offsets"] = [body.count, body.count + added.count]
      header[fixture.own] = own
    }
    let text = try JSONSerialization.data(withJSONObject: header)
    return withUnsafeBytes(of: UInt64(text.count).littleEndian) { Data($0) } + text + body + added
  }

  @Test(arguments: cases, Change.allCases)
  private func decoders(fixture: Case, change: Change) throws {
    let model = try load(fixture, change)
    let reference = try FamilyReference.load(fixture.model).reference
    for prompt in reference.prompts {
      guard case .tokens(let logits)? = prompt.logits else { continue }
      let last = logits.last
      let found = try DecodingSession(DenseExecutor(graph: model.graph), texts: 1)
        .extend([prompt.ids])[0]
      let expected = change == .reversedBeside ? Array(last.reversed()) : last
      #expect(largestDifference(found, expected) <= 2e-5)
    }
    checkNotes(model, fixture, change)
  }

  @Test(arguments: masked, Change.allCases)
  private func encoders(fixture: Case, change: Change) throws {
    let model = try load(fixture, change)
    let executor = DenseExecutor(graph: model.graph)
    let reference = try FamilyReference.load(fixture.model).reference
    let bias = try #require(self.bias(model.graph))
    var places = 0
    for prompt in reference.prompts {
      let tokens = prompt.words(hasTypes: fixture.model == "bert-mlm")
      let output = try executor.run(tokens: [tokens], threads: 1)[0]
      let width = output.count / prompt.ids.count
      for masked in prompt.masked ?? [] {
        let row = Array(output[(masked.position * width)..<((masked.position + 1) * width)])
        var expected = masked.logits
        if change == .reversedBeside {
          let plain = zip(expected, bias).map { $0 - $1 }
          expected = zip(plain.reversed(), bias).map { $0 + $1 }
        }
        #expect(largestDifference(executor.logits(ofRows: row), expected) <= 2e-5)
        places += 1
      }
    }
    #expect(places > 0)
    checkNotes(model, fixture, change)
  }

  private func bias(_ graph: ModelGraph) -> [Float]? {
    guard case .linear(let weights)? = graph.head?.nodes.last?.operation else { return nil }
    return weights.bias?.floats
  }

  private func checkNotes(_ model: LoadedModel, _ fixture: Case, _ change: Change) {
    let tells = model.notes.contains { $0.hasPrefix("\(fixture.own) differs") }
    #expect(tells == (change == .reversedBeside), "\(model.notes)")
  }
}
