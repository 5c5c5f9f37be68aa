import ByteFormats
import Foundation
import TransformerModels

/// Tokenizers of every kind, their patterns, and templates of chats.
enum TokenProbe {
  /// `tokenizer.json` behind a line of text.
  static func tokenizer(_ bytes: [UInt8], folder: URL) throws {
    let (text, content) = halves(bytes, at: 10)
    let file = folder.appendingPathComponent("tokenizer.json")
    try Data(content).write(to: file)
    use(try Tokenizer.load(path: file.path), texts: [text] + TextProbe.samples)
  }

  /// A text behind a pattern, which stands in a tokenizer of letters.
  static func pattern(_ bytes: [UInt8], folder: URL) throws {
    let (pattern, content) = halves(bytes, at: 10)
    let file = folder.appendingPathComponent("tokenizer.json")
    let json =
      #"{"model":{"type":"BPE","vocab":{"a":0,"b":1,"ab":2,"x":3},"merges":["a b"],"unk_token":"x"},"#
      + #""pre_tokenizer":{"type":"Split","behavior":"Isolated","invert":false,"pattern":{"Regex":"#
      + "\(quoted(pattern))}}}"
    try Data(json.utf8).write(to: file)
    use(
      try Tokenizer.load(path: file.path),
      texts: [String(decoding: content, as: UTF8.self)] + TextProbe.samples)
  }

  /// The tokenizer of a GGUF file, whose tensors may be missing.
  static func gguf(_ bytes: [UInt8], folder: URL) throws {
    let file = folder.appendingPathComponent("t.gguf")
    try Data(bytes).write(to: file)
    use(try Tokenizer.load(path: file.path), texts: TextProbe.samples)
  }

  /// A folder of settings with `vocab.json` and `merges.txt`, or with a `vocab.txt` where these are missing.
  static func settings(_ bytes: [UInt8], folder: URL) throws {
    let home = folder.appendingPathComponent("settings", isDirectory: true)
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    let names = ["tokenizer_config.json", "special_tokens_map.json", "vocab.json", "merges.txt"]
    let parts = bytes.split(separator: 0, maxSplits: 3, omittingEmptySubsequences: false)
    for (index, name) in names.enumerated() {
      let file = home.appendingPathComponent(name)
      try? FileManager.default.removeItem(at: file)
      if index < parts.count, !parts[index].isEmpty { try Data(parts[index]).write(to: file) }
    }
    let words = home.appendingPathComponent("vocab.txt")
    try? FileManager.default.removeItem(at: words)
    if parts.count < 3 {
      try Data("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\nb\n##c\n".utf8).write(to: words)
    }
    let tokenizer = try Tokenizer.load(path: home.path)
    use(tokenizer, texts: TextProbe.samples)
    if tokenizer.chatTemplate != nil {
      _ = try tokenizer.text(of: [ChatMessage(role: "user", content: "a b")])
    }
  }

  /// A template, and a conversation that it writes.
  static func chat(_ bytes: [UInt8]) throws {
    let (source, conversation) = halves(bytes, at: 0)
    let template = try ChatTemplate(source)
    _ = try template.text(
      json: String(decoding: conversation, as: UTF8.self),
      tokens: ["bos_token": "<s>", "eos_token": "</s>"])
  }

  /// Encodes texts, and decodes what they became. The way that is fast gives the ids of the one that is not.
  private static func use(_ tokenizer: Tokenizer, texts: [String]) {
    for text in texts {
      let ids = tokenizer.ids(of: text)
      precondition(
        ids.allSatisfy { (0..<tokenizer.vocabularySize).contains($0) }, "an id that no token has")
      precondition(ids == tokenizer.idsStepwise(of: text), "other ids step by step")
      _ = tokenizer.encode(text, "a b")
      _ = tokenizer.decode(tokenizer.encode(text).ids, skippingSpecialTokens: false)
    }
  }

  /// A text before a byte, and what is behind it.
  private static func halves(_ bytes: [UInt8], at separator: UInt8) -> (String, ArraySlice<UInt8>) {
    let end = bytes.firstIndex(of: separator) ?? bytes.count
    return (String(decoding: bytes[..<end], as: UTF8.self), bytes[min(end + 1, bytes.count)...])
  }

  /// A text as JSON has it.
  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case _ where scalar.value < 32:
        quoted += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
