import DenseAlgebra
import DenseExecutor
import Foundation
import HardwareSpecs
import Jobs
import ModelCompiler
import Reports
import TransformerModels
import VirtualChip

/// Texts by a decoder on the dense reference.
public enum GenerationRun {
  /// Whether a name is a model, and no program: a GGUF file, or a folder.
  ///
  /// - Parameters:
  ///   - path: the name.
  ///   - isAsked: whether something is asked that only a decoder does: then every folder is meant as a model, else
  ///     those that hold one.
  public static func isModel(_ path: String, isAsked: Bool) -> Bool {
    if path.hasSuffix(".gguf") { return true }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue
    else { return false }
    let files = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return isAsked || files.contains { $0 == "config.json" || $0.hasSuffix(".gguf") }
  }

  /// Why a name that is no model cannot do what only a decoder does.
  ///
  /// - Parameters:
  ///   - path: the name.
  ///   - option: what was asked, without dashes.
  public static func refusal(of path: String, option: String) -> RunFailure {
    if ProgramReading.isProgram(path) {
      return RunFailure(.usage, "--\(option): is for a decoder, and \(path) is a program")
    }
    let found =
      FileManager.default.fileExists(atPath: path)
      ? "found a file that is no program and whose name does not end in .gguf"
      : "no such file or folder"
    return RunFailure(
      .badInput,
      "\(path): \(found), expected the folder or the GGUF file of a decoder, as --\(option) asks")
  }

  /// Does the job.
  ///
  /// - Parameters:
  ///   - request: what to do.
  ///   - shows: is handed the text of a prompt as it grows, prompt after prompt; `nil` runs all prompts
  ///     together.
  /// - Throws: `RunFailure` for a model, prompt or file that cannot be used.
  public static func perform(
    _ request: GenerationRequest, shows: ((String) throws -> Void)? = nil
  ) throws(RunFailure) -> GenerationReport {
    try RunFailure.ending { try report(request, shows) }
  }

  private static func report(
    _ request: GenerationRequest, _ shows: ((String) throws -> Void)?
  ) throws -> GenerationReport {
    guard !request.prompts.isEmpty || request.measuredFile != nil else {
      throw OptionError("no prompt: give --prompt TEXT, or --input FILE with --perplexity")
    }
    guard (0...GenerationRequest.mostNewTokens).contains(request.newTokens) else {
      throw OptionError(
        "new-tokens: found \(request.newTokens), expected 0 to "
          + "\(GenerationRequest.mostNewTokens)")
    }
    if let index = request.prompts.firstIndex(where: \.isEmpty) {
      throw OptionError("prompt \(index + 1): found an empty text, expected at least a character")
    }
    let chip = try request.chip?.chip()
    let model = try BusyLine.showing("loading \(request.model)") {
      try LoadedModel.load(folder: request.model)
    }
    guard model.graph.head?.task == .nextToken else {
      throw FileError(
        request.model,
        "found a model without logits of a next token, expected a decoder: `run` takes encoders")
    }
    let measured = try request.measuredFile.map { try text(of: $0) }
    let executor = DenseExecutor(graph: model.graph, weights: request.weights)
    var report = GenerationReport(
      provenance: Provenance(
        arguments: request.arguments, seed: request.seed, specHash: nil),
      model: ModelName(name: model.name, parameters: model.parameterCount),
      settings: [
        "fidelity": request.chip?.settings.fidelity.word.rawValue ?? "reference",
        "sampling": request.choice.rule.rawValue,
        "temperature": request.choice.temperature, "top_k": request.choice.topK,
        "top_p": request.choice.topP, "new_tokens": request.newTokens,
        "reference_weights": request.weights.rawValue, "seed": request.seed,
      ])
    report.warnings = model.notes
    if let chat = request.chat {
      report.isChat = true
      report.settings = report.settings + ["chat": true, "system": chat.system]
    }
    var texts = try Prompts(request, model, executor)
    if let own = request.chip, let chip {
      report.settings = report.settings + own.facts
      try texts.run(Array(request.prompts.indices)) { _ in }
      if !request.prompts.isEmpty {
        report.chip = try ChipRun.texts(&texts, request, own, on: chip, model, shows: shows)
      }
    } else if shows == nil {
      try texts.run(Array(request.prompts.indices)) { _ in }
    } else {
      for index in request.prompts.indices where !Interruption.isRequested {
        try texts.run([index]) { try shows?($0) }
      }
    }
    report.outputs = try texts.outputs()
    report.speed = texts.speed
    if texts.isInterrupted {
      report.warnings.append(
        "interrupted: not all of the \(request.newTokens) new tokens were made")
    }
    if let measured, !Interruption.isRequested {
      let found = try TextPerplexity.measured(
        of: measured, request, on: chip, model, executor)
      report.perplexity = found.perplexity
      if found.perplexity.tokens < found.all {
        report.warnings.append(
          "interrupted: the perplexity is of the first \(found.perplexity.tokens) of \(found.all) tokens"
        )
      }
    }
    if let cost = report.chip, let chip {
      report.warnings += RunWarnings.prices(cost.machine.budget, of: chip)
    }
    return report
  }

  /// The whole text of a file.
  private static func text(of file: String) throws -> String {
    let bytes = try FileReading.bytes(of: file, limit: InputTexts.largestFile_bytes)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw FileError(file, "found bytes that are not UTF-8, expected a text")
    }
    return text
  }
}
