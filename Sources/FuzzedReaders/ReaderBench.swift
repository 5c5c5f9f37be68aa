import ChipPrograms
public import Foundation
import HardwareSpecs
import ModelCompiler
import TransformerModels
import VirtualChip

/// What readers need around the bytes that they read: a folder to put files in, a small model, machines.
public final class ReaderBench {
  /// A folder that this bench alone writes to.
  let folder: URL
  /// A copy of the small model, of which a reader's bytes replace one file at a time.
  let model: URL
  /// The model's files as they were, by their names.
  let modelFiles: [String: Data]
  /// Tokenizes texts.
  let loaded: LoadedModel
  /// Runs a program of agents, and one of values: the small model.
  let machines: (agents: VirtualChip, values: VirtualChip)

  /// A bench.
  ///
  /// - Parameters:
  ///   - model: a folder with a small model, whose files are all read.
  ///   - folder: an empty folder, on a fast file system where the fuzzer uses it.
  /// - Throws: what keeps the model from being copied, loaded and compiled.
  public init(model: URL, folder: URL) throws {
    self.folder = folder
    self.model = folder.appendingPathComponent("model", isDirectory: true)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try? FileManager.default.removeItem(at: self.model)
    try FileManager.default.copyItem(at: model, to: self.model)
    var files: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: model.path) {
      let file = model.appendingPathComponent(name)
      if let bytes = try? Data(contentsOf: file) { files[name] = bytes }
    }
    modelFiles = files
    loaded = try LoadedModel.load(folder: self.model.path)
    let chip = try SpecLibrary.chip(SpecLibrary.defaultChip)
    let agents = try LatticeLibrary.program("and-gate", [:])
    let values = try ModelCompiler.compile(loaded.graph, for: chip, precision: Precision())
    machines = (
      try VirtualChip(program: agents, chip: chip), try VirtualChip(program: values, chip: chip)
    )
  }

  /// Reads bytes, and uses what was read.
  ///
  /// - Returns: whether the reader took them.
  public func read(_ reader: FuzzedReader, _ bytes: [UInt8]) -> Bool {
    do {
      try use(reader, bytes)
      return true
    } catch {
      // What a user would see.
      precondition(!"\(error)".isEmpty, "an error without words")
      return false
    }
  }

  private func use(_ reader: FuzzedReader, _ bytes: [UInt8]) throws {
    switch reader {
    case .problem: try ProblemProbe.problem(bytes)
    case .couplings: try ProblemProbe.couplings(bytes, folder: folder)
    case .latticeWords: try ProblemProbe.latticeWords(bytes)
    case .programText: try ProgramProbe.text(bytes)
    case .programBinary: try ProgramProbe.binary(bytes)
    case .chip: try SpecProbe.chip(bytes)
    case .device: try SpecProbe.device(bytes)
    case .measured: try SpecProbe.measured(bytes)
    case .deviceTable: try SpecProbe.table(bytes)
    case .specChanges: try SpecProbe.changes(bytes)
    case .safetensors, .configuration, .tokenizer, .modules, .pooling, .sentence:
      if let name = fileName(of: reader) { try load(bytes, as: name) }
    case .weightIndex: try loadIndex(bytes)
    case .vocabulary: try loadVocabulary(bytes)
    case .json: try TextProbe.json(bytes)
    case .decimal: try TextProbe.decimal(bytes)
    case .checkpoint: try StateProbe.checkpoint(bytes, folder: folder)
    case .agentState: try StateProbe.state(bytes, of: machines.agents)
    case .valueState: try StateProbe.state(bytes, of: machines.values)
    case .results: try ResultProbe.summary(bytes, folder: folder)
    case .resultList: try ResultProbe.list(bytes, folder: folder)
    case .texts: try TextProbe.texts(bytes, file: "t.txt", tokenizer: loaded.tokenizer)
    case .textsJSON: try TextProbe.texts(bytes, file: "t.json", tokenizer: loaded.tokenizer)
    case .retrieval: try TextProbe.retrieval(bytes)
    case .npy: try TextProbe.npy(bytes)
    case .familyConfiguration: try loadFamily(bytes)
    case .dense: try loadDense(bytes)
    case .gguf: try loadGGUF(bytes)
    case .ggufTokenizer: try TokenProbe.gguf(bytes, folder: folder)
    case .anyTokenizer: try TokenProbe.tokenizer(bytes, folder: folder)
    case .pattern: try TokenProbe.pattern(bytes, folder: folder)
    case .tokenizerSettings: try TokenProbe.settings(bytes, folder: folder)
    case .chatTemplate: try TokenProbe.chat(bytes)
    case .deviceCurves: try SpecProbe.curves(bytes, folder: folder)
    case .publishedResult: try SpecProbe.publishedResult(bytes)
    case .sweep: try SpecProbe.sweep(bytes)
    }
  }

  /// The model's file that a reader reads.
  func fileName(of reader: FuzzedReader) -> String? {
    switch reader {
    case .safetensors: "model.safetensors"
    case .configuration: "config.json"
    case .tokenizer: "tokenizer.json"
    case .vocabulary: "vocab.txt"
    case .modules: "modules.json"
    case .pooling: "1_Pooling/config.json"
    case .sentence: "sentence_bert_config.json"
    default: nil
    }
  }

  /// Loads the model with another file in the place of one of its own.
  private func load(_ bytes: [UInt8], as name: String) throws {
    let file = model.appendingPathComponent(name)
    try Data(bytes).write(to: file)
    defer { restore(name) }
    try use(LoadedModel.load(folder: model.path))
  }

  /// Without `tokenizer.json`, which comes first.
  private func loadVocabulary(_ bytes: [UInt8]) throws {
    try FileManager.default.removeItem(at: model.appendingPathComponent("tokenizer.json"))
    defer { restore("tokenizer.json") }
    try load(bytes, as: "vocab.txt")
  }

  /// The weights are in a file of another name, which an index tells.
  private func loadIndex(_ bytes: [UInt8]) throws {
    let (whole, shard) = (
      model.appendingPathComponent("model.safetensors"),
      model.appendingPathComponent("a.safetensors")
    )
    try FileManager.default.moveItem(at: whole, to: shard)
    defer { try? FileManager.default.moveItem(at: shard, to: whole) }
    try load(bytes, as: "model.safetensors.index.json")
  }

  func restore(_ name: String) {
    let file = model.appendingPathComponent(name)
    if let bytes = modelFiles[name] {
      try? bytes.write(to: file)
    } else {
      try? FileManager.default.removeItem(at: file)
    }
  }

  func use(_ loaded: LoadedModel) throws {
    precondition(!loaded.graph.nodes.isEmpty && loaded.parameterCount >= 0)
    for text in TextProbe.samples { _ = loaded.tokenizer.encode(text) }
  }
}
