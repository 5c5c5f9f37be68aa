import ByteFormats

/// A message of a conversation.
public struct ChatMessage: Sendable, Equatable {
  /// Who speaks: `system`, `user`, `assistant`, ….
  public var role: String
  /// What they say.
  public var content: String

  /// Creates a message.
  public init(role: String, content: String) {
    self.role = role
    self.content = content
  }
}

/// The template by which a model was taught conversations: the part of Jinja that such templates use, with
/// the settings of transformers (`trim_blocks`, `lstrip_blocks`).
///
/// `strftime_now` is not defined here, so that a text does not depend on the day; templates that ask for it
/// have a date of their own.
public struct ChatTemplate {
  private let nodes: [JinjaNode]

  /// Reads a template.
  ///
  /// - Throws: `ModelFileError` with the line, what is not known, and what is.
  public init(_ source: String) throws(ModelFileError) { nodes = try JinjaParser.parse(source) }

  /// The text of a conversation.
  ///
  /// - Parameters:
  ///   - messages: what was said.
  ///   - addsGenerationPrompt: whether the assistant's answer is begun.
  ///   - tokens: special tokens by their part, e.g. `bos_token`.
  /// - Throws: `ModelFileError`, also for conversations that the template refuses.
  public func text(
    _ messages: [ChatMessage], addsGenerationPrompt: Bool, tokens: [String: String]
  ) throws(ModelFileError) -> String {
    let list = messages.map { message in
      JinjaValue.map([("role", .string(message.role)), ("content", .string(message.content))])
    }
    return try text(
      ["messages": .list(list), "add_generation_prompt": .bool(addsGenerationPrompt)],
      tokens: tokens)
  }

  /// The text for an object of JSON with `messages` and further names, such as `tools`.
  package func text(
    json: String, tokens: [String: String] = [:]
  ) throws(ModelFileError) -> String {
    guard case .object(let object) = try JSONFile.parse(Array(json.utf8), file: "the conversation")
    else {
      throw ModelFileError(
        .wrongType, file: "the conversation", found: "no object", expected: "an object of JSON")
    }
    return try text(
      Dictionary(object.members.map { ($0.key, JinjaValue($0.value)) }) { $1 }, tokens: tokens)
  }

  private func text(
    _ names: [String: JinjaValue], tokens: [String: String]
  ) throws(ModelFileError) -> String {
    var all = tokens.mapValues { JinjaValue.string($0) }
    for (name, value) in ["tools": JinjaValue.none, "documents": .none] { all[name] = value }
    all.merge(names) { $1 }
    var evaluator = JinjaEvaluator(all)
    return try evaluator.run(nodes)
  }
}

extension JinjaValue {
  /// A value of JSON.
  init(_ value: JSONValue) {
    switch value {
    case .null: self = .none
    case .bool(let flag): self = .bool(flag)
    case .integer(let number): self = .integer(number)
    case .number(let number): self = .number(number)
    case .string(let text): self = .string(text)
    case .array(let values): self = .list(values.map(JinjaValue.init))
    case .object(let object):
      self = .map(object.members.map { (key: $0.key, value: JinjaValue($0.value)) })
    }
  }
}
