import TransformerModels

extension Tokenizer {
  /// The text of what a user and the model say in turns, the user first, by the model's template, which writes
  /// the special tokens itself: its ids are those of `ids(of:)`. A user's last word is followed by the beginning of
  /// the model's answer.
  ///
  /// - Parameter system: what the system says before them.
  /// - Throws: as `text(of:)`.
  func text(
    ofTurns turns: [String], system: String?
  ) throws(ModelFileError) -> String {
    var messages = turns.enumerated().map { turn, text in
      ChatMessage(role: turn.isMultiple(of: 2) ? "user" : "assistant", content: text)
    }
    if let system { messages.insert(ChatMessage(role: "system", content: system), at: 0) }
    return try text(of: messages, addsGenerationPrompt: !turns.count.isMultiple(of: 2))
  }
}
