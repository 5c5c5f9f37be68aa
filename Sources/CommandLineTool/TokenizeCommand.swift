import ArgumentParser
import Runs

/// `ising-npu tokenize`.
struct TokenizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokenize",
    abstract: "Show the token ids of texts.",
    discussion: """
      Nothing is truncated or padded. Texts behind -- may begin with a dash:
        ising-npu tokenize MODEL --json -- TEXT
      """)

  @Argument(help: "Folder of a model, a tokenizer.json, or a GGUF file.")
  var model: String

  @Argument(help: "Texts.")
  var texts: [String] = []

  @Option(help: "A file of texts: a line each, .json, .jsonl, .csv or .tsv.")
  var input: String?

  @Flag(help: "Texts are pairs: the first with the second, and so on.")
  var pair = false

  @Flag(help: "Texts are turns of a conversation, the user's first, by the model's chat template.")
  var chat = false

  @Option(help: "What the system says before a conversation (--chat).")
  var system: String?

  @OptionGroup var outputs: OutputOptions

  func validate() throws {
    guard !pair || !chat else { throw ValidationError("chat: found --pair as well, expected one") }
    guard system == nil || chat else {
      throw ValidationError("system: found no --chat, expected it with --system")
    }
  }

  func run() throws {
    let output = try outputs.output()
    let request = TokenizeRun.Request(
      tokenizer: model,
      texts:
        try InputTexts.read(texts: texts, file: input, form: .beforeTexts(model)),
      form: chat ? .chat(system: system) : pair ? .pairs : .single)
    try output.write(try TokenizeRun.perform(request), print: Output.write)
  }
}
